//! The kinds of keys that several tables share. A table with a key of its own has it beside its record.

use kv::Shard;

use super::{Key, Row, push_int, push_long};
use crate::ids::{Owner, Pts, UserId, spread};

/// The one row of an owner.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OfOwner(pub Owner);

/// The one row of a user.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfUser(pub UserId);

/// A row of an owner by pts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
