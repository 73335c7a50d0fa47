//! Files in memory, for tests and simulations: nothing is ever idle, nothing fails.

use std::{
    collections::BTreeMap,
    io,
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::disk::{Disk, Listed};

/// See the top of the file.
#[derive(Default)]
pub struct Memory(Mutex<BTreeMap<String, Pieces>>);

/// What was written at which offset: most of a file of parts that has not come whole is holes.
type Pieces = BTreeMap<u64, Vec<u8>>;

impl Memory {
    fn files(&self) -> MutexGuard<'_, BTreeMap<String, Pieces>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn length(pieces: &Pieces) -> u64 {
    pieces.iter().map(|(offset, bytes)| offset + bytes.len() as u64).max().unwrap_or(0)
}

impl Disk for Memory {
    fn write(&self, name: &str, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let mut files = self.files();
        let piece = files.entry(name.to_owned()).or_default().entry(offset).or_default();
        piece.splice(..bytes.len().min(piece.len()), bytes.iter().copied());
        Ok(())
    }

    fn read(&self, name: &str, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        let files = self.files();
        let pieces = files.get(name).ok_or(io::ErrorKind::NotFound)?;
        let end = offset.saturating_add(length as u64).min(self::length(pieces)).max(offset);
        let mut read = vec![0; usize::try_from(end - offset).map_err(io::Error::other)?];
        for (at, bytes) in pieces.range(..end) {
            let (from, to) = (offset.max(*at), end.min(at + bytes.len() as u64));
            if from < to {
                let place = (from - offset) as usize..(to - offset) as usize;
                let part = (from - at) as usize..(to - at) as usize;
                if let (Some(place), Some(part)) = (read.get_mut(place), bytes.get(part)) {
                    place.copy_from_slice(part);
                }
            }
        }
        Ok(read)
    }

    fn sync(&self, _name: &str) -> io::Result<()> {
        Ok(())
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut files = self.files();
        let file = files.remove(from).ok_or(io::ErrorKind::NotFound)?;
        files.insert(to.to_owned(), file);
        Ok(())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.files().remove(name);
        Ok(())
    }

    fn list(&self, folder: &str) -> io::Result<Vec<Listed>> {
        let files = self.files();
        let of_folder = files.iter().filter_map(|(name, pieces)| {
            let name = name.strip_prefix(folder)?.strip_prefix('/')?;
            Some(Listed { name: name.to_owned(), length: length(pieces), idle_seconds: 0 })
        });
        Ok(of_folder.collect())
    }
}
