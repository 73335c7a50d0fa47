//! The four framings, as arithmetic on lengths: where a packet lies in the bytes so far, and what stands
//! around one that is written.

use std::ops::Range;

use super::{End, Kind, TransportFault};

/// A framing with the numbers that it keeps.
pub(super) enum Framing {
    Full { received: u32, sent: u32 },
    Abridged,
    Intermediate { padded: bool },
}

/// A whole frame at the beginning of some bytes.
pub(super) struct Cut {
    pub(super) frame_bytes: usize,
    pub(super) payload: Range<usize>,
    pub(super) quick_ack: bool,
    /// The payload is a quick acknowledgement in the other byte order.
    pub(super) big_endian: bool,
}

impl Cut {
    fn packet(head: usize, length: usize, quick_ack: bool) -> Self {
        Self { frame_bytes: head + length, payload: head..head + length, quick_ack, big_endian: false }
    }

    fn token(big_endian: bool) -> Self {
        Self { frame_bytes: 4, payload: 0..4, quick_ack: true, big_endian }
    }
}

impl Framing {
    pub(super) fn new(kind: Kind) -> Self {
        match kind {
            Kind::Full => Framing::Full { received: 0, sent: 0 },
            Kind::Abridged => Framing::Abridged,
            Kind::Intermediate => Framing::Intermediate { padded: false },
            Kind::PaddedIntermediate => Framing::Intermediate { padded: true },
        }
    }

    pub(super) fn kind(&self) -> Kind {
        match self {
            Framing::Full { .. } => Kind::Full,
            Framing::Abridged => Kind::Abridged,
            Framing::Intermediate { padded: false } => Kind::Intermediate,
            Framing::Intermediate { padded: true } => Kind::PaddedIntermediate,
        }
    }

    /// The frame that `bytes` begin with, if it is whole. Lengths are judged before the rest has arrived.
    pub(super) fn cut(
        &mut self,
        bytes: &[u8],
        end: End,
        limit: usize,
    ) -> Result<Option<Cut>, TransportFault> {
        match self {
            Framing::Full { received, .. } => cut_full(bytes, received, limit),
            Framing::Abridged => cut_abridged(bytes, end, limit),
            Framing::Intermediate { padded } => cut_intermediate(bytes, *padded, end, limit),
        }
    }

    /// How many bytes the frame has that `bytes` begin with, as it says; nothing is judged yet.
    pub(super) fn stated(&self, bytes: &[u8]) -> Option<usize> {
        let word = word(bytes, 0)?;
        Some(match self {
            Framing::Full { .. } => word as usize,
            Framing::Abridged if word & 0x7f == 0x7f => 4 + (word >> 8) as usize * 4,
            Framing::Abridged => 1 + (word & 0x7f) as usize * 4,
            Framing::Intermediate { .. } => 4 + (word & 0x7fff_ffff) as usize,
        })
    }

    /// Appends `payload` with what stands around it.
    pub(super) fn write(&mut self, payload: &[u8], quick_ack: bool, out: &mut Vec<u8>) {
        match self {
            Framing::Full { .. } => self.write_bare(payload, out),
            Framing::Abridged => write_abridged(payload, quick_ack, out),
            Framing::Intermediate { padded } => {
                // Telethon drops only what is over whole words, so up to 3 bytes; sealed packets end in bytes
                // that nobody can foretell, which is all the chance that a length wants.
                let padding =
                    if *padded { payload.last().map_or(0, |last| usize::from(last & 3)) } else { 0 };
                let length = wire_length(payload.len() + padding) | u32::from(quick_ack) << 31;
                out.extend_from_slice(&length.to_le_bytes());
                out.extend_from_slice(payload);
                out.extend_from_slice(payload.get(8..8 + padding).unwrap_or(&[0; 3][..padding]));
            }
        }
    }

    /// Appends `payload` without padding.
    pub(super) fn write_bare(&mut self, payload: &[u8], out: &mut Vec<u8>) {
        match self {
            Framing::Full { sent, .. } => {
                let from = out.len();
                out.extend_from_slice(&wire_length(payload.len() + FULL_AROUND).to_le_bytes());
                out.extend_from_slice(&sent.to_le_bytes());
                out.extend_from_slice(payload);
                let checksum = crc32fast::hash(out.get(from..).unwrap_or_default());
                out.extend_from_slice(&checksum.to_le_bytes());
                *sent = sent.wrapping_add(1);
            }
            Framing::Abridged => write_abridged(payload, false, out),
            Framing::Intermediate { .. } => {
                out.extend_from_slice(&wire_length(payload.len()).to_le_bytes());
                out.extend_from_slice(payload);
            }
        }
    }

    pub(super) fn write_quick_ack(&mut self, token: u32, out: &mut Vec<u8>) {
        match self {
            Framing::Full { .. } => {}
            Framing::Abridged => out.extend_from_slice(&token.to_be_bytes()),
            Framing::Intermediate { .. } => out.extend_from_slice(&token.to_le_bytes()),
        }
    }
}

/// Length, number and checksum.
const FULL_AROUND: usize = 12;

fn cut_full(bytes: &[u8], received: &mut u32, limit: usize) -> Result<Option<Cut>, TransportFault> {
    let Some(length) = word(bytes, 0) else { return Ok(None) };
    let length = length as usize;
    if length <= FULL_AROUND || !length.is_multiple_of(4) || length - FULL_AROUND > limit {
        return Err(TransportFault::Length { bytes: length });
    }
    let Some(found) = word(bytes, 4) else { return Ok(None) };
    if found != *received {
        return Err(TransportFault::Sequence { expected: *received, found });
    }
    let Some(checksum) = word(bytes, length - 4) else { return Ok(None) };
    if crc32fast::hash(bytes.get(..length - 4).unwrap_or_default()) != checksum {
        return Err(TransportFault::Checksum);
    }
    *received = received.wrapping_add(1);
    Ok(Some(Cut { frame_bytes: length, payload: 8..length - 4, quick_ack: false, big_endian: false }))
}

fn cut_abridged(bytes: &[u8], end: End, limit: usize) -> Result<Option<Cut>, TransportFault> {
    let Some(&first) = bytes.first() else { return Ok(None) };
    let quick_ack = first & 0x80 != 0;
    if quick_ack && end == End::Client {
        return Ok((bytes.len() >= 4).then(|| Cut::token(true)));
    }
    let (head, words) = match first & 0x7f {
        0x7f => match word(bytes, 0) {
            Some(word) => (4, (word >> 8) as usize),
            None => return Ok(None),
        },
        words => (1, usize::from(words)),
    };
    let length = words * 4;
    if length == 0 || length > limit {
        return Err(TransportFault::Length { bytes: length });
    }
    Ok((bytes.len() >= head + length).then(|| Cut::packet(head, length, quick_ack)))
}

fn cut_intermediate(
    bytes: &[u8],
    padded: bool,
    end: End,
    limit: usize,
) -> Result<Option<Cut>, TransportFault> {
    let Some(first) = word(bytes, 0) else { return Ok(None) };
    let quick_ack = first >> 31 != 0;
    if quick_ack && end == End::Client {
        return Ok(Some(Cut::token(false)));
    }
    let length = (first & 0x7fff_ffff) as usize;
    let padding_max = if padded { PADDING_BYTES_MAX } else { 0 };
    if length == 0 || length > limit + padding_max || (!padded && !length.is_multiple_of(4)) {
        return Err(TransportFault::Length { bytes: length });
    }
    let Some(packet) = bytes.get(4..4 + length) else { return Ok(None) };
    let mut cut = Cut::packet(4, length, quick_ack);
    if padded {
        cut.payload.end = 4 + unpadded(packet);
    }
    Ok(Some(cut))
}

/// The most bytes that clients put behind a packet.
const PADDING_BYTES_MAX: usize = 16;

/// The length of a packet without the random bytes behind it, which nothing but the packet itself tells: a
/// plain message states its length, a sealed one is of whole blocks, and a transport error is one word.
fn unpadded(packet: &[u8]) -> usize {
    let sealed = |length: usize| 24 + (length - 24) / 16 * 16;
    match packet.len() {
        length @ ..20 => length.min(4),
        length if packet.starts_with(&[0; 8]) => {
            let stated = word(packet, 16).and_then(|stated| usize::try_from(stated).ok()).unwrap_or(length);
            stated.saturating_add(20).min(length)
        }
        length @ ..24 => length,
        length => sealed(length),
    }
}

fn write_abridged(payload: &[u8], quick_ack: bool, out: &mut Vec<u8>) {
    let words = wire_length(payload.len() / 4);
    let flag = u8::from(quick_ack) << 7;
    if words < 0x7f {
        out.push(words as u8 | flag);
    } else {
        let [a, b, c, _] = words.to_le_bytes();
        out.extend_from_slice(&[0x7f | flag, a, b, c]);
    }
    out.extend_from_slice(payload);
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|word| u32::from_le_bytes(*word))
}

/// What is written is far below 2^31 bytes long.
fn wire_length(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX >> 1)
}
