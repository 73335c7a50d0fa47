//! What boxes are asked and what they answer: states, differences, windows of histories and of the list of
//! dialogs. Plain data, without Debug where people's words are in it.

use std::sync::Arc;

use crate::types::{About, Entry, Message, MessageId, MessageKind, Peer, Pts, UserId};

/// Where a box stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// At least 1.
    pub pts: Pts,
    /// 0 as long as there are no secret chats.
    pub qts: i32,
    /// Seconds since 1970 of the last entry; 0 if there is none.
    pub date: i32,
    /// Incoming messages that are not read, over all dialogs.
    pub unread_count: i32,
}

/// What a change did to the box of who made it.
#[derive(Clone)]
pub struct Affected {
    /// The box's pts after it.
    pub pts: Pts,
    /// How many pts it took; 0 when nothing changed.
    pub pts_count: Pts,
    /// More than 0: so many messages are left, call again.
    pub offset: i32,
    /// What to tell the session that asked.
    pub entries: Vec<Arc<Entry>>,
}

/// Which part of a dialog's history to delete.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeleteHistory {
    /// Messages up to here; 0 for all.
    pub max_id: MessageId,
    /// Messages from this second on.
    pub min_date: Option<i32>,
    /// Messages up to this second.
    pub max_date: Option<i32>,
    /// Keep the dialog in the list.
    pub just_clear: bool,
    /// The other side loses them as well.
    pub revoke: bool,
}

/// What a device that was away has to learn.
#[derive(Clone)]
pub enum Difference {
    /// Nothing happened.
    Empty(State),
    /// So much happened that the client, which asked for a total limit, starts anew from this pts.
    TooLong(Pts),
    /// What happened, in order.
    Entries {
        /// Rising in pts.
        entries: Vec<Arc<Entry>>,
        /// Where the box stands after them.
        state: State,
        /// Whether nothing more is waiting.
        last: bool,
    },
}

/// Which part of a dialog's history to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HistoryQuery {
    /// Messages below this id; 0 for the newest.
    pub offset_id: MessageId,
    /// Messages before this second, when `offset_id` is 0; 0 for the newest.
    pub offset_date: i32,
    /// Moves the window so many messages towards older ones; negative towards newer.
    pub add_offset: i32,
    /// At most so many.
    pub limit: i32,
    /// Leaves out this id and above; 0 for none.
    pub max_id: MessageId,
    /// Leaves out this id and below; 0 for none.
    pub min_id: MessageId,
}

/// Messages, newest first.
#[derive(Clone)]
pub struct HistoryPage {
    /// The window.
    pub messages: Vec<Message>,
    /// How many there are in all.
    pub count: i32,
    /// How many newer ones lie before the window.
    pub offset_id_offset: i32,
}

/// What to look for. Limits and offsets as in [`HistoryQuery`].
#[derive(Clone, Default)]
pub struct SearchQuery {
    /// Words that must occur, or their beginnings from two letters on, without case and accents; empty for any
    /// text.
    pub text: String,
    /// Who wrote it.
    pub from: Option<UserId>,
    /// Of these kinds; empty for all but service messages when there is a text, else all.
    pub kinds: Vec<MessageKind>,
    /// With one of these in the bytes of their entities (an entity's id there); empty for any.
    pub entity_marks: Vec<[u8; 4]>,
    /// From this second on; 0 for all.
    pub min_date: i32,
    /// Up to this second; 0 for all.
    pub max_date: i32,
    /// See [`HistoryQuery::offset_id`].
    pub offset_id: MessageId,
    /// See [`HistoryQuery::add_offset`].
    pub add_offset: i32,
    /// See [`HistoryQuery::limit`].
    pub limit: i32,
    /// See [`HistoryQuery::max_id`].
    pub max_id: MessageId,
    /// See [`HistoryQuery::min_id`].
    pub min_id: MessageId,
}

/// The marks of entities that the search index knows: what a link's entities begin with in stored bytes.
/// Searches for others are answered by reading.
pub const LINK_MARKS: [[u8; 4]; 2] = [0x6ed0_2538_u32.to_le_bytes(), 0x76a6_d327_u32.to_le_bytes()];

/// Which part of the list of dialogs to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DialogsQuery {
    /// Dialogs whose newest message is before this second; 0 for all.
    pub offset_date: i32,
    /// Dialogs whose newest message is below this id; 0 for all.
    pub offset_id: MessageId,
    /// The last dialog of the page before.
    pub offset_peer: Option<Peer>,
    /// At most so many.
    pub limit: i32,
    /// Only dialogs of this folder; absent for all.
    pub folder: Option<i32>,
}

/// A dialog as its owner sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialog {
    /// With whom.
    pub peer: Peer,
    /// The newest message; 0 when there is none.
    pub top_message: MessageId,
    /// The owner has read up to here.
    pub read_inbox_max_id: MessageId,
    /// The other side has read up to here.
    pub read_outbox_max_id: MessageId,
    /// Incoming messages above.
    pub unread_count: i32,
    /// Messages that mention the owner and that he has not seen.
    pub unread_mentions_count: i32,
    /// The owner's messages with reactions that he has not seen.
    pub unread_reactions_count: i32,
    /// Seconds after which new messages go.
    pub ttl_period: Option<i32>,
    /// 0 for the list itself, 1 for the archive.
    pub folder: i32,
    /// Of a channel: where it stands.
    pub pts: Option<Pts>,
    /// A forum that its owner's devices show as one list of messages.
    pub as_messages: bool,
}

impl Dialog {
    /// A peer with whom nothing was written yet, or of which nothing is left.
    pub fn empty(peer: Peer) -> Self {
        let (read_inbox_max_id, read_outbox_max_id) = (0, 0);
        Dialog {
            peer,
            top_message: 0,
            read_inbox_max_id,
            read_outbox_max_id,
            unread_count: 0,
            unread_mentions_count: 0,
            unread_reactions_count: 0,
            ttl_period: None,
            folder: 0,
            pts: None,
            as_messages: false,
        }
    }
}

/// A part of the list of dialogs, newest first.
#[derive(Clone)]
pub struct DialogsPage {
    /// The dialogs.
    pub dialogs: Vec<Dialog>,
    /// Their newest messages, in the same order.
    pub messages: Vec<Message>,
    /// How many dialogs there are in all.
    pub count: i32,
}

/// A change without pts of which only the latest counts.
#[derive(Clone, PartialEq)]
pub struct Lasting {
    /// What it was about.
    pub about: About,
    /// Seconds since 1970.
    pub date: i32,
    /// What `domain` makes of it.
    pub payload: Vec<u8>,
}
