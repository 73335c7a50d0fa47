//! What whoever opens the engine may choose.

use std::{io, path::PathBuf, sync::Arc};

/// Where the data lies and how much memory it may take.
#[derive(Clone)]
pub struct Config {
    /// The engine's own folder; made when it is not there.
    pub folder: PathBuf,
    /// Blocks of the tree kept in memory for reading.
    pub cache_bytes: u64,
    /// What is gathered in memory before it is handed to the tree; three times as much may lie there when the
    /// tree is slow.
    pub generation_bytes: u64,
    /// What is gathered in the log before it is handed to the tree, however little memory it takes: this much is
    /// read back at a start.
    pub log_bytes: u64,
    /// Writes are refused while the disk has less room than this: handing over and merging need some.
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
            generation_bytes: 16 << 20,
            log_bytes: 64 << 20,
            reserve_bytes: 128 << 20,
            hooks: Hooks::default(),
        }
    }
}

/// Gives the room left on a disk.
pub type FreeBytes = Arc<dyn Fn() -> io::Result<u64> + Send + Sync>;
/// Stands before something that the disk does; an error is taken as the disk's own.
pub type Before = Arc<dyn Fn() -> io::Result<()> + Send + Sync>;

/// Places where a test can be the disk.
#[derive(Clone, Default)]
pub struct Hooks {
    /// Instead of asking the file system for the room left.
    pub free_bytes: Option<FreeBytes>,
    /// Called before each write to the log.
    pub before_write: Option<Before>,
    /// Called before each sync of the log.
    pub before_sync: Option<Before>,
    /// Called before a generation is handed to the tree.
    pub before_hand_over: Option<Before>,
    /// Called before runs of the tree are merged.
    pub before_merge: Option<Before>,
    /// Called before each claim and commit that the thread takes; a test can make it wait there.
    pub before_take: Option<Arc<dyn Fn() + Send + Sync>>,
}
