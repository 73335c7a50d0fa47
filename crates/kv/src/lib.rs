//! The seam to whatever keeps the bytes: a trait that fits a screen, its limits, an in-memory model and the
//! one suite that every engine passes.
//!
//! An engine knows shards, keys and values as bytes. What they mean, how they are sealed and which row lies
//! where is `store`'s. An engine shows a reader durable data only: a write is seen by nobody before it has
//! reached the disk, so that nothing that was seen can be lost.

#![forbid(unsafe_code)]

use std::{future::Future, pin::Pin};

pub mod contract;
mod error;
pub mod fence;
pub mod limits;
pub mod memory;
pub mod reply;

pub use error::{ClaimError, CommitError, ReadError};

/// A future that can be sent between threads and owns or borrows for `'a` (the same type as
/// `world::BoxFuture`; this floor depends on none).
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A key and its value, as a scan gives them.
pub type Pair = (Vec<u8>, Vec<u8>);

/// Owners are hashed into this many shards, for ever: a shard stands in every key on disk.
pub const SHARDS: u16 = 4096;

/// The unit of atomicity and of holding; below [`SHARDS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shard(pub u16);

/// The proof that its bearer holds a shard: the engine takes writes with the newest epoch alone. 0 is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Epoch(pub u64);

/// One change to one shard. The keys and values may hold anything, so it has no Debug.
#[derive(Clone, PartialEq, Eq)]
pub enum Op {
    /// Writes a value, whatever stood there.
    Set {
        /// At most [`limits::KEY_BYTES_MAX`], not empty.
        key: Vec<u8>,
        /// At most [`limits::VALUE_BYTES_MAX`].
        value: Vec<u8>,
    },
    /// Removes a key; it need not exist.
    Delete {
        /// As in `Set`.
        key: Vec<u8>,
    },
    /// Removes every key in `from..to` that stands there before this group, and those that earlier
    /// operations of this group have set.
    DeleteRange {
        /// The first key that goes.
        from: Vec<u8>,
        /// The first key that stays.
        to: Vec<u8>,
    },
}

/// Changes to one shard that are applied whole or not at all.
#[derive(Clone, PartialEq, Eq)]
pub struct Group {
    /// The shard of every operation.
    pub shard: Shard,
    /// What [`Engine::claim`] gave when the state was read on which this group was decided.
    pub epoch: Epoch,
    /// Applied in order; a later one wins.
    pub ops: Vec<Op>,
    /// The index of an earlier group of the same batch: this group is applied only if that one is, and is
    /// never durable before it.
    pub depends_on: Option<usize>,
}

/// Which end of the range a scan begins at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the least key up.
    Forward,
    /// From the greatest key down.
    Backward,
}

/// What keeps the bytes.
///
/// Groups of one shard are applied in the order in which `commit` was called. When one fails, or nobody knows
/// what became of it, every later group of that shard fails with [`CommitError::EarlierFailed`] until the
/// shard is claimed again: the holder has to read its heads anew before it decides further.
pub trait Engine: Send + Sync {
    /// The value of one key.
    fn get<'a>(&'a self, shard: Shard, key: &'a [u8]) -> BoxFuture<'a, Result<Option<Vec<u8>>, ReadError>>;

    /// The values of many keys of one shard, in the order of the keys, as of one moment.
    fn get_many<'a>(
        &'a self,
        shard: Shard,
        keys: &'a [Vec<u8>],
    ) -> BoxFuture<'a, Result<Vec<Option<Vec<u8>>>, ReadError>>;

    /// The first `limit` pairs of `from..to` from the end that `direction` names. An empty or reversed range
    /// gives none.
    fn scan<'a>(
        &'a self,
        shard: Shard,
        from: &'a [u8],
        to: &'a [u8],
        limit: usize,
        direction: Direction,
    ) -> BoxFuture<'a, Result<Vec<Pair>, ReadError>>;

    /// Applies groups, each with its own result. The call itself puts them in the queue, in order; the future
    /// waits for the outcome only and may be dropped. `Ok` says that the group is on disk.
    fn commit(&self, batch: Vec<Group>) -> BoxFuture<'static, Vec<Result<(), CommitError>>>;

    /// Takes a shard: from here on the returned epoch alone may write to it. Whatever was queued under an
    /// older one has then either been applied and can be read, or never will be.
    fn claim(&self, shard: Shard) -> BoxFuture<'_, Result<Epoch, ClaimError>>;
}
