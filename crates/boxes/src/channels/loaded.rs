//! A channel's box in memory, and what an entry of its log does to it.

use std::sync::Arc;

use store::{
    Hold,
    ids::{MessageId, Peer, Pts, UserId},
    records::{
        channels::ChannelHead,
        log::{LogRecord, MessageRecord, flag},
    },
};

use super::{
    marks::Marks,
    randoms::Randoms,
    threads::Threads,
    types::{ChannelEntry, ChannelEvent, Post},
};
use crate::error::BoxError;

/// See the top of the file.
pub(crate) struct Loaded {
    pub(crate) hold: Hold,
    pub(crate) channel: i64,
    pub(crate) pts: Pts,
    /// Seconds since 1970 of the last entry.
    pub(crate) date: i32,
    pub(crate) incarnation: u32,
    pub(crate) marks: Marks,
    pub(crate) threads: Threads,
    /// Pinned messages, ids rising.
    pub(crate) pinned: Vec<MessageId>,
    pub(crate) randoms: Randoms,
    /// Entries since the projections were written.
    pub(crate) unwritten: u32,
}

impl Loaded {
    /// A box as of its head, before its log's tail.
    pub(crate) fn new(hold: Hold, channel: i64, head: &ChannelHead) -> Self {
        Loaded {
            hold,
            channel,
            pts: head.as_of_pts,
            date: head.date,
            incarnation: head.incarnation.unwrap_or(1),
            marks: Marks::default(),
            threads: Threads::default(),
            pinned: head.pinned.clone(),
            randoms: Randoms::default(),
            unwritten: 0,
        }
    }

    /// What the head's row says now.
    pub(crate) fn head(&self) -> ChannelHead {
        ChannelHead {
            as_of_pts: self.pts,
            date: self.date,
            incarnation: (self.incarnation > 1).then_some(self.incarnation),
            pinned: self.pinned.clone(),
        }
    }

    /// The pts of an entry that is appended next.
    pub(crate) fn next_pts(&self, record: &LogRecord) -> Result<Pts, BoxError> {
        let next = self.pts.checked_add(record.pts_count()).filter(|next| *next < PTS_MAX);
        next.ok_or(BoxError::Full { user: UserId(self.channel) })
    }

    /// The date for something that happens at `now`: never before the last entry's.
    pub(crate) fn date(&self, now: i32) -> i32 {
        now.max(self.date)
    }

    /// What an entry at `pts` does.
    pub(crate) fn apply(&mut self, pts: Pts, record: &LogRecord) {
        self.pts = pts;
        self.date = self.date.max(record.date());
        self.unwritten += 1;
        match record {
            LogRecord::Message(message) => {
                self.marks.set(pts);
                self.threads.set(pts, message);
                // A post that came to its discussion group is pinned from the start.
                if message.flags & flag::PINNED != 0 && !self.pinned.contains(&pts) {
                    self.pinned.push(pts);
                    let over = self.pinned.len().saturating_sub(PINNED_MAX);
                    self.pinned.drain(..over);
                }
                if let (Some(author), Some(random_id)) = (message.author, message.random_id) {
                    self.randoms.note(author, random_id, pts);
                }
            }
            LogRecord::Stub(stub) => {
                if let (Peer::User(author), Some(random_id)) = (stub.peer, stub.random_id) {
                    self.randoms.note(author, random_id, pts);
                }
            }
            LogRecord::Deleted(deleted) => {
                for id in deleted.dialogs.iter().flat_map(|dialog| &dialog.ids) {
                    self.marks.clear(*id);
                    self.pinned.retain(|pinned| pinned != id);
                }
                for (id, root) in deleted.threads.iter().flatten() {
                    self.threads.clear(*id, *root);
                }
            }
            LogRecord::Pinned(pinned) => {
                for id in &pinned.ids {
                    self.pinned.retain(|other| other != id);
                    if pinned.pinned && self.marks.has(*id) {
                        self.pinned.push(*id);
                    }
                }
                self.pinned.sort_unstable();
                let over = self.pinned.len().saturating_sub(PINNED_MAX);
                self.pinned.drain(..over);
            }
            LogRecord::Step(step) => self.incarnation = step.incarnation,
            _ => {}
        }
    }
}

/// An entry as it is told; none where what it tells of is gone. `body` gives the message of an edit.
pub(crate) fn entry(
    pts: Pts,
    record: &LogRecord,
    body: impl Fn(MessageId) -> Option<Arc<MessageRecord>>,
) -> Option<ChannelEntry> {
    let event = match record {
        LogRecord::Message(message) => ChannelEvent::New(Post { id: pts, record: Arc::new(message.clone()) }),
        LogRecord::Edited(edited) => ChannelEvent::Edited(Post { id: edited.id, record: body(edited.id)? }),
        LogRecord::Deleted(deleted) => {
            let ids = deleted.dialogs.iter().flat_map(|dialog| dialog.ids.iter().copied());
            ChannelEvent::Deleted(ids.collect())
        }
        LogRecord::Pinned(pinned) => ChannelEvent::Pinned { ids: pinned.ids.clone(), pinned: pinned.pinned },
        LogRecord::Step(_) => ChannelEvent::Step,
        _ => return None,
    };
    Some(ChannelEntry { pts, pts_count: record.pts_count(), date: record.date(), event })
}

/// Pins that a channel's list holds; the oldest leave it.
const PINNED_MAX: usize = 5_000;
/// Room is left for the step of a new incarnation.
const PTS_MAX: Pts = Pts::MAX - (1 << 24);
