//! The embedded engine: one folder, one process. A log of its own makes commits durable, rows in memory answer
//! for what is new, and fjall's log-structured tree, which gets sorted runs, for everything older.
//!
//! Answers come after `fdatasync` only, and nothing is read that is not on disk. All keys lie in one tree, which
//! `docs/write-path.md` found the cheapest. Reading happens where it is asked for: a key is in memory, or one
//! page of the page cache away.

mod commit;
mod config;
mod engine;
mod error;
mod export;
mod generation;
mod handover;
mod health;
mod journal;
mod key;
mod keys;
mod log;
mod marker;
mod merge;
mod open;
mod overlay;
mod queue;
mod ranges;
mod read;
mod signal;
mod tree;
mod upgrade;

pub use config::{Before, Config, FreeBytes, Hooks};
pub use engine::Fjall;
pub use error::OpenError;
pub use export::Export;
pub use health::{Health, Stats};
