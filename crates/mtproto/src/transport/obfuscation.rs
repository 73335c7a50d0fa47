//! The obfuscated header of 64 bytes: two streams of AES-CTR whose keys stand in it, the tag of a framing, and
//! the dc that the client means. It hides the protocol from the simplest filters and secures nothing.

use crypto::CtrStream;
use zeroize::Zeroizing;

use super::{Kind, ProxySecret};

/// Bytes of the header.
pub(super) const HEADER_BYTES: usize = 64;

/// The highest number of a dc that any client has.
const DC_MAX: u16 = 20;
/// What is added to the number of a test dc.
const TEST_DC: u16 = 10_000;

/// The two streams of a connection, as seen from one end.
pub(super) struct Obfuscation {
    pub(super) receive: CtrStream,
    pub(super) send: CtrStream,
}

/// Reads a header at the server: the streams, moved past it, the framing and the dc if it names one. Nothing
/// when the tag in it is none, or not one that `secret` lets in.
pub(super) fn read(
    header: &[u8; HEADER_BYTES],
    secret: Option<&ProxySecret>,
) -> Option<(Obfuscation, Kind, Option<i16>)> {
    let (mut receive, send) = streams(header, secret);
    let mut plain = *header;
    receive.apply(&mut plain);
    let [tag @ .., low, high, _, _] = *plain.last_chunk::<8>()?;
    let kind = kind(tag)?;
    if secret.is_some_and(|secret| secret.padded) && kind != Kind::PaddedIntermediate {
        return None;
    }
    let dc = i16::from_le_bytes([low, high]);
    // Some clients, such as Telethon, leave random bytes where the dc belongs: only what can be one is one.
    let names_one = (1..=DC_MAX).contains(&(dc.unsigned_abs() % TEST_DC)) && dc.unsigned_abs() < 2 * TEST_DC;
    Some((Obfuscation { receive, send }, kind, names_one.then_some(dc)))
}

/// Makes a header at the client out of 64 fresh bytes, or nothing when they look like another transport (draw
/// again) or the framing has no tag.
pub(super) fn write(
    mut fresh: [u8; HEADER_BYTES],
    kind: Kind,
    dc: i16,
    secret: Option<&ProxySecret>,
) -> Option<(Obfuscation, [u8; HEADER_BYTES])> {
    let (first, behind) = fresh.split_first_chunk::<4>()?;
    if first[0] == 0xef || FORBIDDEN.contains(first) || behind.starts_with(&[0; 4]) {
        return None;
    }
    let tag = tag(kind)?;
    let (mut send, receive) = streams(&fresh, secret);
    fresh.get_mut(56..60)?.copy_from_slice(&tag);
    fresh.get_mut(60..62)?.copy_from_slice(&dc.to_le_bytes());
    let mut sealed = fresh;
    send.apply(&mut sealed);
    // Only what stands behind the keys travels encrypted.
    fresh.get_mut(56..)?.copy_from_slice(sealed.get(56..)?);
    Some((Obfuscation { receive, send }, fresh))
}

/// First words that other protocols begin with.
pub(super) const FORBIDDEN: [[u8; 4]; 7] =
    [*b"HEAD", *b"POST", *b"GET ", *b"OPTI", [0x16, 0x03, 0x01, 0x02], [0xdd; 4], [0xee; 4]];

/// The stream from client to server, and the one back.
fn streams(header: &[u8; HEADER_BYTES], secret: Option<&ProxySecret>) -> (CtrStream, CtrStream) {
    let mut seed = Zeroizing::new([0; 48]);
    seed.copy_from_slice(&header[8..56]);
    let forth = stream(&seed, secret);
    seed.reverse();
    (forth, stream(&seed, secret))
}

fn stream(seed: &[u8; 48], secret: Option<&ProxySecret>) -> CtrStream {
    let (mut key, mut iv) = (Zeroizing::new([0; 32]), [0; 16]);
    match secret {
        None => key.copy_from_slice(&seed[..32]),
        Some(secret) => *key = crypto::sha256(&[&seed[..32], &*secret.bytes]),
    }
    iv.copy_from_slice(&seed[32..]);
    CtrStream::new(&key, &iv)
}

fn kind(tag: [u8; 4]) -> Option<Kind> {
    [Kind::Abridged, Kind::Intermediate, Kind::PaddedIntermediate]
        .into_iter()
        .find(|kind| self::tag(*kind) == Some(tag))
}

/// What a framing is called in the header; full has no name.
fn tag(kind: Kind) -> Option<[u8; 4]> {
    match kind {
        Kind::Full => None,
        Kind::Abridged => Some([0xef; 4]),
        Kind::Intermediate => Some([0xee; 4]),
        Kind::PaddedIntermediate => Some([0xdd; 4]),
    }
}
