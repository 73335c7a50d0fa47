//! What goes into a channel's box and comes out of it. Plain data, without Debug where people's words are in it.

use std::sync::Arc;

use store::{
    ids::{MessageId, Peer, Pts, UserId},
    records::log::{LogRecord, MessageRecord},
};

use crate::{
    types::{Message, NewMessage},
    view,
};

/// A message to be sent to a channel.
#[derive(Clone)]
pub struct NewPost {
    /// What any message has; its peer is the channel.
    pub message: NewMessage,
    /// Of the bits of a record's flags that only channels have.
    pub flags: u32,
    /// As whom it is shown, if not as its author.
    pub send_as: Option<Peer>,
    /// The signature.
    pub post_author: Option<String>,
    /// The message at which its thread begins.
    pub thread: Option<MessageId>,
    /// Whom it mentions.
    pub mentions: Vec<UserId>,
    /// Seconds after which it goes.
    pub ttl_period: Option<i32>,
}

/// Rows of the channel's shard that are written together with entries, or not at all.
pub type Beside = Arc<dyn Fn(&mut store::Batch, &Written<'_>) + Send + Sync>;

/// What a commit of a channel writes.
pub struct Written<'a> {
    /// The pts of the new entries.
    pub pts: &'a [Pts],
    /// Records that are written over, as they were.
    pub before: &'a [(Pts, LogRecord)],
    /// And as they are now.
    pub after: &'a [(Pts, LogRecord)],
}

/// A message of a channel, for nobody in particular.
#[derive(Clone)]
pub struct Post {
    /// In the channel.
    pub id: MessageId,
    /// What is kept of it.
    pub record: Arc<MessageRecord>,
}

impl Post {
    /// The message as `viewer` sees it.
    pub fn seen_by(&self, viewer: UserId) -> Message {
        view::post(viewer, self.id, &self.record)
    }

    /// Who wrote it, whatever is shown.
    pub fn author(&self) -> UserId {
        self.record.author.unwrap_or_default()
    }
}

/// Something that happened in a channel.
#[derive(Clone)]
pub struct ChannelEntry {
    /// The pts at which it ends.
    pub pts: Pts,
    /// How many pts it takes.
    pub pts_count: Pts,
    /// Seconds since 1970.
    pub date: i32,
    /// What.
    pub event: ChannelEvent,
}

/// What an entry of a channel tells.
#[derive(Clone)]
pub enum ChannelEvent {
    /// A message came to be.
    New(Post),
    /// A message's content changed.
    Edited(Post),
    /// Messages went.
    Deleted(Vec<MessageId>),
    /// Messages were pinned, or no longer are.
    Pinned {
        /// Which.
        ids: Vec<MessageId>,
        /// Pinned, or no longer.
        pinned: bool,
    },
    /// The store began a new life; pts were left out.
    Step,
}

/// What became of one sent message.
#[derive(Clone)]
pub struct Posted {
    /// The entry.
    pub entry: Arc<ChannelEntry>,
    /// The same `random_id` was sent before; this is the first one's result.
    pub duplicate: bool,
}

/// Where a channel's box stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChannelState {
    /// At least 1.
    pub pts: Pts,
    /// Seconds since 1970 of the last entry.
    pub date: i32,
    /// The newest message; 0 if there is none.
    pub top_message: MessageId,
}

/// Messages of a channel, newest first.
#[derive(Clone)]
pub struct PostsPage {
    /// The window.
    pub posts: Vec<Post>,
    /// How many there are in all.
    pub count: i32,
    /// How many newer ones lie before the window.
    pub offset_id_offset: i32,
}

/// Where a thread or another part of a channel stands, for somebody who has read up to a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartState {
    /// How many messages there are.
    pub count: u32,
    /// The newest; 0 if there is none.
    pub top: MessageId,
    /// How many lie above what was read.
    pub unread: u32,
    /// Who wrote last, the newest first; of threads alone.
    pub recent: Vec<Peer>,
}

/// What a device that was away has to learn of a channel.
#[derive(Clone)]
pub enum ChannelDifference {
    /// Nothing happened.
    Empty(Pts),
    /// So much happened that the client starts anew.
    TooLong,
    /// What happened.
    Entries {
        /// New messages, ids rising.
        new: Vec<Post>,
        /// What else, in order.
        others: Vec<ChannelEntry>,
        /// The pts after them.
        pts: Pts,
        /// Whether nothing more is waiting.
        last: bool,
    },
}
