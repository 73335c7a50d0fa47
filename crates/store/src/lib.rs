//! The key space in one table: versioned, sealed records and typed access.
//!
//! Everything that is kept goes through here, and nothing goes to the engine that is not sealed. What a record
//! means is its reader's; how boxes follow from logs is `boxes`'.

mod batch;
mod commit;
mod error;
mod hash_key;
pub mod ids;
pub mod key;
mod open;
mod owners;
pub mod records;
mod seal;
mod shards;
mod store;
pub mod table;
pub mod tables;
mod together;

pub use batch::{Batch, GroupId, Hold};
pub use error::StoreError;
pub use hash_key::HashKey;
pub use kv::{CommitError, Direction, Epoch, Shard};
pub use open::FORMAT;
pub use seal::MasterKey;
pub use store::Store;
pub use table::{Rows, Table};
pub use together::{Found, Together};
