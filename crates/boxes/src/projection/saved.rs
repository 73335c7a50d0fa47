//! The projection's rows: what a checkpoint writes, and how a dialog is read back from them.

use store::{
    ids::{MessageId, Peer, Pts, UserId},
    records::{
        box_index::{DialogRecord, HistoryDirectory, HistoryPage, RandomIds},
        owner_head::OwnerHead,
    },
};

use super::{Dialog, FIRST_LIFE, Page, PageNumber, PageRef, Projection};

/// So many closed pages stand in one row of the directory.
pub(crate) const DIRECTORY_PAGES: u32 = 256;

/// The rows that bring the disk up to `head.as_of_pts`.
pub(crate) struct Checkpoint {
    pub(crate) user: UserId,
    pub(crate) head: OwnerHead,
    pub(crate) dialogs: Vec<(Peer, DialogRecord)>,
    /// A page; none when it has become empty.
    pub(crate) pages: Vec<(Peer, PageNumber, Option<HistoryPage>)>,
    pub(crate) directories: Vec<(Peer, u32, HistoryDirectory)>,
    pub(crate) random_ids: Option<RandomIds>,
    pub(crate) expired_random_ids: Vec<Pts>,
}

impl Projection {
    /// What to write so that the rows hold up to the last entry. `unload` lets go of pages that are as on disk;
    /// only when no earlier checkpoint is still on its way.
    pub(crate) fn checkpoint(&mut self, now: i32, delivered: Pts, unload: bool) -> Checkpoint {
        let (random_ids, expired_random_ids) = self.randoms.checkpoint(self.pts, self.date, now);
        let mut checkpoint = Checkpoint {
            user: self.user,
            head: OwnerHead {
                as_of_pts: self.pts,
                qts: 0,
                delivered_pts: delivered,
                cut_pts: 0,
                unread_count: Some(self.unread_count),
                date: Some(self.date),
                incarnation: Some(self.incarnation).filter(|life| *life > FIRST_LIFE),
            },
            dialogs: Vec::new(),
            pages: Vec::new(),
            directories: Vec::new(),
            random_ids,
            expired_random_ids,
        };
        for (peer, dialog) in &mut self.dialogs {
            if unload {
                dialog.unload_clean_pages();
            }
            if dialog.dirty {
                save_dialog(*peer, dialog, &mut checkpoint);
            }
        }
        self.as_of = self.pts;
        self.entries_since = 0;
        checkpoint
    }

    /// How many rows a checkpoint would write, at most.
    pub(crate) fn checkpoint_rows(&self) -> usize {
        let dialog = |dialog: &Dialog| if dialog.dirty { 2 + 2 * dialog.dirty_pages.len() } else { 0 };
        3 + self.dialogs.values().map(|one| dialog(one)).sum::<usize>()
    }
}

fn save_dialog(peer: Peer, dialog: &mut Dialog, checkpoint: &mut Checkpoint) {
    dialog.dirty = false;
    let mut runs = std::collections::BTreeSet::new();
    for number in std::mem::take(&mut dialog.dirty_pages) {
        let page = dialog.pages.get(&number).filter(|page| !page.is_empty());
        let page = page.map(|page| HistoryPage { entries: page.to_bytes() });
        checkpoint.pages.push((peer, number, page));
        runs.insert(number / DIRECTORY_PAGES);
    }
    for run in runs {
        let from = (run * DIRECTORY_PAGES) as usize;
        let known = dialog.closed.iter().skip(from).take(DIRECTORY_PAGES as usize);
        let line =
            |page: &PageRef| (page.first_id, page.last_id, page.count, page.incoming, page.origin_before);
        checkpoint.directories.push((peer, run, HistoryDirectory { pages: known.map(line).collect() }));
    }
    let record = DialogRecord {
        read_inbox_max_id: dialog.read_inbox_max_id,
        read_outbox_max_id: dialog.read_outbox_max_id,
        unread_count: dialog.unread_count,
        applied: dialog.applied,
        origin_max: dialog.origin_max,
        tail_origin_before: dialog.tail_origin_before,
        closed: u32::try_from(dialog.closed.len()).unwrap_or(u32::MAX),
        tail: dialog.tail.to_bytes(),
        unread_reactions: Some(dialog.unread_reactions.iter().copied().collect())
            .filter(|ids: &Vec<MessageId>| !ids.is_empty()),
        unread_mentions: Some(dialog.unread_mentions.iter().copied().collect())
            .filter(|ids: &Vec<MessageId>| !ids.is_empty()),
        folder: (dialog.folder != 0).then_some(dialog.folder),
        pinned: (!dialog.pinned.is_empty()).then(|| dialog.pinned.clone()),
    };
    checkpoint.dialogs.push((peer, record));
}

/// A dialog from its row and the rows of its directory, in order; none if they do not fit together.
pub(crate) fn dialog_from_rows(record: &DialogRecord, runs: Vec<HistoryDirectory>) -> Option<Dialog> {
    let closed: Vec<PageRef> = runs.into_iter().flat_map(|run| run.pages).map(page_ref).collect();
    if closed.len() != record.closed as usize {
        return None;
    }
    Some(Dialog {
        read_inbox_max_id: record.read_inbox_max_id,
        read_outbox_max_id: record.read_outbox_max_id,
        unread_count: record.unread_count,
        applied: record.applied,
        origin_max: record.origin_max,
        folder: record.folder.unwrap_or(0),
        pinned: record.pinned.clone().unwrap_or_default(),
        closed,
        tail: Page::from_bytes(&record.tail)?,
        tail_origin_before: record.tail_origin_before,
        unread_reactions: record.unread_reactions.iter().flatten().copied().collect(),
        unread_mentions: record.unread_mentions.iter().flatten().copied().collect(),
        ..Dialog::default()
    })
}

type Line = (MessageId, MessageId, u32, u32, MessageId);

fn page_ref((first_id, last_id, count, incoming, origin_before): Line) -> PageRef {
    PageRef { first_id, last_id, count, incoming, origin_before }
}
