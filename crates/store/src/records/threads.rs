//! Threads of channels and supergroups: which messages stand in which, the topics of forums, which post of a channel
//! begins which thread of its discussion group, and how far people have read in each.

use minicbor::{Decode, Encode};

use super::channels::channel_of;
use crate::{
    ids::{MessageId, Owner, UserId},
    key::{Key, Row, push_int, push_long},
};

/// A row of a channel by thread and stretch of the log.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByThread {
    /// Whose row.
    pub channel: i64,
    /// The message at which the thread begins.
    pub root: MessageId,
    /// Which 32 768 ids.
    pub stretch: i32,
}

impl Key for ByThread {
    fn owner(&self) -> Owner {
        Owner::Channel(self.channel)
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_int(row, self.root);
        push_int(row, self.stretch);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(ByThread { channel: channel_of(owner)?, root: row.int()?, stretch: row.int()? })
    }
}

/// The messages of one stretch of a channel's log that stand in one thread. A projection.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct ThreadPart {
    /// Each id less the one before (of the first: less the first of the stretch), in sevens of bits, the lowest first.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub ids: Vec<u8>,
    /// Who wrote last in the thread when this was written, the newest first; channels stand below zero.
    #[n(1)]
    pub recent: Vec<i64>,
    /// It is a topic of a forum.
    #[n(2)]
    pub topic: bool,
}

/// A row of a discussion group by the post that is discussed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByPost {
    /// Whose row.
    pub group: i64,
    /// Whose post.
    pub channel: i64,
    /// Which.
    pub post: MessageId,
}

impl Key for ByPost {
    fn owner(&self) -> Owner {
        Owner::Channel(self.group)
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_long(row, self.channel);
        push_int(row, self.post);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(ByPost { group: channel_of(owner)?, channel: row.long()?, post: row.int()? })
    }
}

/// What a post became in the discussion group.
#[derive(Encode, Decode, Clone, Copy, PartialEq)]
#[cbor(array)]
pub struct Discussed {
    /// The message there.
    #[n(0)]
    pub root: MessageId,
}

/// A row of a person by channel and thread.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByOwnThread {
    /// Whose row.
    pub user: UserId,
    /// In which channel.
    pub channel: i64,
    /// The message at which the thread begins.
    pub root: MessageId,
}

impl Key for ByOwnThread {
    fn owner(&self) -> Owner {
        Owner::User(self.user)
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_long(row, self.channel);
        push_int(row, self.root);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        let Owner::User(user) = owner else { return None };
        Some(ByOwnThread { user, channel: row.long()?, root: row.int()? })
    }
}

/// How far somebody has read in a thread.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Default)]
#[cbor(array)]
pub struct ThreadRead {
    /// Up to here.
    #[n(0)]
    pub read_max_id: MessageId,
}

/// A topic of a forum, by the message that made it. No Debug: it holds what people call it.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct Topic {
    /// Seconds since 1970.
    #[n(0)]
    pub date: i32,
    /// Who made it.
    #[n(1)]
    pub creator: UserId,
    /// Its name.
    #[n(2)]
    pub title: String,
    /// RGB.
    #[n(3)]
    pub icon_color: i32,
    /// A custom emoji.
    #[n(4)]
    pub icon_emoji_id: Option<i64>,
    /// Of [`topic_flag`].
    #[n(5)]
    pub flags: u32,
}

/// The bits of [`Topic::flags`].
pub mod topic_flag {
    /// Only who manages topics writes.
    pub const CLOSED: u32 = 1;
    /// Not in the list (the general topic alone).
    pub const HIDDEN: u32 = 1 << 1;
    /// Its creator did so as the group itself.
    pub const ANONYMOUS: u32 = 1 << 2;
    /// The name was taken from its first words.
    pub const TITLE_MISSING: u32 = 1 << 3;
}

/// What a forum's list of topics is beside the topics.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct TopicList {
    /// On top, the topmost first.
    #[n(0)]
    pub pinned: Vec<MessageId>,
}
