//! gzip_packed: inflating what clients send (gzip or zlib) under a cap, deflating what is worth it.
//!
//! Inflating stops at the cap while it streams, so a bomb costs no more than the cap (demand W-26).

use std::cell::RefCell;

use flate2::{Compress, Compression, Crc, Decompress, FlushCompress, FlushDecompress, Status};
use thiserror::Error;

use crate::service::{Cursor, Put, id};

/// The most bytes that one gzip_packed may unfold to.
pub const UNPACKED_BYTES_MAX: usize = 4 << 20;

/// Answers shorter than this, in bytes, are never packed.
pub const PACK_FROM_BYTES: usize = 512;

/// Why a gzip_packed was refused.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum GzipFault {
    /// Neither a whole gzip nor a whole zlib stream.
    #[error("the packed data is no whole gzip or zlib stream")]
    Broken,
    /// It unfolds to more than [`UNPACKED_BYTES_MAX`].
    #[error("the packed data unfolds to more than {UNPACKED_BYTES_MAX} bytes")]
    TooLarge,
    /// Something follows the stream's end (a second member, or anything else).
    #[error("{bytes} bytes follow the packed data's end")]
    Trailing {
        /// How many.
        bytes: usize,
    },
}

/// Unfolds the data of a gzip_packed: exactly one gzip member or zlib stream.
pub fn unpack(data: &[u8]) -> Result<Vec<u8>, GzipFault> {
    match data {
        [0x1f, 0x8b, ..] => {
            let (out, rest) = inflate(gzip_payload(data)?, false)?;
            let (trailer, rest) = rest.split_first_chunk::<8>().ok_or(GzipFault::Broken)?;
            let mut crc = Crc::new();
            crc.update(&out);
            let mut expected = [0; 8];
            expected[..4].copy_from_slice(&crc.sum().to_le_bytes());
            expected[4..].copy_from_slice(&crc.amount().to_le_bytes());
            if *trailer != expected {
                return Err(GzipFault::Broken);
            }
            ended(out, rest)
        }
        _ => {
            let (out, rest) = inflate(data, true)?;
            ended(out, rest)
        }
    }
}

/// Appends `object` to `out` as a gzip_packed if that is shorter; says whether it did.
pub fn pack(object: &[u8], out: &mut Vec<u8>) -> bool {
    // Large answers are often file parts, which do not shrink: a sample tells before all of it is tried.
    if let Some(sample) = object.get(..SAMPLE_BYTES)
        && object.len() > 8 * SAMPLE_BYTES
        && deflate(sample, SAMPLE_BYTES - SAMPLE_BYTES / 10).is_none()
    {
        return false;
    }
    let Some(packed) = deflate(object, object.len().saturating_sub(16)) else { return false };
    out.put_u32(id::GZIP_PACKED);
    out.put_bytes(&packed);
    true
}

const SAMPLE_BYTES: usize = 4096;
const GZIP_HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

thread_local! {
    /// Their tables weigh hundreds of KiB, so they are made once a thread and not once a message.
    static DEFLATER: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(3), false));
    static INFLATER: RefCell<Decompress> = RefCell::new(Decompress::new(false));
}

/// A gzip member with `data`, unless it takes more than `bytes_max`.
fn deflate(data: &[u8], bytes_max: usize) -> Option<Vec<u8>> {
    let room = bytes_max.checked_sub(GZIP_HEADER.len() + 8)?;
    let mut out = Vec::with_capacity(bytes_max);
    out.extend_from_slice(&GZIP_HEADER);
    out.resize(GZIP_HEADER.len() + room, 0);
    let written = DEFLATER.with_borrow_mut(|deflater| {
        deflater.reset();
        let target = out.get_mut(GZIP_HEADER.len()..)?;
        match deflater.compress(data, target, FlushCompress::Finish) {
            Ok(Status::StreamEnd) => usize::try_from(deflater.total_out()).ok(),
            Ok(Status::Ok | Status::BufError) | Err(_) => None,
        }
    })?;
    out.truncate(GZIP_HEADER.len() + written);
    let mut crc = Crc::new();
    crc.update(data);
    out.put_u32(crc.sum());
    out.put_u32(crc.amount());
    Some(out)
}

fn inflate(data: &[u8], zlib: bool) -> Result<(Vec<u8>, &[u8]), GzipFault> {
    INFLATER.with_borrow_mut(|inflater| {
        inflater.reset(zlib);
        let mut out = Vec::with_capacity(data.len().saturating_mul(3).clamp(256, 1 << 16));
        loop {
            let consumed = usize::try_from(inflater.total_in()).map_err(|_| GzipFault::Broken)?;
            let rest = data.get(consumed..).ok_or(GzipFault::Broken)?;
            let before = out.len();
            let status = inflater
                .decompress_vec(rest, &mut out, FlushDecompress::None)
                .map_err(|_| GzipFault::Broken)?;
            if out.len() > UNPACKED_BYTES_MAX {
                return Err(GzipFault::TooLarge);
            }
            let consumed_now = usize::try_from(inflater.total_in()).map_err(|_| GzipFault::Broken)?;
            match status {
                Status::StreamEnd => return Ok((out, data.get(consumed_now..).ok_or(GzipFault::Broken)?)),
                Status::Ok | Status::BufError => {
                    let full = out.len() == out.capacity();
                    if !full && consumed_now == consumed && out.len() == before {
                        return Err(GzipFault::Broken);
                    }
                    if full {
                        // One byte beyond the cap is enough to see that it is passed.
                        out.reserve(out.len().clamp(1 << 12, 1 << 18));
                    }
                }
            }
        }
    })
}

/// What follows the header of a gzip member (RFC 1952), skipping its optional fields.
fn gzip_payload(data: &[u8]) -> Result<&[u8], GzipFault> {
    let mut cursor = Cursor(data);
    let header = cursor.take(10).ok_or(GzipFault::Broken)?;
    let &[_, _, 8, flags, ..] = header else { return Err(GzipFault::Broken) };
    if flags & 0xe0 != 0 {
        return Err(GzipFault::Broken);
    }
    if flags & 4 != 0 {
        let &[low, high] = cursor.take(2).ok_or(GzipFault::Broken)? else { return Err(GzipFault::Broken) };
        cursor.take(usize::from(u16::from_le_bytes([low, high]))).ok_or(GzipFault::Broken)?;
    }
    for flag in [8, 16] {
        if flags & flag != 0 {
            let end = cursor.0.iter().position(|&byte| byte == 0).ok_or(GzipFault::Broken)?;
            cursor.take(end + 1).ok_or(GzipFault::Broken)?;
        }
    }
    if flags & 2 != 0 {
        cursor.take(2).ok_or(GzipFault::Broken)?;
    }
    Ok(cursor.0)
}

fn ended(out: Vec<u8>, rest: &[u8]) -> Result<Vec<u8>, GzipFault> {
    if rest.is_empty() { Ok(out) } else { Err(GzipFault::Trailing { bytes: rest.len() }) }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::write::{GzEncoder, ZlibEncoder};

    use super::*;

    fn gzip(data: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    fn zlib(data: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn gzip_and_zlib_streams_unfold() {
        for length in [0, 1, 100, 70_000, UNPACKED_BYTES_MAX] {
            let data: Vec<u8> = (0..length).map(|i| (i / 7) as u8).collect();
            assert!(unpack(&gzip(&data)).unwrap() == data);
            assert!(unpack(&zlib(&data)).unwrap() == data);
        }
    }

    #[test]
    fn optional_fields_of_a_gzip_header_are_skipped() {
        let mut encoder = flate2::GzBuilder::new()
            .filename("a")
            .comment("b")
            .extra(vec![1, 2, 3])
            .write(Vec::new(), Compression::fast());
        encoder.write_all(b"query").unwrap();
        assert!(unpack(&encoder.finish().unwrap()).unwrap() == b"query");
    }

    #[test]
    fn w26_a_bomb_stops_at_the_cap() {
        for bomb in [gzip(&vec![0; UNPACKED_BYTES_MAX + 1]), zlib(&vec![0; 64 << 20])] {
            assert_eq!(unpack(&bomb).err(), Some(GzipFault::TooLarge));
        }
    }

    #[test]
    fn w26_two_members_trailing_bytes_cuts_and_flips_are_refused() {
        let good = gzip(b"a query that is long enough to be cut");
        assert_eq!(
            unpack(&[&good[..], &good[..]].concat()).err(),
            Some(GzipFault::Trailing { bytes: good.len() })
        );
        assert_eq!(unpack(&[&good[..], &[0]].concat()).err(), Some(GzipFault::Trailing { bytes: 1 }));
        assert_eq!(
            unpack(&[&zlib(b"x")[..], &[9, 9]].concat()).err(),
            Some(GzipFault::Trailing { bytes: 2 })
        );
        for cut in 0..good.len() {
            assert!(unpack(&good[..cut]).is_err(), "cut at {cut}");
        }
        let mut flipped = good.clone();
        let crc = flipped.len() - 8;
        flipped[crc] ^= 1;
        assert_eq!(unpack(&flipped).err(), Some(GzipFault::Broken));
    }

    #[test]
    fn packing_keeps_only_what_shrinks_and_turns_back() {
        let text = "the same words over and over; ".repeat(40);
        let mut out = Vec::new();
        assert!(pack(text.as_bytes(), &mut out) && out.len() < text.len() / 4);
        let mut cursor = Cursor(&out);
        assert_eq!(cursor.u32(), Some(id::GZIP_PACKED));
        assert!(unpack(cursor.bytes().unwrap()).unwrap() == text.as_bytes());

        let mut noise = vec![0u8; 100_000];
        let mut state = 1u64;
        for byte in &mut noise {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            *byte = (state >> 56) as u8;
        }
        out.clear();
        assert!(!pack(&noise[..600], &mut out) && !pack(&noise, &mut out) && out.is_empty());
    }
}
