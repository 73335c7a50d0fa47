//! The log's files that are not written at the moment: those whose batches the tree does not have yet, and those
//! made ready for use. The commit thread takes and gives; the hand-over thread makes and frees.

use std::{
    fs, io,
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::log::{replay::ENDING, segment::Segment};

pub(crate) struct Pool {
    folder: PathBuf,
    inner: Mutex<Inner>,
}

struct Inner {
    /// Written to their end, with the number of the last batch of each.
    finished: Vec<(Segment, u64)>,
    /// Found at the start: as `finished`, but not written again.
    found: Vec<(PathBuf, u64)>,
    spares: Vec<Segment>,
    /// The size of a spare that somebody should make.
    wanted: Option<u64>,
    next_name: u64,
}

impl Pool {
    pub(crate) fn new(folder: PathBuf, found: Vec<(PathBuf, u64)>, next_name: u64) -> Pool {
        let (finished, spares) = (Vec::new(), Vec::new());
        Pool { folder, inner: Mutex::new(Inner { finished, found, spares, wanted: None, next_name }) }
    }

    /// A segment for `bytes` and more: one that is ready, or a small one made now.
    pub(crate) fn take(&self, bytes: u64) -> io::Result<Segment> {
        let mut inner = self.lock();
        if let Some(at) = inner.spares.iter().position(|spare| spare.bytes >= bytes) {
            return Ok(inner.spares.swap_remove(at));
        }
        drop(inner);
        self.make(bytes.max(SEGMENT_BYTES_FIRST))
    }

    /// Takes a segment that is full; `last` is the number of its last batch.
    pub(crate) fn give(&self, segment: Segment, last: u64) {
        self.lock().finished.push((segment, last));
    }

    /// Asks for a spare behind a segment of `bytes`, if there is none. Whether somebody has to be told.
    pub(crate) fn want(&self, bytes: u64) -> bool {
        let mut inner = self.lock();
        if !inner.spares.is_empty() || inner.wanted.is_some() {
            return false;
        }
        inner.wanted = Some((bytes * 4).min(SEGMENT_BYTES_MAX));
        true
    }

    /// Whether a spare is asked for.
    pub(crate) fn is_wanted(&self) -> bool {
        self.lock().wanted.is_some()
    }

    /// Makes the spare that is asked for.
    pub(crate) fn make_wanted(&self) -> io::Result<()> {
        let Some(bytes) = self.lock().wanted else { return Ok(()) };
        let made = self.make(bytes);
        let mut inner = self.lock();
        inner.wanted = None;
        inner.spares.push(made?);
        Ok(())
    }

    /// The tree has every batch up to `handed`: files that hold no later one are used again or removed.
    pub(crate) fn release(&self, handed: u64) -> io::Result<()> {
        let mut inner = self.lock();
        let (free, kept) =
            std::mem::take(&mut inner.finished).into_iter().partition(|(_, last)| *last <= handed);
        inner.finished = kept;
        let free: Vec<(Segment, u64)> = free;
        let mut gone = Vec::new();
        for (segment, _) in free {
            if segment.bytes == SEGMENT_BYTES_MAX && inner.spares.len() < SPARES_MAX {
                inner.spares.push(segment);
            } else {
                gone.push(segment.path);
            }
        }
        let (free, kept) =
            std::mem::take(&mut inner.found).into_iter().partition(|(_, last)| *last <= handed);
        inner.found = kept;
        let free: Vec<(PathBuf, u64)> = free;
        drop(inner);
        gone.extend(free.into_iter().map(|(path, _)| path));
        gone.into_iter().try_for_each(fs::remove_file)
    }

    /// Removes every file: the tree has all that is in them.
    pub(crate) fn clear(&self) -> io::Result<()> {
        self.release(u64::MAX)?;
        let spares = std::mem::take(&mut self.lock().spares);
        spares.into_iter().try_for_each(|spare| fs::remove_file(spare.path))
    }

    fn make(&self, bytes: u64) -> io::Result<Segment> {
        let name = {
            let mut inner = self.lock();
            inner.next_name += 1;
            inner.next_name - 1
        };
        Segment::create(self.folder.join(format!("{name}{ENDING}")), bytes)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Whole between any two statements.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Made at once where none is ready: a start should not wait for more, and many a server writes no more.
const SEGMENT_BYTES_FIRST: u64 = 256 << 10;
/// Files of this size are used again.
const SEGMENT_BYTES_MAX: u64 = 16 << 20;
/// Ready for use at most.
const SPARES_MAX: usize = 3;
