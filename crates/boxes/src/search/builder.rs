//! Makes a segment out of messages: gathers which words and marks stand in which of them, and packs that into rows
//! of a few KiB, parted by the hashed beginning of the word.

use rustc_hash::FxHashMap;
use store::{
    ids::{MessageId, Pts, UserId},
    records::{log::MessageRecord, search::SearchRow},
};

use super::{
    postings::{Postings, pack},
    terms::{Mark, Terms, group_of},
    wanted::{marks_of, words_of},
    words::{Kind, Word},
};
use crate::projection::write_number;

/// See the top of the file.
pub(crate) struct Builder {
    user: UserId,
    from: Pts,
    letters: FxHashMap<Box<str>, Postings>,
    pairs: FxHashMap<Box<str>, Postings>,
    marks: FxHashMap<Mark, Postings>,
    dates: Vec<(u32, i32)>,
    pub(crate) messages: u32,
    pub(crate) text_bytes: usize,
    pub(crate) first_date: i32,
    pub(crate) last_date: i32,
}

/// A segment's rows: group, part, row.
pub(crate) struct Packed {
    pub(crate) word_groups: u32,
    pub(crate) mark_groups: u32,
    pub(crate) rows: Vec<(i32, i32, SearchRow)>,
}

impl Builder {
    /// For a range of the log that begins at `from`.
    pub(crate) fn new(user: UserId, from: Pts) -> Builder {
        Builder {
            user,
            from,
            letters: FxHashMap::default(),
            pairs: FxHashMap::default(),
            marks: FxHashMap::default(),
            dates: Vec::new(),
            messages: 0,
            text_bytes: 0,
            first_date: 0,
            last_date: 0,
        }
    }

    /// Takes the next message; ids rise.
    pub(crate) fn add(&mut self, id: MessageId, record: &MessageRecord) {
        let Ok(offset) = u32::try_from(id.saturating_sub(self.from)) else { return };
        let (letters, pairs) = (&mut self.letters, &mut self.pairs);
        words_of(record, |word| {
            let map = match word.kind {
                Kind::Letters => &mut *letters,
                Kind::Pair => &mut *pairs,
            };
            match map.get_mut(word.letters) {
                Some(postings) => postings.add(offset),
                None => map.entry(word.letters.into()).or_default().add(offset),
            }
        });
        let marks = &mut self.marks;
        marks_of(self.user, record, |mark| marks.entry(mark).or_default().add(offset));
        if self.messages.is_multiple_of(DATED_EVERY) {
            self.dates.push((offset, record.date));
        }
        if self.messages == 0 {
            self.first_date = record.date;
        }
        self.last_date = record.date;
        self.messages += 1;
        self.text_bytes += record.content.text.len();
    }

    /// The rows.
    pub(crate) fn pack(self, terms: &Terms) -> Packed {
        let mut words = chains(terms, Kind::Letters, self.letters);
        words.extend(chains(terms, Kind::Pair, self.pairs));
        let marks = self.marks.into_iter().map(|(mark, postings)| (terms.mark(mark), postings)).collect();
        let mut rows = Vec::new();
        let word_groups = part(words, word_row, &mut rows);
        let mark_groups = part(marks, mark_row, &mut rows);
        let mut dates = Vec::new();
        let (mut offset, mut date) = (0, self.first_date);
        for (next, then) in self.dates {
            write_number(&mut dates, next.wrapping_sub(offset));
            write_number(&mut dates, then.wrapping_sub(date).cast_unsigned());
            (offset, date) = (next, then);
        }
        rows.push((DATES, 0, SearchRow { bytes: dates, parts: 1 }));
        Packed { word_groups, mark_groups, rows }
    }
}

/// The row of a group of words.
pub(crate) fn word_row(group: u32) -> i32 {
    i32::try_from(group).unwrap_or(i32::MAX)
}

/// The row of a group of marks.
pub(crate) fn mark_row(group: u32) -> i32 {
    -1 - word_row(group)
}

fn chains(terms: &Terms, kind: Kind, words: FxHashMap<Box<str>, Postings>) -> Vec<(Vec<u8>, Postings)> {
    let mut words: Vec<_> = words.into_iter().collect();
    // In order, so that a word shares links with the one before it.
    words.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    let (mut before, mut chain) = (Box::<str>::from(""), Vec::new());
    let mut chains = Vec::with_capacity(words.len());
    for (letters, postings) in words {
        terms.extend(Word { letters: &letters, kind }, &before, &mut chain);
        chains.push((chain.clone(), postings));
        before = letters;
    }
    chains
}

/// Parts terms into groups, whose number this gives, and packs each.
fn part(
    mut terms: Vec<(Vec<u8>, Postings)>,
    row: fn(u32) -> i32,
    rows: &mut Vec<(i32, i32, SearchRow)>,
) -> u32 {
    let bytes: usize = terms.iter().map(|(chain, postings)| chain.len() / 2 + 3 + postings.len()).sum();
    let groups = (bytes / GROUP_BYTES).clamp(1, GROUPS_MAX) as u32;
    terms.sort_unstable_by(|(one, _), (other, _)| {
        (group_of(one, groups), one).cmp(&(group_of(other, groups), other))
    });
    for group in terms.chunk_by(|(one, _), (other, _)| group_of(one, groups) == group_of(other, groups)) {
        let Some((chain, _)) = group.first() else { continue };
        let number = row(group_of(chain, groups));
        let parts = pack(group);
        let count = u32::try_from(parts.len()).unwrap_or(u32::MAX);
        for (part, bytes) in (0..).zip(parts) {
            rows.push((number, part, SearchRow { bytes, parts: count }));
        }
    }
    groups
}

/// The row of the dates: every so many messages, its offset and how much later it is than the one before.
pub(crate) const DATES: i32 = i32::MIN;
pub(crate) const DATED_EVERY: u32 = 64;
/// Small enough that a rare word costs little to read, large enough to compress.
const GROUP_BYTES: usize = 4 * 1024;
const GROUPS_MAX: usize = 512;
