//! The bytes of a group of terms: each term's chain, less what it shares with the one before, and the messages
//! that hold it, as steps from the segment's first pts. And sets of messages of a segment, as bits.

use crate::projection::{read_number, write_number};

/// The messages that hold a term, as they are gathered: offsets rise.
#[derive(Default)]
pub(crate) struct Postings {
    bytes: Vec<u8>,
    /// One above the last offset; 0 before the first.
    next: u32,
}

impl Postings {
    /// Adds a message, unless it was the last one added.
    pub(crate) fn add(&mut self, offset: u32) {
        if offset < self.next {
            return;
        }
        write_number(&mut self.bytes, offset - self.next);
        self.next = offset + 1;
    }

    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }
}

/// Packs terms of one group, chains rising, into parts of bounded length.
pub(crate) fn pack(terms: &[(Vec<u8>, Postings)]) -> Vec<Vec<u8>> {
    let mut parts = Vec::new();
    let mut part = Vec::new();
    let mut before: &[u8] = &[];
    for (chain, postings) in terms {
        if !part.is_empty() && part.len() + chain.len() + postings.len() > PART_BYTES_MAX {
            parts.push(std::mem::take(&mut part));
            before = &[];
        }
        let shared = before.iter().zip(chain).take_while(|(one, other)| one == other).count();
        let own = chain.get(shared..).unwrap_or_default();
        // A chain has at most some dozens of bytes.
        write_number(&mut part, shared as u32);
        write_number(&mut part, own.len() as u32);
        part.extend_from_slice(own);
        write_number(&mut part, u32::try_from(postings.len()).unwrap_or(u32::MAX));
        part.extend_from_slice(&postings.bytes);
        before = chain;
    }
    parts.push(part);
    parts
}

/// Adds to `found` the messages of all terms that begin with `chain`; none if the bytes are no group.
pub(crate) fn collect(mut bytes: &[u8], chain: &[u8], found: &mut Bits) -> Option<()> {
    let mut here: Vec<u8> = Vec::new();
    while !bytes.is_empty() {
        let shared = read_number(&mut bytes)? as usize;
        let own = take(&mut bytes)?;
        if shared > here.len() {
            return None;
        }
        here.truncate(shared);
        here.extend_from_slice(own);
        let mut postings = take(&mut bytes)?;
        if !here.starts_with(chain) {
            if here.as_slice() > chain {
                return Some(());
            }
            continue;
        }
        let mut next = 0u32;
        while !postings.is_empty() {
            let offset = next.checked_add(read_number(&mut postings)?)?;
            found.add(offset);
            next = offset.checked_add(1)?;
        }
    }
    Some(())
}

fn take<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = read_number(bytes)? as usize;
    let (first, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(first)
}

/// A set of offsets below a bound.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Bits {
    words: Vec<u64>,
    below: u32,
}

impl Bits {
    /// None of `0..below`.
    pub(crate) fn none(below: u32) -> Bits {
        Bits { words: vec![0; (below as usize).div_ceil(64)], below }
    }

    pub(crate) fn add(&mut self, offset: u32) {
        if let Some(word) = self.words.get_mut(offset as usize / 64).filter(|_| offset < self.below) {
            *word |= 1 << (offset % 64);
        }
    }

    pub(crate) fn remove(&mut self, offset: u32) {
        if let Some(word) = self.words.get_mut(offset as usize / 64) {
            *word &= !(1 << (offset % 64));
        }
    }

    /// Keeps what stands in `other` as well.
    pub(crate) fn and(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(mine, other)| *mine &= other);
    }

    /// Keeps what does not stand in `other`.
    pub(crate) fn and_not(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(mine, other)| *mine &= !other);
    }

    /// Keeps the offsets in `from..to`.
    pub(crate) fn keep(&mut self, from: u32, to: u32) {
        for (number, word) in self.words.iter_mut().enumerate() {
            let first = number as u64 * 64;
            let low = u64::from(from).saturating_sub(first).min(64);
            let high = u64::from(to).saturating_sub(first).min(64);
            *word &= ones(high) & !ones(low);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    pub(crate) fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// How many stand at `offset` or above.
    pub(crate) fn count_from(&self, offset: u32) -> u32 {
        let mut above = self.clone();
        above.keep(offset, u32::MAX);
        above.count()
    }

    /// The offsets, greatest first.
    pub(crate) fn backward(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().rev().flat_map(|(number, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let highest = left.checked_ilog2()?;
                left &= !(1 << highest);
                Some(number as u32 * 64 + highest)
            })
        })
    }
}

fn ones(bits: u64) -> u64 {
    if bits >= 64 { u64::MAX } else { (1 << bits) - 1 }
}

/// A value has 64 KiB at most.
const PART_BYTES_MAX: usize = 40 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn postings(offsets: &[u32]) -> Postings {
        let mut postings = Postings::default();
        offsets.iter().for_each(|offset| postings.add(*offset));
        postings
    }

    fn found(parts: &[Vec<u8>], chain: &[u8]) -> Vec<u32> {
        let mut bits = Bits::none(100_000);
        parts.iter().for_each(|part| collect(part, chain, &mut bits).unwrap());
        bits.backward().collect()
    }

    #[test]
    fn a_beginning_of_a_chain_finds_the_messages_of_all_that_begin_so() {
        let terms = vec![
            (b"aaaa".to_vec(), postings(&[0, 7])),
            (b"aaaabb".to_vec(), postings(&[7, 99_999])),
            (b"aaaacc".to_vec(), postings(&[3])),
            (b"bbbb".to_vec(), postings(&[1, 1, 2])),
        ];
        let parts = pack(&terms);
        assert_eq!(found(&parts, b"aaaa"), [99_999, 7, 3, 0]);
        assert_eq!(found(&parts, b"aaaabb"), [99_999, 7]);
        assert_eq!(found(&parts, b"bbbb"), [2, 1]);
        assert!(found(&parts, b"cccc").is_empty() && found(&parts, b"aaaad").is_empty());
    }

    #[test]
    fn a_large_group_goes_in_parts() {
        let terms: Vec<_> = (0u32..20_000).map(|at| (at.to_be_bytes().to_vec(), postings(&[at]))).collect();
        let parts = pack(&terms);
        assert!(parts.len() > 2 && parts.iter().all(|part| part.len() <= PART_BYTES_MAX));
        assert_eq!(found(&parts, &19_000u32.to_be_bytes()), [19_000]);
    }

    #[test]
    fn cut_or_foreign_bytes_are_no_group_and_no_panic() {
        let parts = pack(&[(b"aaaa".to_vec(), postings(&[5, 6]))]);
        for end in 1..parts[0].len() {
            assert!(collect(&parts[0][..end], b"aaaa", &mut Bits::none(10)).is_none());
        }
        assert!(collect(&[9, 1, 1, 1], b"a", &mut Bits::none(10)).is_none());
        assert!(collect(&[0, 1, 1, 5, 255, 255, 255, 255, 255], b"", &mut Bits::none(10)).is_none());
    }

    #[test]
    fn bits_are_kept_in_a_range() {
        let mut bits = Bits::none(200);
        (0..200).for_each(|at| bits.add(at));
        bits.keep(63, 130);
        assert_eq!((bits.count(), bits.count_from(129)), (67, 1));
        assert_eq!(bits.backward().next(), Some(129));
        bits.remove(129);
        assert_eq!(bits.backward().next(), Some(128));
    }
}
