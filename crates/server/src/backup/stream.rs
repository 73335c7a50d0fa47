//! What a backup says, one part after the other, before it is sealed: when it was taken, the files beside the
//! store, the store's rows, people's files piece by piece, and that this is all. Nothing here is secret by itself; nothing here is checked for
//! its meaning.

use std::io::{self, Read, Write};

use kv::{
    Shard,
    limits::{KEY_BYTES_MAX, VALUE_BYTES_MAX},
};

/// What stands in front.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// When it was taken, in seconds since 1970.
    pub(super) created: i64,
}

/// One part.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Part {
    Head(Head),
    /// Name and bytes.
    File(String, Vec<u8>),
    /// Shard, key and value.
    Row(Shard, Vec<u8>, Vec<u8>),
    /// A piece of somebody's file: its name, where the piece begins, and the bytes.
    Piece(String, u64, Vec<u8>),
    /// There is nothing more, and nothing is missing.
    End,
}

/// Writes parts.
pub(super) struct Writer<W> {
    to: W,
    rows: u64,
}

impl<W: Write> Writer<W> {
    pub(super) fn new(to: W) -> Self {
        Writer { to, rows: 0 }
    }

    pub(super) fn head(&mut self, head: &Head) -> io::Result<()> {
        self.to.write_all(&[HEAD])?;
        self.to.write_all(&head.created.to_le_bytes())
    }

    pub(super) fn file(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.to.write_all(&[FILE])?;
        self.bytes(name.as_bytes())?;
        self.bytes(bytes)
    }

    pub(super) fn row(&mut self, shard: Shard, key: &[u8], value: &[u8]) -> io::Result<()> {
        self.rows += 1;
        self.to.write_all(&[ROW])?;
        self.to.write_all(&shard.0.to_le_bytes())?;
        self.bytes(key)?;
        self.bytes(value)
    }

    pub(super) fn piece(&mut self, name: &str, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.to.write_all(&[PIECE])?;
        self.bytes(name.as_bytes())?;
        self.to.write_all(&offset.to_le_bytes())?;
        self.bytes(bytes)
    }

    pub(super) fn end(&mut self) -> io::Result<()> {
        self.to.write_all(&[END])?;
        self.to.write_all(&self.rows.to_le_bytes())?;
        self.to.flush()
    }

    /// In place of the end.
    pub(super) fn failed(&mut self, reason: &str) -> io::Result<()> {
        self.to.write_all(&[FAILED])?;
        self.bytes(reason.as_bytes())?;
        self.to.flush()
    }

    pub(super) fn into_inner(self) -> W {
        self.to
    }

    fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        self.to.write_all(&length.to_le_bytes())?;
        self.to.write_all(bytes)
    }
}

/// Reads parts. Everything but `Part::End` at the end is an error.
pub(super) struct Reader<R> {
    from: R,
    rows: u64,
}

impl<R: Read> Reader<R> {
    /// `from` is read in small pieces.
    pub(super) fn new(from: R) -> Self {
        Reader { from, rows: 0 }
    }

    pub(super) fn next(&mut self) -> io::Result<Part> {
        let [tag] = self.array()?;
        match tag {
            HEAD => Ok(Part::Head(Head { created: i64::from_le_bytes(self.array()?) })),
            FILE => {
                let name = String::from_utf8(self.bytes(NAME_BYTES_MAX)?).map_err(|_| damaged())?;
                Ok(Part::File(name, self.bytes(FILE_BYTES_MAX)?))
            }
            ROW => {
                self.rows += 1;
                let shard = Shard(u16::from_le_bytes(self.array()?));
                Ok(Part::Row(shard, self.bytes(KEY_BYTES_MAX)?, self.bytes(VALUE_BYTES_MAX)?))
            }
            PIECE => {
                let name = String::from_utf8(self.bytes(NAME_BYTES_MAX)?).map_err(|_| damaged())?;
                let offset = u64::from_le_bytes(self.array()?);
                Ok(Part::Piece(name, offset, self.bytes(FILE_BYTES_MAX)?))
            }
            END if u64::from_le_bytes(self.array()?) == self.rows => Ok(Part::End),
            FAILED => {
                let reason = self.bytes(FILE_BYTES_MAX)?;
                Err(io::Error::other(String::from_utf8_lossy(&reason).into_owned()))
            }
            _ => Err(damaged()),
        }
    }

    fn bytes(&mut self, max: usize) -> io::Result<Vec<u8>> {
        let length = usize::try_from(u32::from_le_bytes(self.array()?)).map_err(io::Error::other)?;
        if length > max {
            return Err(damaged());
        }
        let mut bytes = vec![0; length];
        self.from.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.from.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "it does not read as a backup")
}

const HEAD: u8 = b'H';
const FILE: u8 = b'F';
const ROW: u8 = b'R';
const PIECE: u8 = b'P';
const END: u8 = b'E';
const FAILED: u8 = b'X';
const NAME_BYTES_MAX: usize = 255;
const FILE_BYTES_MAX: usize = 1 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> Vec<u8> {
        let mut to = Writer::new(Vec::new());
        to.head(&Head { created: 7 }).unwrap();
        to.file("master.key", b"abc").unwrap();
        to.row(Shard(9), b"key", b"value").unwrap();
        to.piece("kept/00/11", 1 << 33, b"bytes").unwrap();
        to.end().unwrap();
        to.into_inner()
    }

    #[test]
    fn parts_come_back_in_order() {
        let bytes = written();
        let mut from = Reader::new(bytes.as_slice());
        assert!(from.next().unwrap() == Part::Head(Head { created: 7 }));
        assert!(from.next().unwrap() == Part::File("master.key".into(), b"abc".to_vec()));
        assert!(from.next().unwrap() == Part::Row(Shard(9), b"key".to_vec(), b"value".to_vec()));
        assert!(from.next().unwrap() == Part::Piece("kept/00/11".into(), 1 << 33, b"bytes".to_vec()));
        assert!(from.next().unwrap() == Part::End);
    }

    #[test]
    fn whatever_is_missing_there_is_no_end() {
        let bytes = written();
        for length in 0..bytes.len() {
            let mut from = Reader::new(&bytes[..length]);
            let outcome = loop {
                match from.next() {
                    Ok(Part::End) => break Ok(()),
                    Ok(_) => {}
                    Err(error) => break Err(error),
                }
            };
            assert!(outcome.is_err(), "{length}");
        }
    }

    #[test]
    fn a_failure_says_why() {
        let mut to = Writer::new(Vec::new());
        to.failed("no disk").unwrap();
        let bytes = to.into_inner();
        assert_eq!(Reader::new(bytes.as_slice()).next().err().unwrap().to_string(), "no disk");
    }
}
