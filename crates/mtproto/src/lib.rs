//! Transports, key exchange, envelopes and sessions: a machine without I/O.
//!
//! Everything here takes bytes, a time and chance, and gives bytes and events; sockets, storage and threads
//! belong to the caller. It knows the service schema, never the API's own types.

pub mod auth_key;
pub mod bind;
pub mod client;
pub mod envelope;
pub mod gzip;
pub mod handshake;
pub mod invocation;
pub mod plain;
pub mod salts;
mod service;
pub mod session;
pub mod transport;
