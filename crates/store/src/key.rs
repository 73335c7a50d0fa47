//! Keys of rows: how a typed key becomes the bytes that an engine sorts, and back.
//!
//! A key on disk is the table's tag, the owner's kind and number, then the row. Numbers are written so that
//! bytes sort as the numbers do. `docs/write-path.md` has the figures behind this order.

use kv::Shard;

use crate::ids::Owner;

mod kinds;

pub use kinds::{ByNumber, ByPts, Hashed, Numbered, OfOwner, OfShard, OfUser, Only};

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
    let owner = Owner::of_parts(kind, id)?;
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
    use crate::ids::UserId;

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
        fn the_systems_rows_have_one_spelling(id: i64) {
            let mut bytes = vec![7, 0];
            push_long(&mut bytes, id);
            push_int(&mut bytes, 1);
            prop_assert_eq!(read::<ByPts>(7, &bytes).is_some(), id == 0);
            bytes[2..10].copy_from_slice(&(1_u64 << 63).to_be_bytes());
            prop_assert!(read::<ByPts>(7, &bytes).is_some());
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
