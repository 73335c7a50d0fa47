//! What a person has set for the list of chats: drafts, pinned chats and their order, unread marks, folders.
//! Which chats are archived stands in the log, since it takes pts.

use minicbor::{Decode, Encode};

use crate::ids::{Peer, UserId};

/// What somebody has begun to write in a chat.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Draft {
    /// Seconds since 1970.
    #[n(0)]
    pub date: i32,
    /// TL bytes of `DraftMessage` at layer 230: only kept and handed on.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub message: Vec<u8>,
}

/// The list of chats as a whole. One row for each person.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct ChatList {
    /// Chats on top of the list, the topmost first.
    #[n(0)]
    pub pinned: Vec<Peer>,
    /// The same of the archive.
    #[n(1)]
    pub pinned_archived: Vec<Peer>,
    /// Chats that are marked as unread.
    #[n(2)]
    pub unread_marks: Vec<Peer>,
    /// The folders' ids in their order; 0 is "all chats".
    #[n(3)]
    pub filter_order: Vec<i32>,
    /// Whether folders are shown as tags.
    #[n(4)]
    pub filter_tags: Option<bool>,
    /// Parts of saved messages on top of their list, the topmost first.
    #[n(5)]
    pub pinned_saved: Option<Vec<Peer>>,
    /// Chats whose use before that second does not count for the list of most used ones.
    #[n(6)]
    pub forgotten: Option<Vec<(Peer, i32)>>,
}

/// A folder.
#[derive(Encode, Decode, Clone, PartialEq, Eq, Default)]
#[cbor(array)]
pub struct DialogFilter {
    /// Of [`filter_flag`].
    #[n(0)]
    pub flags: u32,
    /// Its name.
    #[n(1)]
    pub title: String,
    /// TL bytes of `Vector<MessageEntity>` at layer 230.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub title_entities: Option<Vec<u8>>,
    /// Its sign.
    #[n(3)]
    pub emoticon: Option<String>,
    /// Of its tag.
    #[n(4)]
    pub color: Option<i32>,
    /// Chats on top, the topmost first; they are in the folder whatever its rules say.
    #[n(5)]
    pub pinned: Vec<Peer>,
    /// Chats that are in it whatever its rules say.
    #[n(6)]
    pub included: Vec<Peer>,
    /// Chats that are not in it whatever its rules say.
    #[n(7)]
    pub excluded: Vec<Peer>,
    /// Where it is shared; few are.
    #[n(8)]
    pub shared: Option<Box<SharedFolder>>,
}

/// How a folder is shared.
#[derive(Encode, Decode, Clone, PartialEq, Eq, Default)]
#[cbor(array)]
pub struct SharedFolder {
    /// Its owner has made links to it.
    #[n(0)]
    pub has_links: bool,
    /// It came by somebody's link.
    #[n(1)]
    pub joined: Option<JoinedFolder>,
}

/// By which link a folder came.
#[derive(Encode, Decode, Clone, PartialEq, Eq)]
#[cbor(array)]
pub struct JoinedFolder {
    /// Whose link.
    #[n(0)]
    pub user: UserId,
    /// What the link ends with.
    #[n(1)]
    pub slug: String,
    /// Chats into which the owner came by it.
    #[n(2)]
    pub came: Vec<Peer>,
    /// Chats behind the link that the owner has put aside.
    #[n(3)]
    pub hidden: Vec<Peer>,
}

/// A link to chats of a folder, with its maker.
#[derive(Encode, Decode, Clone, PartialEq, Eq)]
#[cbor(array)]
pub struct ChatlistInvite {
    /// The folder.
    #[n(0)]
    pub filter: i32,
    /// What the maker calls the link.
    #[n(1)]
    pub title: String,
    /// The chats.
    #[n(2)]
    pub peers: Vec<Peer>,
}

/// Where such a link leads.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq)]
#[cbor(array)]
pub struct ChatlistTarget {
    /// To its maker.
    #[n(0)]
    pub user: UserId,
}

/// The bits of [`DialogFilter::flags`]: the protocol's own.
pub mod filter_flag {
    /// Contacts are in it.
    pub const CONTACTS: u32 = 1;
    /// People who are no contacts are in it.
    pub const NON_CONTACTS: u32 = 1 << 1;
    /// Groups are in it.
    pub const GROUPS: u32 = 1 << 2;
    /// Channels are in it.
    pub const BROADCASTS: u32 = 1 << 3;
    /// Bots are in it.
    pub const BOTS: u32 = 1 << 4;
    /// Muted chats are not.
    pub const EXCLUDE_MUTED: u32 = 1 << 11;
    /// Chats without anything unread are not.
    pub const EXCLUDE_READ: u32 = 1 << 12;
    /// Archived chats are not.
    pub const EXCLUDE_ARCHIVED: u32 = 1 << 13;
    /// Its name does not move.
    pub const TITLE_NOANIMATE: u32 = 1 << 28;
    /// The kinds of chats that a folder may hold by rule.
    pub const KINDS: u32 = CONTACTS | NON_CONTACTS | GROUPS | BROADCASTS | BOTS;
}
