//! A look at fjall's journals before fjall reads them: what follows a power cut is repaired, damage is refused.
//!
//! Fjall 3.1 cuts a journal off at the first batch that it cannot parse, also when whole batches follow, and
//! refuses to open when a batch parses but its sum is wrong, also when it is the torn last one. Here the last
//! batch, which nobody was answered for, is cut off in both cases, and anything else is named. Every batch is
//! synced before the next is written, so a power cut can tear one batch only.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use xxhash_rust::xxh3::xxh3_64;

use crate::error::OpenError;

/// Checks all journals of the folder's database; cuts off a torn end.
pub(crate) fn check(folder: &Path, database: &str) -> Result<(), OpenError> {
    let failed = |source| OpenError::Io { folder: folder.to_path_buf(), source };
    let files = match files(&folder.join(database)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        found => found.map_err(failed)?,
    };
    for (index, file) in files.iter().enumerate() {
        let bytes = fs::read(file).map_err(failed)?;
        let end = valid_end(&bytes);
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
        cut(file, end as u64).map_err(failed)?;
    }
    Ok(())
}

/// The journals of a database, oldest first.
pub(crate) fn files(database: &Path) -> io::Result<Vec<PathBuf>> {
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

fn cut(file: &Path, end: u64) -> io::Result<()> {
    let file = File::options().write(true).open(file)?;
    file.set_len(end)?;
    file.sync_all()
}

/// Where the last of the batches ends that are whole from the front.
fn valid_end(bytes: &[u8]) -> usize {
    let mut reader = Reader { bytes, at: 0 };
    let mut end = 0;
    while reader.batch().is_some() {
        end = reader.at;
    }
    end
}

/// How many batches end somewhere in these bytes, as far as their shape tells.
fn ends_of_batches(bytes: &[u8]) -> usize {
    let closes = |window: &[u8]| window.first() == Some(&TAG_END) && window.ends_with(MAGIC);
    bytes.windows(1 + 8 + MAGIC.len()).filter(|window| closes(window)).count()
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// Passes one whole batch.
    fn batch(&mut self) -> Option<()> {
        if self.byte()? != TAG_START {
            return None;
        }
        let items = u32::from_le_bytes(self.array()?);
        let _sequence_number: [u8; 8] = self.array()?;
        let from = self.at;
        for _ in 0..items {
            self.item()?;
        }
        let sum = xxh3_64(self.bytes.get(from..self.at)?);
        let ends = self.byte()? == TAG_END
            && u64::from_le_bytes(self.array()?) == sum
            && self.take(MAGIC.len())? == MAGIC;
        ends.then_some(())
    }

    fn item(&mut self) -> Option<()> {
        match self.byte()? {
            TAG_CLEAR => self.take(8).map(drop),
            TAG_ITEM => {
                // Kind of value, compression, keyspace.
                self.take(1 + 1 + 8)?;
                let key = u16::from_le_bytes(self.array()?);
                let _in_memory: [u8; 4] = self.array()?;
                let value = u32::from_le_bytes(self.array()?);
                self.take(usize::from(key))?;
                self.take(usize::try_from(value).ok()?).map(drop)
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
const MAGIC: &[u8] = b"FJL\x03";
