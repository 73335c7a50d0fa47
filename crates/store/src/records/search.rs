//! The search index of a box: segments, each over a range of the log, and in each of them which messages hold
//! which word. Words stand here as keyed hashes. All of it can be thrown away and rebuilt from the log.

use minicbor::{Decode, Encode};

use crate::{
    ids::{Owner, Pts, UserId},
    key::{Key, Row, push_int},
};

/// A row of a segment of a user's search index.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OfSegment {
    /// Whose index.
    pub user: UserId,
    /// See [`SearchSegment::number`].
    pub number: i32,
    /// Which group of words.
    pub group: i32,
    /// Which part of that group, from 0.
    pub part: i32,
}

impl Key for OfSegment {
    fn owner(&self) -> Owner {
        Owner::User(self.user)
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_int(row, self.number);
        push_int(row, self.group);
        push_int(row, self.part);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        let Owner::User(user) = owner else { return None };
        Some(OfSegment { user, number: row.int()?, group: row.int()?, part: row.int()? })
    }
}

/// A segment: what a range of the log says. Its key is the first pts of the range.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct SearchSegment {
    /// The last pts of the range.
    #[n(0)]
    pub through: Pts,
    /// Under which its rows stand; never given twice while one of them is left.
    #[n(1)]
    pub number: i32,
    /// By which rules words were found; others than today's make it worthless.
    #[n(2)]
    pub rules: u8,
    /// Into how many groups words were parted.
    #[n(3)]
    pub word_groups: u32,
    /// Into how many groups marks (dialog, author, kind) were parted.
    #[n(4)]
    pub mark_groups: u32,
    /// How many messages it knows.
    #[n(5)]
    pub messages: u32,
    /// How many bytes these say.
    #[n(6)]
    pub text_bytes: u32,
    /// Seconds since 1970 of the first of them.
    #[n(7)]
    pub first_date: i32,
    /// Seconds since 1970 of the last of them.
    #[n(8)]
    pub last_date: i32,
    /// Messages that were deleted or edited since, as `boxes` packs them.
    #[cbor(n(9), with = "minicbor::bytes")]
    pub gone: Vec<u8>,
    /// Of these, the edited ones: whether they fit, only reading them tells.
    #[cbor(n(10), with = "minicbor::bytes")]
    pub changed: Vec<u8>,
}

/// A group of words of a segment, or a part of one that is large.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct SearchRow {
    /// As `boxes` packs them.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
    /// In the group's part 0: how many parts there are.
    #[n(1)]
    pub parts: u32,
}
