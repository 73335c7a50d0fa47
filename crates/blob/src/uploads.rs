//! Files on their way up: parts in any order, over any number of connections, across restarts; then one whole.
//!
//! The key of an upload follows from a salt in its file, which is wiped when the file is whole and its key is kept
//! by those who refer to it. What is in memory of an upload only saves work: who finds none reads the disk again.

use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rustc_hash::FxHashMap;
use world::Chance;

use crate::{
    BlobError, COMING,
    disk::Disk,
    hex,
    seal::{Cipher, FileKey},
    slots::{self, SALT_BYTES, SLOT_BYTES},
};

/// The server's keys, as far as they are needed here.
pub trait Keys: Send + Sync {
    /// The key of an upload, out of its salt.
    fn upload_key(&self, name: &[u8; 16], salt: &[u8; 32]) -> FileKey;

    /// A keyed hash of a part of a file, by which equal files are found.
    fn hash(&self, bytes: &[u8]) -> [u8; 16];
}

/// What is wrong with the parts of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartFault {
    /// It never came, or is gone.
    #[error("part {part} is missing")]
    Missing {
        /// Which.
        part: u32,
    },
    /// A part has another size than those before it.
    #[error("part {part} has another size than those before")]
    Size {
        /// Which.
        part: u32,
    },
    /// Parts of no size that is taken.
    #[error("parts of {bytes} bytes")]
    Sizes {
        /// How many.
        bytes: usize,
    },
}

/// Durable bytes without an id.
pub struct Finished {
    /// Opens them.
    pub key: FileKey,
    /// How many there are.
    pub size: u64,
    /// The same for the same bytes.
    pub hash: [u8; 16],
    pub(crate) staged: String,
}

/// What is known of uploads, in two generations: what was not asked for since the younger was full goes.
#[derive(Default)]
pub(crate) struct Uploads(Mutex<Generations>);

#[derive(Default)]
struct Generations {
    young: FxHashMap<[u8; 16], Arc<Open>>,
    old: FxHashMap<[u8; 16], Arc<Open>>,
}

/// Uploads remembered at a time (twice as many at most); one of 4 000 MiB takes 500 KiB.
const REMEMBERED: usize = 256;

/// One upload as far as it is known in memory.
#[derive(Default)]
pub(crate) struct Open(Mutex<Known>);

#[derive(Default)]
struct Known {
    key: Option<FileKey>,
    /// Parts that were written since the server started.
    parts: BTreeMap<u32, Part>,
    unsynced: usize,
    /// It was put together: nothing more is taken.
    finished: bool,
}

#[derive(Clone, Copy)]
struct Part {
    length: usize,
    /// Of a whole slot.
    hash: [u8; 16],
}

/// So many bytes are written before the disk is told to hurry: at the end there is not much left to wait for.
const SYNC_AFTER_BYTES: usize = 32 << 20;

impl Uploads {
    pub(crate) fn open(&self, name: [u8; 16]) -> Arc<Open> {
        let mut generations = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = generations.young.get(&name) {
            return Arc::clone(open);
        }
        let open = generations.old.remove(&name).unwrap_or_default();
        if generations.young.len() >= REMEMBERED {
            generations.old = std::mem::take(&mut generations.young);
        }
        generations.young.insert(name, Arc::clone(&open));
        open
    }

    pub(crate) fn forget(&self, name: [u8; 16]) {
        let mut generations = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        generations.young.remove(&name);
        generations.old.remove(&name);
    }
}

impl Uploads {
    /// As `forget`, by the names of files in the folder of what comes up.
    pub(crate) fn forget_files(&self, names: &[String]) {
        let mut generations = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Generations { young, old } = &mut *generations;
        for known in [young, old] {
            known.retain(|name, _| !names.contains(&hex(name)));
        }
    }
}

impl Open {
    fn known(&self) -> MutexGuard<'_, Known> {
        // Every change leaves it whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) fn file_of(name: [u8; 16]) -> String {
    format!("{COMING}/{}", hex(&name))
}

pub(crate) fn save(
    disk: &dyn Disk,
    open: &Open,
    name: [u8; 16],
    part: u32,
    mut bytes: Vec<u8>,
    keys: &dyn Keys,
    chance: &dyn Chance,
) -> Result<(), BlobError> {
    let file = file_of(name);
    let key = {
        let mut known = open.known();
        match &known.key {
            Some(key) if !known.finished => key.clone(),
            _ => {
                let salt = match salt(disk, &file)? {
                    Some(salt) => salt,
                    None => {
                        let salt = chance.bytes();
                        disk.write(&file, 0, &salt)?;
                        salt
                    }
                };
                let key = keys.upload_key(&name, &salt);
                *known = Known { key: Some(key.clone()), ..Known::default() };
                key
            }
        }
    };
    let hash = keys.hash(&bytes);
    slots::write(disk, &file, &key.cipher(), part, &mut bytes)?;
    let mut known = open.known();
    known.parts.insert(part, Part { length: bytes.len(), hash });
    known.unsynced += bytes.len();
    if known.unsynced < SYNC_AFTER_BYTES {
        return Ok(());
    }
    known.unsynced = 0;
    drop(known);
    Ok(disk.sync(&file)?)
}

/// The salt of an upload; none where there is no such upload.
fn salt(disk: &dyn Disk, file: &str) -> Result<Option<[u8; SALT_BYTES]>, BlobError> {
    match disk.read(file, 0, SALT_BYTES) {
        Ok(salt) => Ok(salt.try_into().ok()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Key and lengths of all parts, if they fit together.
fn checked(
    disk: &dyn Disk,
    open: &Open,
    name: [u8; 16],
    parts: u32,
    keys: &dyn Keys,
) -> Result<(FileKey, Vec<usize>), BlobError> {
    let file = file_of(name);
    let key = match open.known().key.clone() {
        Some(key) => key,
        None => {
            let salt = salt(disk, &file)?.ok_or(PartFault::Missing { part: 0 })?;
            keys.upload_key(&name, &salt)
        }
    };
    let mut lengths: Vec<usize> = Vec::new();
    for part in 0..parts {
        let remembered = open.known().parts.get(&part).map(|known| known.length);
        let length = match remembered {
            Some(length) => length,
            None => slots::length(disk, &file, part)?.ok_or(PartFault::Missing { part })?,
        };
        let first = lengths.first().copied().unwrap_or(length);
        let last = part + 1 == parts;
        if (length != first && !last) || length > first || length == 0 {
            return Err(PartFault::Size { part }.into());
        }
        lengths.push(length);
    }
    match lengths.first() {
        None => Err(PartFault::Missing { part: 0 }.into()),
        Some(first) if parts > 1 && (first % PART_STEP_BYTES != 0 || !SLOT_BYTES.is_multiple_of(*first)) => {
            Err(PartFault::Sizes { bytes: *first }.into())
        }
        Some(_) => Ok((key, lengths)),
    }
}

/// The size of parts is a multiple of this, and divides the largest.
const PART_STEP_BYTES: usize = 1024;

pub(crate) fn finish(
    disk: &dyn Disk,
    open: &Open,
    name: [u8; 16],
    parts: u32,
    keys: &dyn Keys,
    chance: &dyn Chance,
) -> Result<Finished, BlobError> {
    let file = file_of(name);
    let (key, lengths) = checked(disk, open, name, parts, keys)?;
    let size = lengths.iter().map(|length| *length as u64).sum();
    let dense = parts == 1 || lengths.first() == Some(&SLOT_BYTES);
    if !dense {
        let finished = gather(disk, &file, &key, &lengths, keys, chance)?;
        open.known().finished = true;
        disk.remove(&file)?;
        return Ok(finished);
    }
    let mut hashes = Vec::with_capacity(lengths.len());
    let cipher = key.cipher();
    for (part, length) in (0u32..).zip(&lengths) {
        let remembered = open.known().parts.get(&part).map(|known| known.hash);
        hashes.push(match remembered {
            Some(hash) => hash,
            // From before the server started: whether the bytes came to disk as well as their head, reading tells.
            None => keys.hash(&came(disk, &file, &cipher, part, *length)?),
        });
    }
    // From here on the key is nowhere but with who refers to the file.
    open.known().finished = true;
    disk.write(&file, 0, &[0; SALT_BYTES])?;
    let staged = staged(chance);
    disk.rename(&file, &staged)?;
    disk.sync(&staged)?;
    Ok(Finished { key, size, hash: root(keys, size, &hashes), staged })
}

/// A part that came. One of which the disk has only some, since the power went, has to come again.
fn came(
    disk: &dyn Disk,
    file: &str,
    cipher: &Cipher,
    part: u32,
    length: usize,
) -> Result<Vec<u8>, BlobError> {
    slots::read(disk, file, cipher, part, length).map_err(|error| match error {
        BlobError::Damaged => PartFault::Missing { part }.into(),
        error => error,
    })
}

/// Writes small parts anew, so that every slot is full.
fn gather(
    disk: &dyn Disk,
    file: &str,
    key: &FileKey,
    lengths: &[usize],
    keys: &dyn Keys,
    chance: &dyn Chance,
) -> Result<Finished, BlobError> {
    let cipher = key.cipher();
    let mut writing = Writing::begin(disk, keys, chance)?;
    for (part, length) in (0u32..).zip(lengths) {
        writing.push(&came(disk, file, &cipher, part, *length)?)?;
    }
    writing.end()
}

pub(crate) fn store(
    disk: &dyn Disk,
    bytes: &[u8],
    keys: &dyn Keys,
    chance: &dyn Chance,
) -> Result<Finished, BlobError> {
    let mut writing = Writing::begin(disk, keys, chance)?;
    for part in bytes.chunks(SLOT_BYTES) {
        writing.push(part)?;
    }
    writing.end()
}

pub(crate) fn whole(
    disk: &dyn Disk,
    open: &Open,
    name: [u8; 16],
    parts: u32,
    max: usize,
    keys: &dyn Keys,
) -> Result<Option<Vec<u8>>, BlobError> {
    let (key, lengths) = checked(disk, open, name, parts, keys)?;
    let size: usize = lengths.iter().sum();
    if size > max {
        return Ok(None);
    }
    let (file, cipher) = (file_of(name), key.cipher());
    let mut bytes = Vec::with_capacity(size);
    for (part, length) in (0u32..).zip(&lengths) {
        bytes.extend_from_slice(&came(disk, &file, &cipher, part, *length)?);
    }
    Ok(Some(bytes))
}

/// A finished file that is being written, under a key of its own.
struct Writing<'a> {
    disk: &'a dyn Disk,
    keys: &'a dyn Keys,
    key: FileKey,
    staged: String,
    slot: Vec<u8>,
    hashes: Vec<[u8; 16]>,
    size: u64,
}

impl<'a> Writing<'a> {
    fn begin(disk: &'a dyn Disk, keys: &'a dyn Keys, chance: &dyn Chance) -> Result<Self, BlobError> {
        let (key, staged) = (FileKey::new(chance.bytes()), staged(chance));
        disk.write(&staged, 0, &[0; SALT_BYTES])?;
        Ok(Writing { disk, keys, key, staged, slot: Vec::new(), hashes: Vec::new(), size: 0 })
    }

    /// `bytes` never cross the end of a slot: the sizes of parts divide it.
    fn push(&mut self, bytes: &[u8]) -> Result<(), BlobError> {
        self.slot.extend_from_slice(bytes);
        self.size += bytes.len() as u64;
        if self.slot.len() >= SLOT_BYTES { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), BlobError> {
        let slot = u32::try_from(self.hashes.len()).map_err(io::Error::other)?;
        self.hashes.push(self.keys.hash(&self.slot));
        let written = slots::write(self.disk, &self.staged, &self.key.cipher(), slot, &mut self.slot);
        if written.is_err() {
            // What it is about has failed already; the sweep comes by later.
            let _ = self.disk.remove(&self.staged);
        }
        self.slot.clear();
        written
    }

    fn end(mut self) -> Result<Finished, BlobError> {
        if !self.slot.is_empty() {
            self.flush()?;
        }
        self.disk.sync(&self.staged)?;
        let hash = root(self.keys, self.size, &self.hashes);
        Ok(Finished { key: self.key, size: self.size, hash, staged: self.staged })
    }
}

fn staged(chance: &dyn Chance) -> String {
    format!("{COMING}/{}", hex(&chance.bytes::<20>()))
}

/// The hash of a file, out of those of its slots.
fn root(keys: &dyn Keys, size: u64, hashes: &[[u8; 16]]) -> [u8; 16] {
    let mut bytes = Vec::with_capacity(8 + hashes.len() * 16);
    bytes.extend_from_slice(&size.to_le_bytes());
    bytes.extend(hashes.iter().flatten());
    keys.hash(&bytes)
}
