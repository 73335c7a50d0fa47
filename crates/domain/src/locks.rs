//! Locks by key: what reads a record, decides and writes it holds the lock of its key meanwhile.
//!
//! A fixed number of locks is shared by all keys, so memory is bounded; two keys that share one only wait for
//! each other. Whoever takes two takes them in one call, which orders them.

use std::hash::{BuildHasher, Hash};

use rustc_hash::FxBuildHasher;
use tokio::sync::{Mutex, MutexGuard};

/// A power of two, large enough that strangers seldom meet.
const LOCKS: usize = 256;

/// Locks for all keys of one kind.
pub(crate) struct Locks(Vec<Mutex<()>>);

impl Locks {
    /// All free.
    pub(crate) fn new() -> Self {
        Locks((0..LOCKS).map(|_| Mutex::new(())).collect())
    }

    /// Waits for the lock of `key`.
    pub(crate) async fn of(&self, key: impl Hash) -> Option<MutexGuard<'_, ()>> {
        Some(self.0.get(index(key))?.lock().await)
    }

    /// Waits for the locks of two keys, in an order that is the same for everybody.
    pub(crate) async fn of_both(
        &self,
        one: impl Hash,
        other: impl Hash,
    ) -> (Option<MutexGuard<'_, ()>>, Option<MutexGuard<'_, ()>>) {
        let (one, other) = (index(one), index(other));
        let first = match self.0.get(one.min(other)) {
            Some(lock) => Some(lock.lock().await),
            None => None,
        };
        let second = match self.0.get(one.max(other)) {
            Some(lock) if one != other => Some(lock.lock().await),
            _ => None,
        };
        (first, second)
    }
}

fn index(key: impl Hash) -> usize {
    // The upper bits: FxHash mixes upwards.
    (FxBuildHasher.hash_one(key) >> 32) as usize % LOCKS
}
