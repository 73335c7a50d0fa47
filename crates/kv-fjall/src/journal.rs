//! Reading the journals of format 1, in which fjall kept what the tree did not have yet.
//!
//! Every batch was synced before the next was written, so a power cut can have torn the last one only: it is left
//! out. Anything else that cannot be read is named. Much of a journal may lie in the tree already; since its last
//! word on a key is the newest that there is, reading all of it again changes nothing.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use xxhash_rust::xxh3::xxh3_64;

use crate::error::OpenError;

/// Gives every write of all journals of the database to `apply`, in order: a key on disk and its value, or none.
pub(crate) fn read(database: &Path, mut apply: impl FnMut(&[u8], Option<&[u8]>)) -> Result<(), OpenError> {
    let failed = |source| OpenError::Io { folder: database.to_path_buf(), source };
    let files = files(database).map_err(failed)?;
    for (index, file) in files.iter().enumerate() {
        let bytes = fs::read(file).map_err(failed)?;
        let mut reader = Reader { bytes: &bytes, at: 0 };
        let mut end = 0;
        while let Some(items) = reader.batch() {
            end = reader.at;
            items.into_iter().for_each(|(key, value)| apply(key, value));
        }
        let rest = bytes.get(end..).unwrap_or_default();
        if rest.iter().all(|byte| *byte == 0) {
            // Room that fjall set aside.
            continue;
        }
        // An older journal was synced whole before the next was begun.
        let is_last = index + 1 == files.len();
        if !is_last || ends_of_batches(rest) > 1 {
            return Err(OpenError::Journal { file: file.clone(), at: end as u64 });
        }
    }
    Ok(())
}

/// The journals of a database, oldest first.
fn files(database: &Path) -> io::Result<Vec<PathBuf>> {
    let mut numbered = Vec::new();
    for entry in fs::read_dir(database)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let number =
            name.and_then(|name| name.strip_suffix(".jnl")).and_then(|stem| stem.parse::<u64>().ok());
        if let Some(number) = number {
            numbered.push((number, path));
        }
    }
    numbered.sort();
    Ok(numbered.into_iter().map(|(_, path)| path).collect())
}

/// How many batches end somewhere in these bytes, as far as their shape tells.
fn ends_of_batches(bytes: &[u8]) -> usize {
    let closes = |window: &[u8]| window.first() == Some(&TAG_END) && window.ends_with(MAGIC);
    bytes.windows(1 + 8 + MAGIC.len()).filter(|window| closes(window)).count()
}

/// A key and its value; none where it was deleted.
type Item<'a> = (&'a [u8], Option<&'a [u8]>);

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// The writes to the rows in one whole batch.
    fn batch(&mut self) -> Option<Vec<Item<'a>>> {
        if self.byte()? != TAG_START {
            return None;
        }
        let count = u32::from_le_bytes(self.array()?);
        let _sequence_number: [u8; 8] = self.array()?;
        let from = self.at;
        let mut items = Vec::new();
        for _ in 0..count {
            items.extend(self.item()?);
        }
        let sum = xxh3_64(self.bytes.get(from..self.at)?);
        let ends = self.byte()? == TAG_END
            && u64::from_le_bytes(self.array()?) == sum
            && self.take(MAGIC.len())? == MAGIC;
        ends.then_some(items)
    }

    /// One item; of the rows, what it says.
    fn item(&mut self) -> Option<Option<Item<'a>>> {
        match self.byte()? {
            TAG_CLEAR => self.take(8).map(|_| None),
            TAG_ITEM => {
                let [kind, _compression] = self.array()?;
                let keyspace = u64::from_le_bytes(self.array()?);
                let key = u16::from_le_bytes(self.array()?);
                let _in_memory: [u8; 4] = self.array()?;
                let value = u32::from_le_bytes(self.array()?);
                let key = self.take(usize::from(key))?;
                let value = self.take(usize::try_from(value).ok()?)?;
                let item = (key, (kind == KIND_VALUE).then_some(value));
                Some((keyspace == ROWS).then_some(item))
            }
            _ => None,
        }
    }

    fn byte(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(count)?)?;
        self.at += count;
        Some(taken)
    }
}

// As fjall 3.1 writes them (`journal/entry.rs`, `file.rs`).
const TAG_START: u8 = 1;
const TAG_ITEM: u8 = 2;
const TAG_END: u8 = 3;
const TAG_CLEAR: u8 = 4;
const KIND_VALUE: u8 = 0;
/// The keyspace of all rows was the first that was made, behind fjall's own.
const ROWS: u64 = 1;
const MAGIC: &[u8] = b"FJL\x03";
