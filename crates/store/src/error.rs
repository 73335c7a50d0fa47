//! What can go wrong between a typed row and its bytes.

use kv::{ClaimError, CommitError, ReadError};

/// Why the store did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The engine could not read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The engine did not, or perhaps not, apply a group.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// The engine did not give the shard.
    #[error(transparent)]
    Claim(#[from] ClaimError),
    /// A row does not open under its owner's key, its place and its version: damaged, moved or forged.
    #[error("a row of {table} is not what was written there")]
    Refused {
        /// The table's name.
        table: &'static str,
    },
    /// A row opens, but holds no record of its table.
    #[error("a row of {table} cannot be read: {reason}")]
    Malformed {
        /// The table's name.
        table: &'static str,
        /// What the decoder says; it names types and places, no contents.
        reason: String,
    },
    /// A newer server wrote this row.
    #[error("a row of {table} has version {found}, this server knows {known}")]
    Newer {
        /// The table's name.
        table: &'static str,
        /// The row's version.
        found: u8,
        /// The newest version that this server reads.
        known: u8,
    },
    /// A newer server wrote this store.
    #[error("the store has format {found}, this server knows {known}")]
    NewerFormat {
        /// The store's format.
        found: u32,
        /// The newest format that this server reads.
        known: u32,
    },
    /// The master key is not the one that the store was made with.
    #[error("the master key does not open this store")]
    WrongMasterKey,
    /// A record could not be written as CBOR.
    #[error("a record of {table} cannot be written: {reason}")]
    Unwritable {
        /// The table's name.
        table: &'static str,
        /// What the encoder says.
        reason: String,
    },
    /// The group that an operation was meant for is not there or lies in another shard.
    #[error("a row of {table} does not belong to the shard of its group")]
    WrongShard {
        /// The table's name.
        table: &'static str,
    },
}
