//! The append log: what makes a commit durable. A batch is one record, one write and one sync; the files lie on
//! disk before they are used, so a sync has bytes to write and nothing of the file system's to wait for.
//!
//! What the tree has taken over is not needed here any more; its files are used again. Reading back is
//! `replay`'s.

use std::{io, os::unix::fs::FileExt, sync::Arc};

use kv::{Op, Shard};
use xxhash_rust::xxh3::xxh3_64;

mod buffer;
pub(crate) mod pool;
pub(crate) mod record;
pub(crate) mod replay;
mod segment;

use crate::{
    config::Hooks,
    log::{
        buffer::{BLOCK, Buffer},
        pool::Pool,
        segment::{Label, Segment},
    },
};

/// The end of the log; the commit thread's own.
pub(crate) struct Log {
    pool: Arc<Pool>,
    hooks: Hooks,
    /// Differs from start to start: it goes into the salts.
    start: u32,
    /// The number of the next batch.
    next: u64,
    active: Option<Active>,
    buffer: Buffer,
}

struct Active {
    segment: Segment,
    salt: u64,
    /// Where the next record goes.
    at: u64,
}

/// Why a batch is not in the log.
pub(crate) enum LogError {
    /// There was no room for another file. Nothing was written.
    Full,
    /// A write or a sync failed: what the disk holds now, only a start can tell.
    Failed(io::Error),
}

impl Log {
    pub(crate) fn new(pool: Arc<Pool>, hooks: Hooks, start: u32, next: u64) -> Log {
        Log { pool, hooks, start, next, active: None, buffer: Buffer::default() }
    }

    /// The number of the last batch.
    pub(crate) fn last(&self) -> u64 {
        self.next - 1
    }

    /// Writes one batch and waits until it is on disk. Gives the bytes that it takes there.
    pub(crate) fn append<'a>(
        &mut self,
        groups: impl Iterator<Item = (Shard, &'a [Op])>,
    ) -> Result<u64, LogError> {
        record::begin(&mut self.buffer);
        for (shard, ops) in groups {
            record::add(&mut self.buffer, shard, ops);
        }
        self.make_room(self.buffer.len().next_multiple_of(BLOCK) as u64)?;
        let Some(active) = &mut self.active else { return Err(LogError::Full) };
        record::finish(&mut self.buffer, self.next, active.salt);
        let bytes = self.buffer.len() as u64;
        write(&self.hooks, active, self.buffer.as_slice()).map_err(LogError::Failed)?;
        active.at += bytes;
        self.next += 1;
        self.buffer.clear();
        Ok(bytes)
    }

    /// Whether the file is so full that another should be made ready; asked for once.
    pub(crate) fn wants_spare(&self) -> bool {
        let half = |active: &&Active| active.at > active.segment.bytes / 2;
        self.active.as_ref().filter(half).is_some_and(|active| self.pool.want(active.segment.bytes))
    }

    /// Gives the file away: nothing more is written.
    pub(crate) fn end(&mut self) {
        if let Some(active) = self.active.take() {
            self.pool.give(active.segment, self.next - 1);
        }
    }

    /// Goes on in another file if this one has no room for `bytes`.
    fn make_room(&mut self, bytes: u64) -> Result<(), LogError> {
        if self.active.as_ref().is_some_and(|active| active.at + bytes <= active.segment.bytes) {
            return Ok(());
        }
        let segment = self.pool.take(bytes + BLOCK as u64).map_err(LogError::of_making)?;
        self.end();
        let salt = [u64::from(self.start).to_le_bytes(), self.next.to_le_bytes()].concat();
        let label = Label { first: self.next, salt: xxh3_64(&salt) };
        segment.label(label).map_err(LogError::Failed)?;
        self.active = Some(Active { segment, salt: label.salt, at: BLOCK as u64 });
        Ok(())
    }
}

impl LogError {
    fn of_making(error: io::Error) -> LogError {
        if error.kind() == io::ErrorKind::StorageFull { LogError::Full } else { LogError::Failed(error) }
    }
}

fn write(hooks: &Hooks, active: &Active, record: &[u8]) -> io::Result<()> {
    if let Some(before_write) = &hooks.before_write {
        before_write()?;
    }
    active.segment.file.write_all_at(record, active.at)?;
    if let Some(before_sync) = &hooks.before_sync {
        before_sync()?;
    }
    active.segment.file.sync_data()
}

#[cfg(test)]
mod tests;
