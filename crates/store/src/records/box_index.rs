//! What follows from a box's log and is written now and then: dialogs, pages of their history, and what clients
//! drew for their sends. All of it can be thrown away and rebuilt.

use minicbor::{Decode, Encode};

use crate::{
    ids::{MessageId, Owner, Peer, Pts, UserId},
    key::{Key, Row, push_int, push_long},
};

/// A row of a user by dialog.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByPeer {
    /// Whose row.
    pub user: UserId,
    /// Which dialog.
    pub peer: Peer,
}

/// A row of a user by dialog and a number within it (a page, a run of pages).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByPeerAndNumber {
    /// Whose row.
    pub user: UserId,
    /// Which dialog.
    pub peer: Peer,
    /// Which one.
    pub number: i32,
}

/// A row of a user by bytes that `domain` chose.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByName {
    /// Whose row.
    pub user: UserId,
    /// Which one.
    pub name: Vec<u8>,
}

/// A row of a user by time and bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByTime {
    /// Whose row.
    pub user: UserId,
    /// Seconds since 1970.
    pub date: i32,
    /// Which one.
    pub name: Vec<u8>,
}

pub(super) fn push_peer(row: &mut Vec<u8>, peer: Peer) {
    let (kind, id) = match peer {
        Peer::User(UserId(id)) => (1, id),
        Peer::Group(id) => (2, id),
        Peer::Channel(id) => (3, id),
    };
    row.push(kind);
    push_long(row, id);
}

pub(super) fn read_peer(row: &mut Row<'_>) -> Option<Peer> {
    let (kind, id) = (row.byte()?, row.long()?);
    match kind {
        1 => Some(Peer::User(UserId(id))),
        2 => Some(Peer::Group(id)),
        3 => Some(Peer::Channel(id)),
        _ => None,
    }
}

fn user_of(owner: Owner) -> Option<UserId> {
    match owner {
        Owner::User(user) => Some(user),
        _ => None,
    }
}

impl Key for ByPeer {
    fn owner(&self) -> Owner {
        Owner::User(self.user)
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_peer(row, self.peer);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(ByPeer { user: user_of(owner)?, peer: read_peer(row)? })
    }
}

impl Key for ByPeerAndNumber {
    fn owner(&self) -> Owner {
        Owner::User(self.user)
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_peer(row, self.peer);
        push_int(row, self.number);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(ByPeerAndNumber { user: user_of(owner)?, peer: read_peer(row)?, number: row.int()? })
    }
}

impl Key for ByName {
    fn owner(&self) -> Owner {
        Owner::User(self.user)
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        row.extend_from_slice(&self.name);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(ByName { user: user_of(owner)?, name: row.rest().to_vec() })
    }
}

impl Key for ByTime {
    fn owner(&self) -> Owner {
        Owner::User(self.user)
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_int(row, self.date);
        row.extend_from_slice(&self.name);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(ByTime { user: user_of(owner)?, date: row.int()?, name: row.rest().to_vec() })
    }
}

/// A dialog without its closed pages.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct DialogRecord {
    /// See `boxes::Dialog`.
    #[n(0)]
    pub read_inbox_max_id: MessageId,
    /// See `boxes::Dialog`.
    #[n(1)]
    pub read_outbox_max_id: MessageId,
    /// Incoming messages above the read mark.
    #[n(2)]
    pub unread_count: i32,
    /// The last event of the other person's box that was applied or refused here.
    #[n(3)]
    pub applied: Pts,
    /// The greatest incoming origin so far.
    #[n(4)]
    pub origin_max: MessageId,
    /// The greatest incoming origin before the tail.
    #[n(5)]
    pub tail_origin_before: MessageId,
    /// How many closed pages there are.
    #[n(6)]
    pub closed: u32,
    /// The newest entries, as a page's bytes.
    #[cbor(n(7), with = "minicbor::bytes")]
    pub tail: Vec<u8>,
    /// The owner's messages with reactions that he has not seen.
    #[n(12)]
    pub unread_reactions: Option<Vec<MessageId>>,
    /// The folder that it stands in; absent for the list itself, 1 for the archive.
    #[n(8)]
    pub folder: Option<i32>,
    /// Pinned messages, ids rising.
    #[n(9)]
    pub pinned: Option<Vec<MessageId>>,
    /// Messages that mention the owner and that he has not seen.
    #[n(24)]
    pub unread_mentions: Option<Vec<MessageId>>,
}

/// A closed page of a dialog's history.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct HistoryPage {
    /// As `boxes` packs them.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub entries: Vec<u8>,
}

/// What is known of a run of closed pages without reading them.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct HistoryDirectory {
    /// For each page: first id, last id, count, incoming count, greatest incoming origin before it.
    #[n(0)]
    pub pages: Vec<(i32, i32, u32, u32, i32)>,
}

/// What clients drew for sends whose log entries end at this row's pts or before.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct RandomIds {
    /// Seconds since 1970 of the newest of them.
    #[n(0)]
    pub date: i32,
    /// What the client drew, and the message's id.
    #[n(1)]
    pub sends: Vec<(i64, MessageId)>,
}

/// That an owner may have entries that have not reached the other side.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq)]
#[cbor(array)]
pub struct Undelivered {
    /// Entries up to here have.
    #[n(0)]
    pub delivered_pts: Pts,
}

/// A change that is no entry of the log, of which only the latest counts.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct LastingRecord {
    /// Seconds since 1970.
    #[n(0)]
    pub date: i32,
    /// What `domain` makes of it.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub payload: Vec<u8>,
}

/// That a lasting change happened then; the change's own row has the last word.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct LastingMoment {}
