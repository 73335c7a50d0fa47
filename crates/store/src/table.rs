//! What a table is: a tag that stands in every key, and the types of its keys and records.

use std::marker::PhantomData;

use kv::Shard;

use crate::{
    ids::Owner,
    key::{self, Key},
};

/// One table of the key space. `tables.rs` lists them all.
pub trait Table: Send + Sync + 'static {
    /// The first byte of its keys; never used again for another table.
    const TAG: u8;
    /// Its name in errors and in the data map.
    const NAME: &'static str;
    /// The version of what is written now. A field that is added at the end and is optional needs no new one.
    const VERSION: u8;
    /// What finds a row.
    type Key: Key + Send + Sync;
    /// What a row holds.
    type Record: Record;
}

/// What can stand in a row: anything that CBOR carries.
pub trait Record: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()> + Send + Sync {}

impl<R: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()> + Send + Sync> Record for R {}

/// A table's line in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableLine {
    /// See [`Table::TAG`].
    pub tag: u8,
    /// See [`Table::NAME`].
    pub name: &'static str,
    /// See [`Table::VERSION`].
    pub version: u8,
}

/// A range of rows of one table in one shard.
pub struct Rows<T: Table> {
    pub(crate) shard: Shard,
    pub(crate) from: Vec<u8>,
    pub(crate) to: Vec<u8>,
    table: PhantomData<fn() -> T>,
}

impl<T: Table> Rows<T> {
    /// All rows of an owner (not for rows of `Owner::System`, which lie in many shards).
    pub fn of(owner: Owner) -> Self {
        Self::starting_with(owner.shard(), owner, &[])
    }

    /// All rows of the server in one shard.
    pub fn of_shard(shard: Shard) -> Self {
        Self::starting_with(shard, Owner::System, &[])
    }

    /// The rows of an owner whose row bytes begin with `row`.
    pub fn starting_with(shard: Shard, owner: Owner, row: &[u8]) -> Self {
        let mut from = key::prefix(T::TAG, owner);
        from.extend_from_slice(row);
        let to = key::behind(&from);
        Self::new(shard, from, to)
    }

    /// From `from`, which is part of it, up to `to`, which is not. Both of one owner and shard.
    pub fn between(from: &T::Key, to: &T::Key) -> Self {
        Self::new(from.shard(), key::write(T::TAG, from), key::write(T::TAG, to))
    }

    /// From `from`, which is part of it, to the owner's last row.
    pub fn since(from: &T::Key) -> Self {
        let to = key::behind(&key::prefix(T::TAG, from.owner()));
        Self::new(from.shard(), key::write(T::TAG, from), to)
    }

    /// From the owner's first row up to `to`, which is not part of it.
    pub fn before(to: &T::Key) -> Self {
        Self::new(to.shard(), key::prefix(T::TAG, to.owner()), key::write(T::TAG, to))
    }

    fn new(shard: Shard, from: Vec<u8>, to: Vec<u8>) -> Self {
        Rows { shard, from, to, table: PhantomData }
    }
}
