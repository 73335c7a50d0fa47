//! What can go wrong between a holder and its engine.

use crate::limits::Limit;

/// Why a group was not, or perhaps not, applied.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// The shard has been claimed since the group's epoch. Not applied.
    #[error("the shard is held under a newer epoch")]
    StaleEpoch,
    /// The group that this one depends on was not applied, so this one was not.
    #[error("the group that this one depends on failed")]
    DependencyFailed,
    /// A group of the shard queued before this one failed, so this one was not applied.
    #[error("an earlier group of the shard failed")]
    EarlierFailed,
    /// The group breaks a limit. Not applied.
    #[error("{} is {}, found {found}", limit.name(), limit.max())]
    LimitExceeded {
        /// Which bound.
        limit: Limit,
        /// What was found instead.
        found: usize,
    },
    /// The disk is full. Not applied; writes are taken again once there is room.
    #[error("the disk is full")]
    Full,
    /// The engine has stopped taking writes since a write or a sync failed; it must be opened anew. Not applied.
    #[error("the engine takes no more writes: {0}")]
    Stopped(String),
    /// It may have been applied or not: only reading it again after a restart or a claim tells.
    #[error("nobody knows whether the group was applied: {0}")]
    Unknown(String),
}

/// Why nothing could be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The shard's number is not below [`crate::SHARDS`].
    #[error("there is no shard {0}")]
    NoSuchShard(u16),
    /// The engine has been closed.
    #[error("the engine is closed")]
    Closed,
    /// The bytes on disk are not what was written.
    #[error("the data is damaged: {0}")]
    Damaged(String),
    /// The disk could not be read.
    #[error("reading failed: {0}")]
    Io(String),
}

/// Why a shard could not be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClaimError {
    /// The shard's number is not below [`crate::SHARDS`].
    #[error("there is no shard {0}")]
    NoSuchShard(u16),
    /// The engine has been closed or takes no more writes.
    #[error("the engine takes no more claims: {0}")]
    Stopped(String),
}
