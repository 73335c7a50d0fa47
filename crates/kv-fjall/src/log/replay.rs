//! Reading the log back at the start: every batch that the tree does not have yet, in order, exactly once.
//!
//! Every batch is on disk before the next is written, so a power cut can tear the last one only: it was not
//! answered and is left out. Anything else that cannot be read is damage, is named, and nothing is changed.

use std::{
    fs::{self, File},
    io,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
};

use crate::{
    error::OpenError,
    log::{
        buffer::BLOCK,
        record::{self, Head, Part},
        segment::{Label, Labelled},
    },
};

/// What lies in the folder.
pub(crate) struct Found {
    /// The number of the next batch.
    pub(crate) next: u64,
    /// Each file with the number of its last batch.
    pub(crate) files: Vec<(PathBuf, u64)>,
    /// Names from here on are free.
    pub(crate) next_name: u64,
}

/// Gives every batch above `handed` to `apply`. Files without any batch that is still needed are removed.
pub(crate) fn replay(
    folder: &Path,
    handed: u64,
    mut apply: impl FnMut(Vec<Part>),
) -> Result<Found, OpenError> {
    let failed = |source| OpenError::Io { folder: folder.to_path_buf(), source };
    let mut found = Found { next: handed + 1, files: Vec::new(), next_name: 0 };
    let (mut segments, mut empty) = (Vec::new(), Vec::new());
    for (name, path) in files(folder).map_err(failed)? {
        found.next_name = name + 1;
        let file = File::open(&path).map_err(failed)?;
        match Label::read(&file).map_err(failed)? {
            Labelled::Yes(label) => segments.push((label, path, file)),
            Labelled::Never => empty.push(path),
            Labelled::Damaged => return Err(OpenError::Journal { file: path, at: 0 }),
        }
    }
    segments.sort_by_key(|(label, ..)| label.first);
    if let Some((label, ..)) = segments.first().filter(|(label, ..)| label.first > handed + 1) {
        let (folder, from) = (folder.to_path_buf(), handed + 1);
        let reason = format!("the log's batches {from} to {} are not there", label.first - 1);
        return Err(OpenError::Damaged { folder, reason });
    }
    let mut segments = segments.into_iter().peekable();
    while let Some((label, path, file)) = segments.next() {
        // What a next segment begins with was written anew there: a torn batch at the end of this one is gone.
        let end = segments.peek().map(|(next, ..)| next.first);
        let mut last = 0;
        if end.is_none_or(|end| end > handed + 1) {
            let reader = Reader::new(file, label).map_err(failed)?;
            last = read(reader, &path, handed, end, &mut apply)? - 1;
            found.next = found.next.max(last + 1);
        }
        // One that holds nothing must not stand beside the one that is begun with the same number.
        if last <= handed || last < label.first { empty.push(path) } else { found.files.push((path, last)) }
    }
    empty.into_iter().try_for_each(fs::remove_file).map_err(failed)?;
    Ok(found)
}

/// Reads one segment up to the batch `end`; gives the number behind its last batch.
fn read(
    mut reader: Reader,
    path: &Path,
    handed: u64,
    end: Option<u64>,
    apply: &mut impl FnMut(Vec<Part>),
) -> Result<u64, OpenError> {
    let failed = |source| OpenError::Io { folder: path.to_path_buf(), source };
    let damaged = |at| OpenError::Journal { file: path.to_path_buf(), at };
    while end.is_none_or(|end| reader.sequence < end) {
        let (at, sequence) = (reader.at, reader.sequence);
        let Some(record) = reader.next().map_err(failed)? else { break };
        if sequence > handed {
            apply(record::parts(&record).ok_or_else(|| damaged(at))?);
        }
    }
    let torn = match end {
        Some(end) => reader.sequence == end,
        None => !reader.goes_on().map_err(failed)?,
    };
    // What cannot be read is in the tree already when its number is not above `handed`.
    if torn || end.is_some_and(|end| end <= handed + 1) {
        Ok(reader.sequence)
    } else {
        Err(damaged(reader.at))
    }
}

/// The log's files by their names, lowest first.
fn files(folder: &Path) -> io::Result<Vec<(u64, PathBuf)>> {
    let mut named = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let number =
            name.and_then(|name| name.strip_suffix(ENDING)).and_then(|stem| stem.parse::<u64>().ok());
        named.extend(number.map(|number| (number, path)));
    }
    named.sort();
    Ok(named)
}

/// Reads whole records of one segment, one behind the other.
struct Reader {
    file: File,
    bytes: u64,
    salt: u64,
    /// Where the next record begins.
    at: u64,
    /// The number that it must have.
    sequence: u64,
}

impl Reader {
    fn new(file: File, label: Label) -> io::Result<Reader> {
        let bytes = file.metadata()?.len();
        Ok(Reader { file, bytes, salt: label.salt, at: BLOCK as u64, sequence: label.first })
    }

    /// `None` where no whole record with the expected number begins.
    fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        let Some((head, record)) = self.record(self.at, |sequence| sequence == self.sequence)? else {
            return Ok(None);
        };
        self.at += head.blocks() as u64;
        self.sequence += 1;
        Ok(Some(record))
    }

    fn record(&self, at: u64, wanted: impl Fn(u64) -> bool) -> io::Result<Option<(Head, Vec<u8>)>> {
        let mut block = [0; BLOCK];
        let length = self.read_at(&mut block, at)?;
        let head = block.get(..length).and_then(Head::read).filter(|head| wanted(head.sequence));
        let Some(head) = head.filter(|head| at + head.bytes as u64 <= self.bytes) else { return Ok(None) };
        let mut record = vec![0; head.bytes];
        let (first, rest) = record.split_at_mut(head.bytes.min(BLOCK));
        first.copy_from_slice(block.get(..first.len()).unwrap_or_default());
        self.file.read_exact_at(rest, at + BLOCK as u64)?;
        Ok(record::is_whole(&record, self.salt).then_some((head, record)))
    }

    /// Whether a whole record stands somewhere behind the first that cannot be read.
    fn goes_on(&self) -> io::Result<bool> {
        let mut chunk = vec![0; CHUNK];
        let mut from = self.at + BLOCK as u64;
        while from < self.bytes {
            let length = self.read_at(&mut chunk, from)?;
            for (index, block) in chunk.get(..length).unwrap_or_default().chunks(BLOCK).enumerate() {
                let later = |sequence| sequence > self.sequence;
                let at = from + (index * BLOCK) as u64;
                if Head::read(block).is_some_and(|head| later(head.sequence))
                    && self.record(at, later)?.is_some()
                {
                    return Ok(true);
                }
            }
            from += CHUNK as u64;
        }
        Ok(false)
    }

    /// As much of `bytes` as the file has there.
    fn read_at(&self, bytes: &mut [u8], at: u64) -> io::Result<usize> {
        let here = usize::try_from(self.bytes.saturating_sub(at)).unwrap_or(usize::MAX).min(bytes.len());
        self.file.read_exact_at(bytes.get_mut(..here).unwrap_or_default(), at)?;
        Ok(here)
    }
}

/// What the names of the log's files end with.
pub(crate) const ENDING: &str = ".log";
const CHUNK: usize = 1 << 20;

/// Whether the record that begins at `place` is whole and has this number, in a file that ends at `end`.
#[cfg(test)]
pub(crate) fn whole_at(file: &File, salt: u64, place: u64, number: u64, end: u64) -> io::Result<bool> {
    let file = file.try_clone()?;
    let mut reader = Reader { file, bytes: end, salt, at: place, sequence: number };
    Ok(reader.next()?.is_some())
}
