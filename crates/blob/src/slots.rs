//! How a file lies on the disk: a salt, then slots of half a MiB, each behind a head with the tags of its chunks.
//!
//! While a file comes up, each part has a slot, whatever its size, so parts may come in any order and a head tells
//! whether its part is there. A finished file fills every slot but the last.

use crate::{
    BlobError,
    disk::Disk,
    seal::{Cipher, FileKey, TAG_BYTES},
};

/// Bytes of a slot, which is also the largest part that a client may send.
pub const SLOT_BYTES: usize = 512 << 10;
/// Bytes that are sealed together: what a read of a single byte costs.
const CHUNK_BYTES: usize = 64 << 10;
const CHUNKS: usize = SLOT_BYTES / CHUNK_BYTES;
/// Mark, length, tags.
const HEAD_BYTES: usize = 8 + CHUNKS * TAG_BYTES;
const MARK: [u8; 4] = *b"mpf1";
/// What stands in front of the slots.
pub(crate) const SALT_BYTES: usize = 32;

fn place_of(slot: u32) -> u64 {
    SALT_BYTES as u64 + u64::from(slot) * (HEAD_BYTES + SLOT_BYTES) as u64
}

/// Seals the bytes of one slot where they are, at most [`SLOT_BYTES`], and writes them.
pub(crate) fn write(
    disk: &dyn Disk,
    name: &str,
    cipher: &Cipher,
    slot: u32,
    bytes: &mut [u8],
) -> Result<(), BlobError> {
    let length = u32::try_from(bytes.len()).map_err(std::io::Error::other)?;
    let mut head = Vec::with_capacity(HEAD_BYTES);
    head.extend_from_slice(&MARK);
    head.extend_from_slice(&length.to_le_bytes());
    for (chunk, bytes) in (0u32..).zip(bytes.chunks_mut(CHUNK_BYTES)) {
        head.extend_from_slice(&cipher.seal(slot, chunk, bytes).ok_or(BlobError::Damaged)?);
    }
    head.resize(HEAD_BYTES, 0);
    Ok(disk.write_both(name, place_of(slot), &head, bytes)?)
}

/// How many bytes a slot holds; none where nothing was written.
pub(crate) fn length(disk: &dyn Disk, name: &str, slot: u32) -> Result<Option<usize>, BlobError> {
    let head = match disk.read(name, place_of(slot), 8) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        head => head?,
    };
    let Some((mark, length)) = head.split_first_chunk::<4>() else { return Ok(None) };
    let length = length.first_chunk::<4>().map(|length| u32::from_le_bytes(*length) as usize);
    Ok(length.filter(|length| *mark == MARK && *length <= SLOT_BYTES))
}

/// All bytes of a slot that holds `length`.
pub(crate) fn read(
    disk: &dyn Disk,
    name: &str,
    cipher: &Cipher,
    slot: u32,
    length: usize,
) -> Result<Vec<u8>, BlobError> {
    read_part(disk, name, cipher, slot, length, 0..length)
}

/// A range of the bytes of a slot that holds `length`.
fn read_part(
    disk: &dyn Disk,
    name: &str,
    cipher: &Cipher,
    slot: u32,
    length: usize,
    range: std::ops::Range<usize>,
) -> Result<Vec<u8>, BlobError> {
    let (first, last) = (range.start / CHUNK_BYTES, range.end.div_ceil(CHUNK_BYTES));
    let (start, end) = (first * CHUNK_BYTES, (last * CHUNK_BYTES).min(length));
    let body = place_of(slot) + (HEAD_BYTES + start) as u64;
    let (head, mut bytes) = disk.read_both(name, (place_of(slot), HEAD_BYTES), (body, end - start))?;
    if bytes.len() != end - start || head.len() != HEAD_BYTES {
        return Err(BlobError::Damaged);
    }
    let tags = head.get(8 + first * TAG_BYTES..).unwrap_or_default().as_chunks::<TAG_BYTES>().0;
    for ((chunk, bytes), tag) in (first..).zip(bytes.chunks_mut(CHUNK_BYTES)).zip(tags) {
        if !cipher.open(slot, chunk as u32, *tag, bytes) {
            return Err(BlobError::Damaged);
        }
    }
    bytes.truncate(range.end - start);
    bytes.drain(..range.start - start);
    Ok(bytes)
}

/// The bytes from `offset` on of a finished file of `size` bytes.
pub(crate) fn read_range(
    disk: &dyn Disk,
    name: &str,
    key: &FileKey,
    size: u64,
    offset: u64,
    length: usize,
) -> Result<Vec<u8>, BlobError> {
    let end = offset.saturating_add(length as u64).min(size);
    let mut bytes = Vec::new();
    let mut at = offset;
    let cipher = key.cipher();
    while at < end {
        let slot = at / SLOT_BYTES as u64;
        let slot_start = slot * SLOT_BYTES as u64;
        // Both fit: they lie within one slot.
        let in_slot = (size - slot_start).min(SLOT_BYTES as u64) as usize;
        let range = (at - slot_start) as usize..((end - slot_start) as usize).min(in_slot);
        let slot = u32::try_from(slot).map_err(|_| BlobError::Damaged)?;
        let part = read_part(disk, name, &cipher, slot, in_slot, range)?;
        at += part.len() as u64;
        if bytes.is_empty() {
            bytes = part;
        } else {
            bytes.extend_from_slice(&part);
        }
    }
    Ok(bytes)
}
