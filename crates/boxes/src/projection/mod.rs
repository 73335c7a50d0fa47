//! What follows from a box's log, in memory: dialogs with their history index, unread counts, what clients drew
//! for their sends. It knows no store: the same [`Projection::apply`] runs when an entry is decided and when
//! the log's tail is replayed, so both give the same.

mod dialog;
mod page;
mod randoms;
mod saved;

use std::collections::BTreeMap;

pub(crate) use dialog::{Dialog, Missing, PageNumber, PageRef};
pub(crate) use page::{IndexEntry, Page, read_number, write_number};
pub(crate) use randoms::{Known, Randoms};
pub(crate) use saved::{Checkpoint, dialog_from_rows};
use store::{
    ids::{Peer, Pts, UserId},
    records::{
        groups::Pointer,
        log::{LogRecord, MessageKind, MessageRecord, Stub, flag},
        owner_head::OwnerHead,
    },
};

use crate::need::Need;

/// A new box stands here: clients take a pts of 0 for "none".
pub(crate) const FIRST_PTS: Pts = 1;
/// A store that was never restored lives its first life, in which no step is made.
pub(crate) const FIRST_LIFE: u32 = 1;

/// One user's box without its log.
pub(crate) struct Projection {
    pub(crate) user: UserId,
    /// The pts of the last entry.
    pub(crate) pts: Pts,
    /// Seconds since 1970 of the last entry.
    pub(crate) date: i32,
    /// Incoming messages that are not read, over all dialogs.
    pub(crate) unread_count: i32,
    /// The dialogs that are in memory. Boxed: a tree has room for eleven where there is one.
    pub(crate) dialogs: BTreeMap<Peer, Box<Dialog>>,
    /// Whether these are all.
    pub(crate) all_dialogs: bool,
    pub(crate) randoms: Randoms,
    /// Entries up to here are in the rows on disk.
    pub(crate) as_of: Pts,
    /// Entries since.
    pub(crate) entries_since: u32,
    /// The life of the store in which the last step was made.
    pub(crate) incarnation: u32,
}

impl Projection {
    /// From its head row; without one the box is new.
    pub(crate) fn new(user: UserId, head: Option<OwnerHead>) -> Self {
        let pts = head.map_or(FIRST_PTS, |head| head.as_of_pts.max(FIRST_PTS));
        Projection {
            user,
            pts,
            date: head.and_then(|head| head.date).unwrap_or(0),
            unread_count: head.and_then(|head| head.unread_count).unwrap_or(0),
            dialogs: BTreeMap::new(),
            all_dialogs: head.is_none(),
            randoms: Randoms::default(),
            as_of: pts,
            entries_since: 0,
            incarnation: head.and_then(|head| head.incarnation).unwrap_or(FIRST_LIFE),
        }
    }

    /// A dialog, if there is one; `Need` when only the store can tell.
    pub(crate) fn dialog(&self, peer: Peer) -> Result<Option<&Dialog>, Need> {
        match self.dialogs.get(&peer) {
            None if !self.all_dialogs => Err(Need::Dialog(self.user, peer)),
            found => Ok(found.map(|dialog| &**dialog)),
        }
    }

    /// Turns a missing page into what to fetch.
    pub(crate) fn page_need(&self, peer: Peer, missing: Missing) -> Need {
        Need::Page(self.user, peer, missing.0)
    }

    /// What has to be in memory before `apply` can take this entry.
    pub(crate) fn ready_for(&self, record: &LogRecord) -> Result<(), Need> {
        match record {
            LogRecord::Message(message) => self.dialog(message.peer).map(drop),
            LogRecord::Pointer(pointer) => self.dialog(Peer::Group(pointer.group)).map(drop),
            LogRecord::Stub(stub) => self.dialog(stub.peer).map(drop),
            LogRecord::Edited(edited) if edited.source.is_some() => self.dialog(edited.peer).map(drop),
            LogRecord::Reacted(reacted) => self.dialog(reacted.peer).map(drop),
            LogRecord::ReactionsRead(read) => self.dialog(read.peer).map(drop),
            LogRecord::MentionsRead(read) => self.dialog(read.peer).map(drop),
            // A group's log has no projection.
            LogRecord::Edited(_) | LogRecord::Step(_) | LogRecord::ReadInGroup(_) => Ok(()),
            LogRecord::Deleted(deleted) => {
                for part in &deleted.dialogs {
                    let Some(dialog) = self.dialog(part.peer)? else { continue };
                    for id in &part.ids {
                        dialog.find(*id).map_err(|missing| self.page_need(part.peer, missing))?;
                    }
                }
                Ok(())
            }
            LogRecord::ReadInbox(read) => match self.dialog(read.peer)? {
                Some(dialog) => {
                    let above = dialog.incoming_above(read.max_id);
                    above.map(drop).map_err(|missing| self.page_need(read.peer, missing))
                }
                None => Ok(()),
            },
            LogRecord::ReadOutbox(read) => self.dialog(read.peer).map(drop),
            LogRecord::Pinned(pinned) => self.dialog(pinned.peer).map(drop),
            LogRecord::Folders(folders) => {
                folders.moved.iter().try_for_each(|(peer, _)| self.dialog(*peer).map(drop))
            }
        }
    }

    /// Takes the entry that ends at `pts`. `ready_for` must have agreed.
    pub(crate) fn apply(&mut self, pts: Pts, record: &LogRecord) {
        match record {
            LogRecord::Message(message) => self.apply_message(pts, message),
            LogRecord::Pointer(pointer) => self.apply_pointer(pts, pointer),
            LogRecord::ReadInGroup(_) => {}
            LogRecord::MentionsRead(read) => {
                self.change(read.peer, |dialog| {
                    read.ids.iter().for_each(|id| dialog.set_unread_mention(*id, false));
                });
                if let Some(source) = read.source {
                    self.note_applied(read.peer, source.pts);
                }
            }
            LogRecord::Stub(stub) => self.apply_stub(pts, stub),
            LogRecord::Edited(edited) => {
                if let Some(source) = edited.source {
                    self.note_applied(edited.peer, source.pts);
                }
            }
            LogRecord::Deleted(deleted) => {
                for part in &deleted.dialogs {
                    self.change(part.peer, |dialog| {
                        for id in &part.ids {
                            dialog.remove(*id);
                        }
                    });
                    if let Some(source) = deleted.source {
                        self.note_applied(part.peer, source.pts);
                    }
                }
            }
            LogRecord::ReadInbox(read) => self.change(read.peer, |dialog| dialog.read_inbox(read.max_id)),
            LogRecord::ReadOutbox(read) => {
                self.change(read.peer, |dialog| {
                    dialog.read_outbox_max_id = dialog.read_outbox_max_id.max(read.max_id);
                });
                self.note_applied(read.peer, read.source.pts);
            }
            LogRecord::Reacted(reacted) => {
                self.change(reacted.peer, |dialog| dialog.set_unread_reactions(reacted.id, reacted.unread));
                if let Some(source) = reacted.source {
                    self.note_applied(reacted.peer, source.pts);
                }
            }
            LogRecord::ReactionsRead(read) => self.change(read.peer, |dialog| {
                for id in &read.ids {
                    dialog.set_unread_reactions(*id, false);
                }
            }),
            LogRecord::Step(step) => self.incarnation = self.incarnation.max(step.incarnation),
            LogRecord::Pinned(pinned) => {
                self.change(pinned.peer, |dialog| dialog.set_pinned(&pinned.ids, pinned.pinned));
                if let Some(source) = pinned.source {
                    self.note_applied(pinned.peer, source.pts);
                }
            }
            LogRecord::Folders(folders) => {
                for (peer, folder) in &folders.moved {
                    self.change(*peer, |dialog| dialog.folder = *folder);
                }
            }
        }
        self.pts = pts;
        self.date = self.date.max(record.date());
        self.entries_since += 1;
    }

    /// Notes that everything of the peer's box up to `pts` has been applied, or refused, here.
    pub(crate) fn note_applied(&mut self, peer: Peer, pts: Pts) {
        self.change(peer, |dialog| dialog.applied = dialog.applied.max(pts));
    }

    fn apply_message(&mut self, pts: Pts, message: &MessageRecord) {
        let out = message.flags & flag::OUT != 0;
        let source = message.in_group.or(message.origin);
        let kind = message.content.listed_kind();
        let entry = IndexEntry { id: pts, origin: source.unwrap_or(pts), kind, out };
        self.push(message.peer, entry, source, message.random_id);
        self.note_mention(message.peer, pts, message.flags);
    }

    fn apply_pointer(&mut self, pts: Pts, pointer: &Pointer) {
        let kind = MessageKind::from_code(pointer.kind);
        let out = pointer.flags & flag::OUT != 0;
        let entry = IndexEntry { id: pts, origin: pointer.pts, kind, out };
        self.push(Peer::Group(pointer.group), entry, Some(pointer.pts), pointer.random_id);
        self.note_mention(Peer::Group(pointer.group), pts, pointer.flags);
    }

    fn note_mention(&mut self, peer: Peer, id: Pts, flags: u32) {
        if flags & flag::MENTIONED != 0 && flags & flag::MEDIA_UNREAD != 0 {
            self.change(peer, |dialog| dialog.set_unread_mention(id, true));
        }
    }

    fn apply_stub(&mut self, pts: Pts, stub: &Stub) {
        let kind = MessageKind::from_code(stub.kind);
        let entry = IndexEntry { id: pts, origin: stub.origin, kind, out: stub.out };
        self.push(stub.peer, entry, Some(stub.origin), stub.random_id);
    }

    fn push(&mut self, peer: Peer, entry: IndexEntry, source: Option<Pts>, random_id: Option<i64>) {
        let by_group = matches!(peer, Peer::Group(_));
        self.change(peer, |dialog| dialog.push(entry, by_group));
        if let Some(pts) = source.filter(|_| !entry.out || by_group) {
            self.note_applied(peer, pts);
        }
        if let Some(random_id) = random_id {
            self.randoms.note(random_id, entry.id);
        }
    }

    fn change(&mut self, peer: Peer, change: impl FnOnce(&mut Dialog)) {
        let dialog = self.dialogs.entry(peer).or_default();
        let before = dialog.unread_count;
        change(dialog);
        dialog.dirty = true;
        self.unread_count += dialog.unread_count - before;
    }
}
