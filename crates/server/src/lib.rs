//! The edge: listeners, connections, live sessions, configuration, metrics, pages, the admin socket.
//!
//! Only this crate knows sockets, the clock of the machine and the engine. [`node`] is the server without
//! sockets, which a simulation drives; [`program`] is the whole of it as `merpati serve` runs it.

mod acme;
pub mod admin;
pub mod assembly;
pub mod backup;
pub mod carriers;
pub mod config;
pub mod data_folder;
pub mod doctor;
pub mod edge;
pub mod files;
pub mod huge_pages;
pub mod info;
pub mod last_time;
pub mod listen;
pub mod metrics;
pub mod node;
mod outgoing;
mod pictures;
mod previews;
pub mod program;
pub mod pump;
pub mod rewind;
mod store_watch;
pub mod tls;
pub mod web;
pub mod websocket;
