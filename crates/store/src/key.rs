//! Keys of rows: how a typed key becomes the bytes that an engine sorts, and back.
//!
//! A key on disk is the table's tag, the owner's kind and number, then the row. Numbers are written so that
//! bytes sort as the numbers do. `docs/write-path.md` has the figures behind this order.

use kv::Shard;

use crate::ids::{Owner, Pts, UserId, spread};

/// The typed key of a row.
pub trait Key: Sized {
    /// Whose key seals the row.
    fn owner(&self) -> Owner;

    /// Where the row lies.
    fn shard(&self) -> Shard {
        self.owner().shard()
    }

    /// Appends what tells this row from the owner's others.
    fn write_row(&self, row: &mut Vec<u8>);

    /// Reads back what `write_row` wrote; `None` if these bytes are no such row.
    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self>;
}

/// A row's bytes, read from the front.
pub struct Row<'a>(&'a [u8]);

impl<'a> Row<'a> {
    /// The next `N` bytes.
    pub fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*first)
    }

    /// The next byte.
    pub fn byte(&mut self) -> Option<u8> {
        self.bytes::<1>().map(|[byte]| byte)
    }

    /// The next number as [`push_int`] wrote it.
    pub fn int(&mut self) -> Option<i32> {
        self.bytes().map(|bytes| (u32::from_be_bytes(bytes) ^ (1 << 31)).cast_signed())
    }

    /// The next number as [`push_long`] wrote it.
    pub fn long(&mut self) -> Option<i64> {
        self.bytes().map(|bytes| (u64::from_be_bytes(bytes) ^ (1 << 63)).cast_signed())
    }

    /// All bytes that are left.
    pub fn rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.0)
    }
}

/// Appends a number so that bytes sort as numbers do, negative ones first.
pub fn push_int(row: &mut Vec<u8>, number: i32) {
    row.extend_from_slice(&(number.cast_unsigned() ^ (1 << 31)).to_be_bytes());
}

/// As [`push_int`], for 64 bits.
pub fn push_long(row: &mut Vec<u8>, number: i64) {
    row.extend_from_slice(&(number.cast_unsigned() ^ (1 << 63)).to_be_bytes());
}

/// The one row of an owner.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OfOwner(pub Owner);

/// The one row of a user.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfUser(pub UserId);

/// A row of an owner by pts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByPts {
    /// Whose log.
    pub owner: Owner,
    /// The position.
    pub pts: Pts,
}

/// A row of a user by a number (another user, a session …).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByNumber {
    /// Whose row.
    pub user: UserId,
    /// Which one.
    pub number: i64,
}

/// A row of the server by a number, in that number's shard (auth keys).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Numbered(pub i64);

/// A row of the server by a keyed hash, in that hash's shard (phones, usernames: `Store::keyed_hash`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hashed(pub [u8; 16]);

/// A row of a shard itself, by bytes (its dirty list, its due queue).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OfShard {
    /// Which shard.
    pub shard: Shard,
    /// Which row.
    pub row: Vec<u8>,
}

/// The only row of its table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Only;

impl Key for OfOwner {
    fn owner(&self) -> Owner {
        self.0
    }

    fn write_row(&self, _row: &mut Vec<u8>) {}

    fn read_row(owner: Owner, _row: &mut Row<'_>) -> Option<Self> {
        Some(OfOwner(owner))
    }
}

impl Key for OfUser {
    fn owner(&self) -> Owner {
        Owner::User(self.0)
    }

    fn write_row(&self, _row: &mut Vec<u8>) {}

    fn read_row(owner: Owner, _row: &mut Row<'_>) -> Option<Self> {
        user(owner).map(OfUser)
    }
}

impl Key for ByPts {
    fn owner(&self) -> Owner {
        self.owner
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_int(row, self.pts);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(ByPts { owner, pts: row.int()? })
    }
}

impl Key for ByNumber {
    fn owner(&self) -> Owner {
        Owner::User(self.user)
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_long(row, self.number);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(ByNumber { user: user(owner)?, number: row.long()? })
    }
}

impl Key for Numbered {
    fn owner(&self) -> Owner {
        Owner::System
    }

    fn shard(&self) -> Shard {
        spread(self.0.cast_unsigned())
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_long(row, self.0);
    }

    fn read_row(_owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        row.long().map(Numbered)
    }
}

impl Key for Hashed {
    fn owner(&self) -> Owner {
        Owner::System
    }

    fn shard(&self) -> Shard {
        let [a, b, c, d, e, f, g, h, ..] = self.0;
        spread(u64::from_le_bytes([a, b, c, d, e, f, g, h]))
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        row.extend_from_slice(&self.0);
    }

    fn read_row(_owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        row.bytes().map(Hashed)
    }
}

impl Key for OfShard {
    fn owner(&self) -> Owner {
        Owner::System
    }

    fn shard(&self) -> Shard {
        self.shard
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        // The shard stands in the row too: the same row of two shards is sealed differently.
        row.extend_from_slice(&self.shard.0.to_be_bytes());
        row.extend_from_slice(&self.row);
    }

    fn read_row(_owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(OfShard { shard: Shard(u16::from_be_bytes(row.bytes()?)), row: row.rest().to_vec() })
    }
}

impl Key for Only {
    fn owner(&self) -> Owner {
        Owner::System
    }

    fn write_row(&self, _row: &mut Vec<u8>) {}

    fn read_row(_owner: Owner, _row: &mut Row<'_>) -> Option<Self> {
        Some(Only)
    }
}

fn user(owner: Owner) -> Option<UserId> {
    match owner {
        Owner::User(user) => Some(user),
        _ => None,
    }
}

/// What all rows of a table and an owner begin with.
pub(crate) fn prefix(tag: u8, owner: Owner) -> Vec<u8> {
    let (kind, id) = owner.parts();
    let mut bytes = Vec::with_capacity(32);
    bytes.push(tag);
    bytes.push(kind);
    push_long(&mut bytes, id);
    bytes
}

/// The whole key as the engine sees it.
pub(crate) fn write<K: Key>(tag: u8, key: &K) -> Vec<u8> {
    let mut bytes = prefix(tag, key.owner());
    key.write_row(&mut bytes);
    bytes
}

/// Reads a key that [`write`] wrote.
pub(crate) fn read<K: Key>(tag: u8, bytes: &[u8]) -> Option<K> {
    let mut row = Row(bytes);
    if row.byte()? != tag {
        return None;
    }
    let kind = row.byte()?;
    let id = row.long()?;
    let owner = match kind {
        0 => Owner::System,
        1 => Owner::User(UserId(id)),
        2 => Owner::Group(id),
        3 => Owner::Channel(id),
        _ => return None,
    };
    let key = K::read_row(owner, &mut row)?;
    row.0.is_empty().then_some(key)
}

/// The first key behind all that begin with `prefix`.
pub(crate) fn behind(prefix: &[u8]) -> Vec<u8> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if let Some(next) = last.checked_add(1) {
            end.push(next);
            return end;
        }
    }
    // Every byte was 255: nothing that a tag begins with.
    vec![u8::MAX; kv::limits::KEY_BYTES_MAX]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn owners() -> impl Strategy<Value = Owner> {
        prop_oneof![
            Just(Owner::System),
            any::<i64>().prop_map(|id| Owner::User(UserId(id))),
            any::<i64>().prop_map(Owner::Group),
            any::<i64>().prop_map(Owner::Channel),
        ]
    }

    proptest! {
        #[test]
        fn bytes_sort_as_numbers_do(one: i64, other: i64, short: i32, shorter: i32) {
            let long = |number| { let mut row = Vec::new(); push_long(&mut row, number); row };
            prop_assert_eq!(one.cmp(&other), long(one).cmp(&long(other)));
            let int = |number| { let mut row = Vec::new(); push_int(&mut row, number); row };
            prop_assert_eq!(short.cmp(&shorter), int(short).cmp(&int(shorter)));
        }

        #[test]
        fn keys_come_back_from_their_bytes(owner in owners(), pts: i32, number: i64, tag: u8) {
            let key = ByPts { owner, pts };
            prop_assert!(read::<ByPts>(tag, &write(tag, &key)) == Some(key));
            let key = ByNumber { user: UserId(pts.into()), number };
            prop_assert!(read::<ByNumber>(tag, &write(tag, &key)) == Some(key));
            prop_assert!(read::<ByNumber>(tag.wrapping_add(1), &write(tag, &key)).is_none());
            let key = OfShard { shard: Shard(7), row: number.to_le_bytes().to_vec() };
            prop_assert!(read::<OfShard>(tag, &write(tag, &key)) == Some(key));
        }

        #[test]
        fn any_bytes_are_a_key_or_none(bytes: Vec<u8>) {
            let tag = bytes.first().copied().unwrap_or(1);
            if let Some(key) = read::<ByPts>(tag, &bytes) {
                prop_assert_eq!(write(tag, &key), bytes);
            }
        }

        #[test]
        fn what_begins_with_a_prefix_lies_between_it_and_its_end(
            head in prop::collection::vec(any::<u8>(), 1..9),
            rest: Vec<u8>,
        ) {
            let key = [head.clone(), rest].concat();
            prop_assert!(key >= head);
            prop_assert!(key < behind(&head) || head.iter().all(|byte| *byte == u8::MAX));
        }
    }
}
