//! What whoever opens the engine may choose.

use std::{io, path::PathBuf, sync::Arc};

/// Where the data lies and how much memory it may take.
#[derive(Clone)]
pub struct Config {
    /// The engine's own folder; made when it is not there.
    pub folder: PathBuf,
    /// Blocks kept in memory for reading.
    pub cache_bytes: u64,
    /// What is gathered in memory, and in the journal, before it is written out sorted.
    pub memtable_bytes: u64,
    /// Writes are refused while the disk has less room than this: writing out and merging need some.
    pub reserve_bytes: u64,
    /// For tests of failure; `Hooks::default()` otherwise.
    pub hooks: Hooks,
}

impl Config {
    /// The usual: small at rest.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Config {
            folder: folder.into(),
            cache_bytes: 8 << 20,
            memtable_bytes: 16 << 20,
            reserve_bytes: 128 << 20,
            hooks: Hooks::default(),
        }
    }
}

/// Gives the room left on a disk.
pub type FreeBytes = Arc<dyn Fn() -> io::Result<u64> + Send + Sync>;
/// Stands before a write; an error is taken as the write's own.
pub type BeforeWrite = Arc<dyn Fn() -> io::Result<()> + Send + Sync>;

/// Places where a test can be the disk.
#[derive(Clone, Default)]
pub struct Hooks {
    /// Instead of asking the file system for the room left.
    pub free_bytes: Option<FreeBytes>,
    /// Called before each write to the journal.
    pub before_write: Option<BeforeWrite>,
    /// Called before each claim and commit that the thread takes; a test can make it wait there.
    pub before_take: Option<Arc<dyn Fn() + Send + Sync>>,
}
