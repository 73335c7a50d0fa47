//! One batch as it lies in the log: a head with its length, number and checksum, then its groups, then zeros up
//! to the next block. What the groups mean is not this file's.
//!
//! The checksum begins with the segment's salt, so what an earlier use of the file has left is never taken for
//! a record of this one.

use kv::{Op, Shard};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::log::buffer::{BLOCK, Buffer};

/// Changes to one shard, as the log gives them back.
pub(crate) struct Part {
    pub(crate) shard: Shard,
    pub(crate) ops: Vec<Op>,
}

/// Leaves room for the head.
pub(crate) fn begin(buffer: &mut Buffer) {
    buffer.clear();
    buffer.extend(&[0; HEAD]);
}

/// Adds one group.
pub(crate) fn add(buffer: &mut Buffer, shard: Shard, ops: &[Op]) {
    buffer.extend(&shard.0.to_le_bytes());
    buffer.extend(&(ops.len() as u32).to_le_bytes());
    for op in ops {
        // Keys are 4 KiB at most and values 64 KiB: `kv::limits` was asked before.
        let (tag, one, other) = match op {
            Op::Set { key, value } => (TAG_SET, key, value.as_slice()),
            Op::Delete { key } => (TAG_DELETE, key, &[][..]),
            Op::DeleteRange { from, to } => (TAG_RANGE, from, to.as_slice()),
        };
        let mut head = [tag, 0, 0, 0, 0, 0, 0];
        head[1..3].copy_from_slice(&(one.len() as u16).to_le_bytes());
        head[3..7].copy_from_slice(&(other.len() as u32).to_le_bytes());
        buffer.extend(&head);
        buffer.extend(one);
        buffer.extend(other);
    }
}

/// Writes the head, now that all is there, and fills the last block.
pub(crate) fn finish(buffer: &mut Buffer, sequence: u64, salt: u64) {
    let length = buffer.len() - HEAD;
    buffer.patch(8, &MAGIC);
    buffer.patch(12, &(length as u32).to_le_bytes());
    buffer.patch(16, &sequence.to_le_bytes());
    let sum = xxh3_64_with_seed(buffer.as_slice().get(8..).unwrap_or_default(), salt);
    buffer.patch(0, &sum.to_le_bytes());
    buffer.pad();
}

/// What a head says; nothing of it is sure before the whole record has been checked.
pub(crate) struct Head {
    pub(crate) sequence: u64,
    /// The whole record with its head, without the zeros behind it.
    pub(crate) bytes: usize,
}

impl Head {
    /// `None` where no record begins.
    pub(crate) fn read(block: &[u8]) -> Option<Head> {
        let magic: [u8; 4] = array(block, 8)?;
        let length = u32::from_le_bytes(array(block, 12)?);
        let head = Head {
            sequence: u64::from_le_bytes(array(block, 16)?),
            bytes: HEAD + usize::try_from(length).ok()?,
        };
        (magic == MAGIC && head.bytes <= RECORD_BYTES_MAX).then_some(head)
    }

    /// With the zeros behind it.
    pub(crate) fn blocks(&self) -> usize {
        self.bytes.next_multiple_of(BLOCK)
    }
}

/// Whether these bytes, from head to end, are what was written.
pub(crate) fn is_whole(record: &[u8], salt: u64) -> bool {
    let sum = array(record, 0).map(u64::from_le_bytes);
    record.get(8..).is_some_and(|rest| sum == Some(xxh3_64_with_seed(rest, salt)))
}

/// The groups of a whole record. `None` when its checksum is right and its shape is not: a newer program's.
pub(crate) fn parts(record: &[u8]) -> Option<Vec<Part>> {
    let mut reader = Reader { rest: record.get(HEAD..)? };
    let mut parts = Vec::new();
    while !reader.rest.is_empty() {
        let shard = Shard(u16::from_le_bytes(reader.array()?));
        let count = u32::from_le_bytes(reader.array()?);
        let mut ops = Vec::new();
        for _ in 0..count {
            ops.push(reader.op()?);
        }
        parts.push(Part { shard, ops });
    }
    Some(parts)
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    fn op(&mut self) -> Option<Op> {
        let [tag] = self.array()?;
        let one = u16::from_le_bytes(self.array()?).into();
        let other = usize::try_from(u32::from_le_bytes(self.array()?)).ok()?;
        let (one, other) = (self.take(one)?, self.take(other)?);
        match tag {
            TAG_SET => Some(Op::Set { key: one, value: other }),
            TAG_DELETE => Some(Op::Delete { key: one }),
            TAG_RANGE => Some(Op::DeleteRange { from: one, to: other }),
            _ => None,
        }
    }

    fn take(&mut self, count: usize) -> Option<Vec<u8>> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken.to_vec())
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(*taken)
    }
}

fn array<const N: usize>(bytes: &[u8], from: usize) -> Option<[u8; N]> {
    bytes.get(from..)?.first_chunk().copied()
}

/// Checksum, magic, length, number.
const HEAD: usize = 8 + 4 + 4 + 8;
const MAGIC: [u8; 4] = *b"MKV1";
const TAG_SET: u8 = 1;
const TAG_DELETE: u8 = 2;
const TAG_RANGE: u8 = 3;
/// No batch is as large; a length beyond it is none.
const RECORD_BYTES_MAX: usize = 64 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_gives_back_its_groups_and_no_flipped_bit_passes() {
        let ops = vec![
            Op::Set { key: b"key".to_vec(), value: vec![7; 300] },
            Op::Delete { key: b"gone".to_vec() },
            Op::DeleteRange { from: Vec::new(), to: b"z".to_vec() },
        ];
        let mut buffer = Buffer::default();
        begin(&mut buffer);
        add(&mut buffer, Shard(9), &ops);
        add(&mut buffer, Shard(4095), &ops[1..2]);
        finish(&mut buffer, 77, 5);
        assert_eq!(buffer.len(), BLOCK);
        let head = Head::read(buffer.as_slice()).unwrap();
        assert_eq!((head.sequence, head.blocks()), (77, BLOCK));
        let mut record = buffer.as_slice()[..head.bytes].to_vec();
        assert!(is_whole(&record, 5) && !is_whole(&record, 6));
        let parts = parts(&record).unwrap();
        assert!(parts[0].shard == Shard(9) && parts[0].ops == ops);
        assert!(parts[1].shard == Shard(4095) && parts[1].ops == ops[1..2] && parts.len() == 2);
        for at in 0..record.len() {
            record[at] ^= 0x04;
            assert!(!is_whole(&record, 5), "at {at}");
            record[at] ^= 0x04;
        }
    }
}
