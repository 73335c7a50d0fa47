//! Whether the engine takes writes, and what it has done so far.

use std::sync::{
    Mutex, OnceLock, PoisonError,
    atomic::{AtomicU64, Ordering},
};

/// Whether writes are taken. Reads go on in every state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Health {
    /// All is well.
    Writing,
    /// The disk has no room to spare; heals by itself when it has again.
    Full,
    /// A write or a sync failed. The process must start anew and read what is on disk; nothing is tried again.
    Stopped(String),
}

/// What the engine has done since it was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Calls of `fdatasync` for commits.
    pub syncs: u64,
    /// Groups that reached the disk.
    pub groups: u64,
    /// Groups that were refused or failed.
    pub failed: u64,
    /// Bytes of keys and values in those writes.
    pub bytes: u64,
}

pub(crate) struct Monitor {
    health: Mutex<Health>,
    syncs: AtomicU64,
    groups: AtomicU64,
    failed: AtomicU64,
    bytes: AtomicU64,
    merging_failed: OnceLock<String>,
}

impl Monitor {
    pub(crate) fn new() -> Self {
        let none = || AtomicU64::new(0);
        Monitor {
            health: Mutex::new(Health::Writing),
            syncs: none(),
            groups: none(),
            failed: none(),
            bytes: none(),
            merging_failed: OnceLock::new(),
        }
    }

    pub(crate) fn health(&self) -> Health {
        self.health.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Once stopped, nothing changes any more.
    pub(crate) fn set(&self, health: Health) {
        let mut now = self.health.lock().unwrap_or_else(PoisonError::into_inner);
        if !matches!(*now, Health::Stopped(_)) {
            *now = health;
        }
    }

    pub(crate) fn written(&self, bytes: u64) {
        self.syncs.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(crate) fn count(&self, groups: u64, failed: u64) {
        self.groups.fetch_add(groups, Ordering::Relaxed);
        self.failed.fetch_add(failed, Ordering::Relaxed);
    }

    pub(crate) fn merging_failed(&self, reason: String) {
        // The first one says it.
        let _first = self.merging_failed.set(reason);
    }

    pub(crate) fn merging_failure(&self) -> Option<String> {
        self.merging_failed.get().cloned()
    }

    pub(crate) fn stats(&self) -> Stats {
        Stats {
            syncs: self.syncs.load(Ordering::Relaxed),
            groups: self.groups.load(Ordering::Relaxed),
            failed: self.failed.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
        }
    }
}
