//! A page of a dialog's history index: which messages stand there, in the order of their ids, with what is
//! needed to find them by origin and to count them. The messages themselves are in the log.

use store::{ids::MessageId, records::log::MessageKind};

/// A closed page holds so many entries at first; deletes make it smaller, nothing makes it larger.
pub(crate) const PAGE_ENTRIES: usize = 96;

/// One message of a dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IndexEntry {
    /// The message's id in this box.
    pub(crate) id: MessageId,
    /// The author's own id of the message; equal to `id` where the owner is the author. In a group's dialog, the
    /// message's place in the group's log.
    pub(crate) origin: MessageId,
    /// What it holds, for filters.
    pub(crate) kind: MessageKind,
    /// Whether the owner is the author.
    pub(crate) out: bool,
}

/// A run of entries in rising order of ids. Incoming entries rise in their origins as well, since delivery
/// goes in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Page {
    entries: Vec<IndexEntry>,
}

impl Page {
    /// The entries, ids rising.
    pub(crate) fn entries(&self) -> &[IndexEntry] {
        &self.entries
    }

    /// Adds an entry whose id is above all others'.
    pub(crate) fn push(&mut self, entry: IndexEntry) {
        self.entries.push(entry);
    }

    /// The entry with this id.
    pub(crate) fn find(&self, id: MessageId) -> Option<IndexEntry> {
        let at = self.entries.binary_search_by_key(&id, |entry| entry.id).ok()?;
        self.entries.get(at).copied()
    }

    /// The incoming entry with this origin.
    pub(crate) fn find_origin(&self, origin: MessageId) -> Option<IndexEntry> {
        self.entries.iter().rev().find(|entry| !entry.out && entry.origin == origin).copied()
    }

    /// The entry with this place in the group's log.
    pub(crate) fn find_in_group(&self, pts: MessageId) -> Option<IndexEntry> {
        self.entries.iter().rev().find(|entry| entry.origin == pts).copied()
    }

    /// The newest entry of the owner's, or of somebody else's, at or below a place in the group's log.
    pub(crate) fn of_group_at_or_below(&self, pts: MessageId, out: bool) -> Option<IndexEntry> {
        self.entries.iter().rev().find(|entry| entry.out == out && entry.origin <= pts).copied()
    }

    /// Takes the entry with this id out.
    pub(crate) fn remove(&mut self, id: MessageId) -> Option<IndexEntry> {
        let at = self.entries.binary_search_by_key(&id, |entry| entry.id).ok()?;
        Some(self.entries.remove(at))
    }

    /// The newest incoming entry at or below `id`.
    pub(crate) fn incoming_at_or_below(&self, id: MessageId) -> Option<IndexEntry> {
        self.entries.iter().rev().find(|entry| !entry.out && entry.id <= id).copied()
    }

    /// How many incoming entries have an id above `id`.
    pub(crate) fn incoming_above(&self, id: MessageId) -> u32 {
        count(self.entries.iter().rev().take_while(|entry| entry.id > id).filter(|entry| !entry.out))
    }

    /// How many entries are incoming.
    pub(crate) fn incoming(&self) -> u32 {
        count(self.entries.iter().filter(|entry| !entry.out))
    }

    /// How many entries have an id of `id` or above.
    pub(crate) fn at_or_above(&self, id: MessageId) -> u32 {
        let below = self.entries.partition_point(|entry| entry.id < id);
        u32::try_from(self.entries.len() - below).unwrap_or(u32::MAX)
    }

    /// The number of entries.
    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.entries.len()).unwrap_or(u32::MAX)
    }

    /// Whether nothing stands here.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The greatest id.
    pub(crate) fn last_id(&self) -> Option<MessageId> {
        self.entries.last().map(|entry| entry.id)
    }

    /// The bytes as stored: per entry the step of the id, kind and direction, and for incoming ones the step
    /// of the origin, each as a variable-length number. The owner's own in a group's dialog have their origins as
    /// well, behind a mark that is no kind.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.entries.len() * 5);
        let (mut id, mut origin) = (0, 0);
        for entry in &self.entries {
            write_number(&mut bytes, step(id, entry.id));
            let by_group = entry.out && entry.origin != entry.id;
            if by_group {
                bytes.push(OUT_BY_GROUP);
            }
            bytes.push(entry.kind.code() << 1 | u8::from(entry.out));
            id = entry.id;
            if !entry.out || by_group {
                write_number(&mut bytes, step(origin, entry.origin));
                origin = entry.origin;
            }
        }
        bytes
    }

    /// What `to_bytes` wrote; none if the bytes are no page.
    pub(crate) fn from_bytes(mut bytes: &[u8]) -> Option<Page> {
        let mut entries = Vec::new();
        let (mut id, mut origin) = (0i32, 0i32);
        while !bytes.is_empty() {
            id = id.wrapping_add(read_number(&mut bytes)? as i32);
            let (mut first, mut rest) = bytes.split_first()?;
            let by_group = *first == OUT_BY_GROUP;
            if by_group {
                (first, rest) = rest.split_first()?;
            }
            bytes = rest;
            let (kind, out) = (MessageKind::from_code(first >> 1), first & 1 == 1);
            let from = if out && !by_group {
                id
            } else {
                origin = origin.wrapping_add(read_number(&mut bytes)? as i32);
                origin
            };
            entries.push(IndexEntry { id, origin: from, kind, out });
        }
        Some(Page { entries })
    }
}

/// Before the owner's own entry that has an origin.
const OUT_BY_GROUP: u8 = 0x7e << 1 | 1;

fn step(from: i32, to: i32) -> u32 {
    to.wrapping_sub(from) as u32
}

/// Appends a number in as few bytes as it needs.
pub(crate) fn write_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// What `write_number` wrote.
pub(crate) fn read_number(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0u32;
    for shift in (0..32).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

fn count<'a>(entries: impl Iterator<Item = &'a IndexEntry>) -> u32 {
    u32::try_from(entries.count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: i32, origin: i32, out: bool) -> IndexEntry {
        IndexEntry { id, origin, kind: MessageKind::Text, out }
    }

    #[test]
    fn a_page_comes_back_from_its_bytes() {
        let mut page = Page::default();
        let own_in_group = entry(70_001, 900_002, true);
        for item in [entry(2, 900_000, false), entry(5, 5, true), entry(70_000, 900_001, false), own_in_group]
        {
            page.push(item);
        }
        assert!(Page::from_bytes(&page.to_bytes()) == Some(page));
    }

    #[test]
    fn cut_bytes_are_no_page() {
        let mut page = Page::default();
        page.push(entry(7, 300, false));
        let bytes = page.to_bytes();
        assert!((1..bytes.len()).all(|len| Page::from_bytes(&bytes[..len]).is_none()));
    }

    #[test]
    fn entries_are_found_by_id_and_by_origin() {
        let mut page = Page::default();
        page.push(entry(2, 40, false));
        page.push(entry(3, 3, true));
        page.push(entry(9, 41, false));
        assert_eq!(page.find(3).map(|found| found.origin), Some(3));
        assert_eq!(page.find_origin(41).map(|found| found.id), Some(9));
        assert_eq!(page.find_origin(3), None);
        assert_eq!(page.incoming_at_or_below(8).map(|found| found.id), Some(2));
        assert_eq!((page.incoming_above(2), page.at_or_above(3), page.incoming()), (1, 2, 2));
    }
}
