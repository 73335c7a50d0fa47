//! Which messages of a channel are there: a bit for each pts. Small enough to stay in memory (125 KB for a million
//! posts), and counts and positions in it are exact: pages, totals and unread counts need no other index.

use store::ids::{MessageId, Pts};

/// Bits of one stretch, which is one row.
pub(crate) const STRETCH: usize = 1 << 15;
const WORDS: usize = STRETCH / 64;

/// See the top of the file.
#[derive(Default)]
pub(crate) struct Marks {
    stretches: Vec<Stretch>,
}

struct Stretch {
    words: Box<[u64; WORDS]>,
    count: u32,
    /// Changed since it was last written.
    changed: bool,
}

impl Marks {
    /// Puts a stretch in as it was written.
    pub(crate) fn put(&mut self, number: usize, bits: &[u8]) {
        let stretch = self.stretch(number);
        for (word, bytes) in stretch.words.iter_mut().zip(bits.chunks(8)) {
            let mut whole = [0; 8];
            whole.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
            *word = u64::from_le_bytes(whole);
        }
        stretch.count = stretch.words.iter().map(|word| word.count_ones()).sum();
    }

    /// The stretches that have changed since this was asked before, as they are to be written.
    pub(crate) fn take_changed(&mut self) -> Vec<(usize, Vec<u8>)> {
        let mut taken = Vec::new();
        for (number, stretch) in self.stretches.iter_mut().enumerate() {
            if std::mem::take(&mut stretch.changed) {
                let bytes = stretch.words.iter().flat_map(|word| word.to_le_bytes());
                let mut bytes: Vec<u8> = bytes.collect();
                let used = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
                bytes.truncate(used);
                taken.push((number, bytes));
            }
        }
        taken
    }

    /// A message came to be.
    pub(crate) fn set(&mut self, id: MessageId) {
        let Some((number, word, bit)) = place(id) else { return };
        let stretch = self.stretch(number);
        if let Some(word) = stretch.words.get_mut(word)
            && *word & bit == 0
        {
            *word |= bit;
            stretch.count += 1;
            stretch.changed = true;
        }
    }

    /// A message went.
    pub(crate) fn clear(&mut self, id: MessageId) {
        let Some((number, word, bit)) = place(id) else { return };
        let Some(stretch) = self.stretches.get_mut(number) else { return };
        if let Some(word) = stretch.words.get_mut(word)
            && *word & bit != 0
        {
            *word &= !bit;
            stretch.count -= 1;
            stretch.changed = true;
        }
    }

    /// Whether a message is there.
    pub(crate) fn has(&self, id: MessageId) -> bool {
        let Some((number, word, bit)) = place(id) else { return false };
        let word = self.stretches.get(number).and_then(|stretch| stretch.words.get(word));
        word.is_some_and(|word| word & bit != 0)
    }

    /// How many messages have an id of `id` or above.
    pub(crate) fn at_or_above(&self, id: MessageId) -> u32 {
        let Some((number, at, bit)) = place(id.max(0)) else { return 0 };
        let above: u32 = self.stretches.iter().skip(number + 1).map(|stretch| stretch.count).sum();
        let Some(stretch) = self.stretches.get(number) else { return above };
        let here = stretch.words.get(at).map_or(0, |word| (word & !(bit - 1)).count_ones());
        let rest: u32 = stretch.words.iter().skip(at + 1).map(|word| word.count_ones()).sum();
        above + here + rest
    }

    /// The message at a position, counted from the newest, which has 0.
    pub(crate) fn at(&self, position: u32) -> Option<MessageId> {
        let mut left = position;
        for (number, stretch) in self.stretches.iter().enumerate().rev() {
            if left >= stretch.count {
                left -= stretch.count;
                continue;
            }
            for (at, word) in stretch.words.iter().enumerate().rev() {
                let count = word.count_ones();
                if left >= count {
                    left -= count;
                    continue;
                }
                let mut word = *word;
                for _ in 0..left {
                    word &= !(1 << (63 - word.leading_zeros()));
                }
                let bit = 63 - word.leading_zeros() as usize;
                return MessageId::try_from(number * STRETCH + at * 64 + bit).ok();
            }
        }
        None
    }

    /// As [`Marks::at`], among those that `other`, a part of these, does not hold.
    pub(crate) fn at_without(&self, other: &Marks, position: u32) -> Option<MessageId> {
        let mut left = position;
        for (number, stretch) in self.stretches.iter().enumerate().rev() {
            let theirs = other.stretches.get(number);
            let count = stretch.count.saturating_sub(theirs.map_or(0, |theirs| theirs.count));
            if left >= count {
                left -= count;
                continue;
            }
            for (at, word) in stretch.words.iter().enumerate().rev() {
                let hidden = theirs.and_then(|theirs| theirs.words.get(at)).copied().unwrap_or(0);
                let mut word = word & !hidden;
                let count = word.count_ones();
                if left >= count {
                    left -= count;
                    continue;
                }
                for _ in 0..left {
                    word &= !(1 << (63 - word.leading_zeros()));
                }
                let bit = 63 - word.leading_zeros() as usize;
                return MessageId::try_from(number * STRETCH + at * 64 + bit).ok();
            }
        }
        None
    }

    /// The newest message.
    pub(crate) fn top(&self) -> Option<MessageId> {
        self.at(0)
    }

    fn stretch(&mut self, number: usize) -> &mut Stretch {
        while self.stretches.len() <= number {
            self.stretches.push(Stretch { words: Box::new([0; WORDS]), count: 0, changed: false });
        }
        &mut self.stretches[number]
    }
}

/// Stretch, word and bit of an id.
fn place(id: Pts) -> Option<(usize, usize, u64)> {
    let at = usize::try_from(id).ok()?;
    Some((at / STRETCH, at % STRETCH / 64, 1 << (at % 64)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_and_counts_agree_with_a_plain_list() {
        let mut marks = Marks::default();
        let mut plain = std::collections::BTreeSet::new();
        let mut number = 7u64;
        for _ in 0..20_000 {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let id = ((number >> 33) % 100_000) as i32 + 1;
            if number & (1 << 20) == 0 {
                marks.clear(id);
                plain.remove(&id);
            } else {
                marks.set(id);
                plain.insert(id);
            }
        }
        for id in [0, 1, 63, 64, 32_767, 32_768, 32_769, 65_536, 99_999, 200_000] {
            assert_eq!(marks.at_or_above(id) as usize, plain.range(id..).count(), "{id}");
            assert_eq!(marks.has(id), plain.contains(&id));
        }
        for position in [0, 1, 63, 64, 5_000, plain.len() - 1] {
            assert_eq!(marks.at(position as u32), plain.iter().rev().nth(position).copied());
        }
        assert_eq!(marks.at(plain.len() as u32), None);
        let mut other = Marks::default();
        let rest: Vec<i32> = plain.iter().copied().filter(|id| id % 3 != 0 || *id > 90_000).collect();
        plain.iter().filter(|id| !rest.contains(id)).for_each(|id| other.set(*id));
        for position in [0, 1, 63, 64, 3_000, rest.len() - 1] {
            let expected = rest.iter().rev().nth(position).copied();
            assert_eq!(marks.at_without(&other, position as u32), expected);
        }
        assert_eq!(marks.at_without(&other, rest.len() as u32), None);
    }

    #[test]
    fn stretches_come_back_from_their_rows() {
        let mut marks = Marks::default();
        for id in [1, 64, 40_000, 40_001] {
            marks.set(id);
        }
        let rows = marks.take_changed();
        assert_eq!(rows.len(), 2);
        assert!(marks.take_changed().is_empty());
        let mut again = Marks::default();
        for (number, bits) in &rows {
            again.put(*number, bits);
        }
        assert_eq!((again.at(0), again.at(3), again.at_or_above(0)), (Some(40_001), Some(1), 4));
    }
}
