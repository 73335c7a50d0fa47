//! Rows in memory: what was written between two hand-overs to the tree, and lies above everything older. What is
//! overwritten or deleted here never reaches the tree.
//!
//! A shard has its own small map and its own lock: readers of one do not meet the writers of another, and a
//! small map is quick to change.

use std::{
    collections::BTreeMap,
    ops::Bound,
    sync::{
        PoisonError, RwLock, RwLockReadGuard,
        atomic::{AtomicU64, Ordering},
    },
};

use kv::{Direction, Op, SHARDS, Shard};

use crate::{key::Key, keys::OWN, ranges::Ranges};

/// One span of the history.
pub(crate) struct Generation {
    /// Counts up from one to the next.
    pub(crate) number: u64,
    /// By shard; the engine's own rows last.
    shards: Vec<RwLock<Rows>>,
    bytes: AtomicU64,
    /// The number of the last batch of the log that is in it.
    last: AtomicU64,
}

/// The rows of one shard.
#[derive(Default)]
pub(crate) struct Rows {
    /// `None`: deleted.
    pub(crate) values: BTreeMap<Key, Option<Box<[u8]>>>,
    /// What was deleted before those values were set.
    pub(crate) deleted: Ranges,
}

/// A key and its value; none where it was deleted.
pub(crate) type Row<'a> = (&'a [u8], Option<&'a [u8]>);

/// What a generation knows of a key.
pub(crate) enum Known<'a> {
    Value(&'a [u8]),
    Deleted,
    /// Older ones have to be asked.
    Nothing,
}

impl Generation {
    pub(crate) fn new(number: u64) -> Generation {
        let shards = (0..=SHARDS).map(|_| RwLock::default()).collect();
        Generation { number, shards, bytes: AtomicU64::new(0), last: AtomicU64::new(0) }
    }

    /// About what it takes in memory.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    pub(crate) fn last(&self) -> u64 {
        self.last.load(Ordering::Relaxed)
    }

    pub(crate) fn set_last(&self, last: u64) {
        self.last.store(last, Ordering::Relaxed);
    }

    pub(crate) fn rows(&self, shard: Shard) -> Option<RwLockReadGuard<'_, Rows>> {
        let rows = self.shards.get(index(shard))?;
        // A panic between two changes leaves rows that are whole one by one, and ends the engine anyway.
        Some(rows.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Applies a group, in order.
    pub(crate) fn apply(&self, shard: Shard, ops: Vec<Op>) {
        let Some(rows) = self.shards.get(index(shard)) else { return };
        let mut rows = rows.write().unwrap_or_else(PoisonError::into_inner);
        let (mut more, mut less) = (0, 0);
        for op in ops {
            let (added, removed) = rows.apply(op);
            more += added;
            less += removed;
        }
        drop(rows);
        // One thread writes.
        self.bytes.store((self.bytes() + more).saturating_sub(less), Ordering::Relaxed);
    }
}

impl Rows {
    pub(crate) fn look(&self, key: &[u8]) -> Known<'_> {
        match self.values.get(key) {
            Some(Some(value)) => Known::Value(value),
            Some(None) => Known::Deleted,
            None if self.deleted.contains(key) => Known::Deleted,
            None => Known::Nothing,
        }
    }

    /// The rows of a range that is not empty, from the end that is asked for.
    pub(crate) fn range<'a>(
        &'a self,
        from: &[u8],
        to: &[u8],
        direction: Direction,
    ) -> Box<dyn Iterator<Item = Row<'a>> + 'a> {
        let range = self.values.range::<[u8], _>((Bound::Included(from), Bound::Excluded(to)));
        let rows = range.map(|(key, value)| (&**key, value.as_deref()));
        match direction {
            Direction::Forward => Box::new(rows),
            Direction::Backward => Box::new(rows.rev()),
        }
    }

    /// Gives the bytes that came and those that went.
    fn apply(&mut self, op: Op) -> (u64, u64) {
        match op {
            Op::Set { key, value } => self.put(key, Some(value.into_boxed_slice())),
            Op::Delete { key } => self.put(key, None),
            Op::DeleteRange { from, to } if from < to => {
                let gone: Vec<Vec<u8>> =
                    self.range(&from, &to, Direction::Forward).map(|(key, _)| key.to_vec()).collect();
                let mut removed = 0;
                for key in gone {
                    let value = self.values.remove(key.as_slice()).flatten();
                    removed += weight(key.len(), value.map_or(0, |value| value.len()));
                }
                let added = weight(from.len(), to.len());
                self.deleted.add(from, to);
                (added, removed)
            }
            Op::DeleteRange { .. } => (0, 0),
        }
    }

    fn put(&mut self, key: Vec<u8>, value: Option<Box<[u8]>>) -> (u64, u64) {
        let (key_bytes, value_bytes) = (key.len(), value.as_ref().map_or(0, |value| value.len()));
        let before = self.values.insert(key.into(), value);
        let removed = before.map_or(0, |before| weight(key_bytes, before.map_or(0, |value| value.len())));
        (weight(key_bytes, value_bytes), removed)
    }
}

fn index(shard: Shard) -> usize {
    usize::from(if shard.0 == OWN { SHARDS } else { shard.0 })
}

fn weight(key: usize, value: usize) -> u64 {
    (key + value) as u64 + ROW_BYTES
}

/// A row's share of the map, and what the allocator adds, about.
const ROW_BYTES: u64 = 80;
