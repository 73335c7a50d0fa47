//! Links that let people into a basic group or a channel, where they lead, and who waits to be let in. The rows of a
//! chat's links lie with the chat.

use minicbor::{Decode, Encode};

use crate::{
    ids::{Owner, UserId},
    key::{Key, Row, push_long},
};

/// A row of a chat by the secret of a link.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByLink {
    /// Whose row: a group's or a channel's.
    pub chat: Owner,
    /// What the link ends with.
    pub hash: String,
}

/// A row of a chat by a person who is not in it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByAsker {
    /// Whose row: a group's or a channel's.
    pub chat: Owner,
    /// Who.
    pub user: UserId,
}

/// A link that lets people in.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct Invite {
    /// Whose link it is.
    #[n(0)]
    pub admin: UserId,
    /// Seconds since 1970 at which it was made.
    #[n(1)]
    pub date: i32,
    /// What admins call it.
    #[n(2)]
    pub title: Option<String>,
    /// Seconds since 1970 at which it ends.
    #[n(3)]
    pub expire_date: Option<i32>,
    /// For so many people.
    #[n(4)]
    pub usage_limit: Option<i32>,
    /// So many came by it.
    #[n(5)]
    pub usage: i32,
    /// Who comes by it is let in by an admin.
    #[n(6)]
    pub request_needed: bool,
    /// It leads nowhere any more.
    #[n(7)]
    pub revoked: bool,
    /// The admin's one link without conditions.
    #[n(8)]
    pub permanent: bool,
    /// So many wait to be let in.
    #[n(9)]
    pub requested: i32,
}

/// Where a link leads.
#[derive(Encode, Decode, Clone, Copy, PartialEq)]
#[cbor(array)]
pub struct InviteTarget {
    /// To which channel, if not to a group.
    #[n(0)]
    pub channel: i64,
    /// To which basic group.
    #[n(1)]
    pub group: Option<i64>,
}

/// That somebody waits to be let in.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct JoinRequest {
    /// Seconds since 1970.
    #[n(0)]
    pub date: i32,
    /// By which link; absent for a public channel.
    #[n(1)]
    pub hash: Option<String>,
}

impl InviteTarget {
    /// That a link leads to this chat.
    pub fn of(chat: Owner) -> Self {
        match chat {
            Owner::Group(group) => InviteTarget { channel: 0, group: Some(group) },
            Owner::Channel(channel) => InviteTarget { channel, group: None },
            Owner::System | Owner::User(_) => InviteTarget { channel: 0, group: None },
        }
    }

    /// Where the link leads.
    pub fn chat(&self) -> Owner {
        self.group.map_or(Owner::Channel(self.channel), Owner::Group)
    }
}

impl Key for ByLink {
    fn owner(&self) -> Owner {
        self.chat
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        row.extend_from_slice(self.hash.as_bytes());
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        let hash = String::from_utf8(row.rest().to_vec()).ok()?;
        Some(ByLink { chat: owner, hash })
    }
}

impl Key for ByAsker {
    fn owner(&self) -> Owner {
        self.chat
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_long(row, self.user.0);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(ByAsker { chat: owner, user: UserId(row.long()?) })
    }
}
