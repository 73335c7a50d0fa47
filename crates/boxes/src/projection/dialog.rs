//! One dialog of a box as it follows from the log: marks, counts, and the history index in pages. Closed pages
//! stay on disk until something asks for them; asking gives [`Missing`], and the caller brings the page.

use std::collections::{BTreeMap, BTreeSet};

use store::ids::{MessageId, Pts};

use super::page::{IndexEntry, PAGE_ENTRIES, Page};

/// The number of a closed page, from 0 for the oldest.
pub(crate) type PageNumber = u32;

/// A closed page that is wanted and not in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Missing(pub(crate) PageNumber);

/// What is known of a closed page without reading it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PageRef {
    /// No entry of the page is below.
    pub(crate) first_id: MessageId,
    /// The greatest id; 0 when the page is empty.
    pub(crate) last_id: MessageId,
    /// Entries that are left.
    pub(crate) count: u32,
    /// Of these, incoming ones.
    pub(crate) incoming: u32,
    /// The greatest incoming origin that ever stood before this page.
    pub(crate) origin_before: MessageId,
}

/// One dialog.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dialog {
    /// The owner has read incoming messages up to here.
    pub(crate) read_inbox_max_id: MessageId,
    /// The other side has read the owner's messages up to here.
    pub(crate) read_outbox_max_id: MessageId,
    /// Incoming messages above `read_inbox_max_id`.
    pub(crate) unread_count: i32,
    /// The last event of the other person's box that was applied or refused here.
    pub(crate) applied: Pts,
    /// 0 for the list itself, 1 for the archive.
    pub(crate) folder: i32,
    /// Pinned messages, ids rising.
    pub(crate) pinned: Vec<MessageId>,
    /// The greatest incoming origin so far.
    pub(crate) origin_max: MessageId,
    pub(crate) closed: Vec<PageRef>,
    pub(crate) tail: Page,
    /// `origin_before` of the tail.
    pub(crate) tail_origin_before: MessageId,
    /// Closed pages in memory.
    pub(crate) pages: BTreeMap<PageNumber, Page>,
    /// The owner's messages with reactions that he has not seen; the newest of them, if they are very many.
    pub(crate) unread_reactions: BTreeSet<MessageId>,
    /// Messages that mention the owner and that he has not seen; the newest of them, if they are very many.
    pub(crate) unread_mentions: BTreeSet<MessageId>,
    pub(crate) dirty: bool,
    pub(crate) dirty_pages: BTreeSet<PageNumber>,
}

impl Dialog {
    /// The newest message.
    pub(crate) fn top(&self) -> Option<MessageId> {
        let closed = || self.closed.iter().rev().find(|page| page.count > 0).map(|page| page.last_id);
        self.tail.last_id().or_else(closed)
    }

    /// How many messages it holds.
    pub(crate) fn count(&self) -> u32 {
        self.tail.len() + self.closed.iter().map(|page| page.count).sum::<u32>()
    }

    /// Whether anything stands in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.tail.is_empty() && self.closed.iter().all(|page| page.count == 0)
    }

    /// Adds a message above all others. `by_group`: its origin is its place in a group's log, whoever wrote it.
    pub(crate) fn push(&mut self, entry: IndexEntry, by_group: bool) {
        self.dirty = true;
        if self.tail.entries().len() >= PAGE_ENTRIES {
            self.close_tail();
        }
        if !entry.out || by_group {
            self.origin_max = self.origin_max.max(entry.origin);
        }
        if !entry.out && entry.id > self.read_inbox_max_id {
            self.unread_count += 1;
        }
        self.tail.push(entry);
    }

    /// The message with this id.
    pub(crate) fn find(&self, id: MessageId) -> Result<Option<IndexEntry>, Missing> {
        Ok(self.page_of(id)?.and_then(|page| page.find(id)))
    }

    /// The incoming message with this origin.
    pub(crate) fn find_origin(&self, origin: MessageId) -> Result<Option<IndexEntry>, Missing> {
        if origin > self.tail_origin_before {
            return Ok(self.tail.find_origin(origin));
        }
        let at = self.closed.partition_point(|page| page.origin_before < origin);
        let Some(number) = at.checked_sub(1) else { return Ok(None) };
        Ok(self.closed_page(number)?.and_then(|page| page.find_origin(origin)))
    }

    /// The message with this place in the group's log, in a group's dialog.
    pub(crate) fn find_in_group(&self, pts: Pts) -> Result<Option<IndexEntry>, Missing> {
        if pts > self.tail_origin_before {
            return Ok(self.tail.find_in_group(pts));
        }
        let at = self.closed.partition_point(|page| page.origin_before < pts);
        let Some(number) = at.checked_sub(1) else { return Ok(None) };
        Ok(self.closed_page(number)?.and_then(|page| page.find_in_group(pts)))
    }

    /// In a group's dialog, the newest message of the owner's, or of somebody else's, at or below a place in the
    /// group's log; of the owner's, only those that nobody is known to have read.
    pub(crate) fn of_group_at_or_below(&self, pts: Pts, out: bool) -> Result<Option<IndexEntry>, Missing> {
        if let Some(found) = self.tail.of_group_at_or_below(pts, out) {
            return Ok(Some(found));
        }
        for (number, known) in self.closed.iter().enumerate().rev() {
            if out && known.count > 0 && known.last_id <= self.read_outbox_max_id {
                break;
            }
            let wanted = if out { known.count - known.incoming } else { known.incoming };
            if wanted == 0 || known.origin_before >= pts {
                continue;
            }
            if let Some(found) =
                self.closed_page(number)?.and_then(|page| page.of_group_at_or_below(pts, out))
            {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Notes whether a message has reactions that the owner has not seen.
    pub(crate) fn set_unread_reactions(&mut self, id: MessageId, unread: bool) {
        if !unread {
            self.unread_reactions.remove(&id);
        } else if self.unread_reactions.insert(id) && self.unread_reactions.len() > UNREAD_REACTIONS_MAX {
            self.unread_reactions.pop_first();
        }
    }

    /// Notes that the owner is mentioned in a message, or has seen it.
    pub(crate) fn set_unread_mention(&mut self, id: MessageId, unread: bool) {
        if !unread {
            self.unread_mentions.remove(&id);
        } else if self.unread_mentions.insert(id) && self.unread_mentions.len() > UNREAD_MENTIONS_MAX {
            self.unread_mentions.pop_first();
        }
    }

    /// Takes a message out. The page must have been found before (`find` gave no `Missing`).
    pub(crate) fn remove(&mut self, id: MessageId) -> Option<IndexEntry> {
        let removed = match self.closed_number_of(id) {
            None => self.tail.remove(id)?,
            Some(number) => {
                let key = PageNumber::try_from(number).ok()?;
                let page = self.pages.get_mut(&key)?;
                let removed = page.remove(id)?;
                let known = self.closed.get_mut(number)?;
                known.count = page.len();
                known.incoming = page.incoming();
                known.last_id = page.last_id().unwrap_or(0);
                self.dirty_pages.insert(key);
                removed
            }
        };
        self.dirty = true;
        self.unread_reactions.remove(&id);
        self.unread_mentions.remove(&id);
        self.set_pinned(&[id], false);
        if !removed.out && removed.id > self.read_inbox_max_id {
            self.unread_count -= 1;
        }
        Some(removed)
    }

    /// Notes that messages are pinned, or no longer.
    pub(crate) fn set_pinned(&mut self, ids: &[MessageId], pinned: bool) {
        for id in ids {
            match (self.pinned.binary_search(id), pinned) {
                (Ok(at), false) => drop(self.pinned.remove(at)),
                (Err(at), true) => self.pinned.insert(at, *id),
                _ => {}
            }
        }
    }

    /// The newest incoming message at or below `id`.
    pub(crate) fn incoming_at_or_below(&self, id: MessageId) -> Result<Option<IndexEntry>, Missing> {
        if let Some(found) = self.tail.incoming_at_or_below(id) {
            return Ok(Some(found));
        }
        for (number, known) in self.closed.iter().enumerate().rev() {
            if known.incoming == 0 || known.first_id > id {
                continue;
            }
            if let Some(found) = self.closed_page(number)?.and_then(|page| page.incoming_at_or_below(id)) {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// How many incoming messages stand above `id`.
    pub(crate) fn incoming_above(&self, id: MessageId) -> Result<u32, Missing> {
        let mut count = self.tail.incoming_above(id);
        for (number, known) in self.closed.iter().enumerate().rev() {
            if known.last_id <= id && known.count > 0 {
                break;
            }
            if known.incoming == 0 {
                continue;
            }
            count += if known.first_id > id {
                known.incoming
            } else {
                self.closed_page(number)?.map_or(0, |page| page.incoming_above(id))
            };
        }
        Ok(count)
    }

    /// Moves the owner's read mark up. `incoming_above` must have been asked before.
    pub(crate) fn read_inbox(&mut self, max_id: MessageId) {
        if max_id > self.read_inbox_max_id
            && let Ok(unread) = self.incoming_above(max_id)
        {
            self.read_inbox_max_id = max_id;
            self.unread_count = i32::try_from(unread).unwrap_or(i32::MAX);
            self.dirty = true;
        }
    }

    /// How many messages have an id of `id` or above.
    pub(crate) fn at_or_above(&self, id: MessageId) -> Result<u32, Missing> {
        let mut count = self.tail.at_or_above(id);
        for (number, known) in self.closed.iter().enumerate().rev() {
            if known.count == 0 {
                continue;
            }
            if known.last_id < id {
                break;
            }
            count += if known.first_id >= id {
                known.count
            } else {
                self.closed_page(number)?.map_or(0, |page| page.at_or_above(id))
            };
        }
        Ok(count)
    }

    /// The messages at positions `from..from + limit`, counted from the newest (position 0) to the oldest.
    pub(crate) fn slice(&self, from: u32, limit: u32) -> Result<Vec<IndexEntry>, Missing> {
        let mut skip = from;
        let mut found = Vec::new();
        let wanted = limit as usize;
        take(&self.tail, &mut skip, wanted, &mut found);
        for (number, known) in self.closed.iter().enumerate().rev() {
            if found.len() >= wanted {
                break;
            }
            if known.count <= skip {
                skip -= known.count;
                continue;
            }
            if let Some(page) = self.closed_page(number)? {
                take(page, &mut skip, wanted, &mut found);
            }
        }
        Ok(found)
    }

    /// Puts a page in memory that was missing.
    pub(crate) fn supply(&mut self, number: PageNumber, page: Page) {
        self.pages.entry(number).or_insert(page);
    }

    /// Lets go of closed pages that are as on disk.
    pub(crate) fn unload_clean_pages(&mut self) {
        let dirty = &self.dirty_pages;
        self.pages.retain(|number, _| dirty.contains(number));
    }

    fn close_tail(&mut self) {
        let page = std::mem::take(&mut self.tail);
        let number = PageNumber::try_from(self.closed.len()).unwrap_or(PageNumber::MAX);
        self.closed.push(PageRef {
            first_id: page.entries().first().map_or(0, |entry| entry.id),
            last_id: page.last_id().unwrap_or(0),
            count: page.len(),
            incoming: page.incoming(),
            origin_before: self.tail_origin_before,
        });
        self.tail_origin_before = self.origin_max;
        self.pages.insert(number, page);
        self.dirty_pages.insert(number);
    }

    /// The closed page in whose range the id falls; none for the tail's.
    fn closed_number_of(&self, id: MessageId) -> Option<usize> {
        let before_tail = self.tail.entries().first().is_none_or(|first| id < first.id);
        if !before_tail {
            return None;
        }
        self.closed.partition_point(|page| page.first_id <= id).checked_sub(1)
    }

    fn page_of(&self, id: MessageId) -> Result<Option<&Page>, Missing> {
        match self.closed_number_of(id) {
            None => Ok(Some(&self.tail)),
            Some(number) => self.closed_page(number),
        }
    }

    /// A closed page; none when it is known to be empty.
    fn closed_page(&self, number: usize) -> Result<Option<&Page>, Missing> {
        if self.closed.get(number).is_none_or(|known| known.count == 0) {
            return Ok(None);
        }
        let key = PageNumber::try_from(number).unwrap_or(PageNumber::MAX);
        self.pages.get(&key).map(Some).ok_or(Missing(key))
    }
}

fn take(page: &Page, skip: &mut u32, wanted: usize, found: &mut Vec<IndexEntry>) {
    for entry in page.entries().iter().rev() {
        if found.len() >= wanted {
            return;
        }
        if *skip > 0 {
            *skip -= 1;
            continue;
        }
        found.push(*entry);
    }
}

/// Messages of one dialog; what is more counts as seen, so that a dialog stays one record.
const UNREAD_REACTIONS_MAX: usize = 1_000;
const UNREAD_MENTIONS_MAX: usize = 1_000;

#[cfg(test)]
mod tests {
    use store::records::log::MessageKind;

    use super::*;

    fn filled(messages: i32) -> Dialog {
        let mut dialog = Dialog::default();
        for id in 1..=messages {
            let out = id % 3 == 0;
            let origin = if out { id } else { id + 1000 };
            dialog.push(IndexEntry { id, origin, kind: MessageKind::Text, out }, false);
        }
        dialog
    }

    #[test]
    fn messages_are_found_over_page_bounds() {
        let dialog = filled(1000);
        assert_eq!(dialog.count(), 1000);
        assert_eq!(dialog.top(), Some(1000));
        for id in [1, 96, 97, 192, 193, 500, 1000] {
            assert_eq!(dialog.find(id).map(|found| found.map(|entry| entry.id)), Ok(Some(id)));
            let by_origin = dialog.find_origin(id + 1000).map(|found| found.map(|entry| entry.id));
            assert_eq!(by_origin, Ok((id % 3 != 0).then_some(id)));
        }
        assert_eq!(dialog.find(1001), Ok(None));
        assert_eq!(dialog.find(0), Ok(None));
        assert_eq!(dialog.at_or_above(400), Ok(601));
    }

    #[test]
    fn a_page_that_is_not_in_memory_is_named() {
        let mut dialog = filled(300);
        dialog.dirty_pages.clear();
        dialog.unload_clean_pages();
        assert_eq!(dialog.find(1), Err(Missing(0)));
        assert_eq!(dialog.find_origin(1100), Err(Missing(1)));
        assert_eq!(dialog.find(299).map(|found| found.is_some()), Ok(true));
    }

    #[test]
    fn reads_and_removals_keep_the_unread_count_true() {
        let mut dialog = filled(400);
        let count = |dialog: &Dialog, above: i32| {
            dialog.slice(0, u32::MAX).unwrap().iter().filter(|entry| !entry.out && entry.id > above).count()
                as i32
        };
        assert_eq!(dialog.unread_count, count(&dialog, 0));
        dialog.read_inbox(50);
        assert_eq!(dialog.unread_count, count(&dialog, 50));
        for id in [20, 100, 101, 102, 399, 400] {
            assert!(dialog.remove(id).is_some());
        }
        assert_eq!(dialog.unread_count, count(&dialog, 50));
        assert_eq!((dialog.top(), dialog.count()), (Some(398), 394));
    }

    #[test]
    fn a_slice_counts_from_the_newest() {
        let dialog = filled(300);
        let ids: Vec<i32> = dialog.slice(10, 200).unwrap().iter().map(|entry| entry.id).collect();
        assert_eq!(ids, (91..=290).rev().collect::<Vec<_>>());
    }
}
