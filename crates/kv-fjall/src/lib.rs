//! The embedded engine: one folder, one process, group commit over fjall's log-structured tree.
//!
//! Answers come after `fdatasync` only, and nothing is read that is not on disk: fjall puts a batch into its
//! journal, syncs, and only then shows it. All keys lie in one keyspace, which `docs/write-path.md` found the
//! cheapest. Reading happens where it is asked for: a key is in memory, or one page of the page cache away.

mod commit;
mod config;
mod engine;
mod error;
mod export;
mod health;
mod journal;
mod keys;
mod marker;
mod queue;
mod read;
mod stage;

pub use config::{BeforeWrite, Config, FreeBytes, Hooks};
pub use engine::Fjall;
pub use error::OpenError;
pub use export::Export;
pub use health::{Health, Stats};
