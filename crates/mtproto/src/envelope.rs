//! The encrypted envelope of MTProto 2.0: opening a packet in place, and sealing one.
//!
//! Nothing of a packet is looked at before its msg_key has proved right, and every fault is one and the same
//! (demands W-15 to W-17). MTProto 1.0 is not opened here. Source: core.telegram.org/mtproto/description.

use crypto::kdf;
pub use crypto::kdf::Side;
use subtle::ConstantTimeEq;
use thiserror::Error;
use world::Chance;

use crate::auth_key::AuthKey;

/// What the plaintext of an envelope says before its body.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The server salt that the sender names.
    pub salt: i64,
    /// The session that the message belongs to.
    pub session_id: i64,
    /// The message's id.
    pub msg_id: i64,
    /// The message's sequence number.
    pub seqno: i32,
}

/// An opened packet. Its body stands in the packet's own bytes; it carries text, so it has no Debug.
pub struct Opened<'a> {
    /// What stands before the body.
    pub header: Header,
    /// One message (or a container) without padding.
    pub body: &'a [u8],
    /// What a transport sends back when the client wanted a quick acknowledgement.
    pub quick_ack: u32,
}

/// The packet is not what the key's owner sealed for this direction. The only reaction is −404 and a close;
/// there is deliberately nothing more to know.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the packet does not open with its auth key")]
pub struct Refused;

/// The auth key id that a packet begins with; 0 means a plain message.
pub fn auth_key_id(packet: &[u8]) -> Option<i64> {
    packet.first_chunk().map(|bytes| i64::from_le_bytes(*bytes))
}

/// Opens `packet` (auth_key_id, msg_key, encrypted data), which `from` sealed, in place.
pub fn open<'a>(key: &AuthKey, from: Side, packet: &'a mut [u8]) -> Result<Opened<'a>, Refused> {
    let (outer, data) = packet.split_first_chunk_mut::<OUTER_BYTES>().ok_or(Refused)?;
    if auth_key_id(outer) != Some(key.id()) || data.len() < INNER_BYTES + PADDING_MIN || data.len() % 16 != 0
    {
        return Err(Refused);
    }
    let mut msg_key = [0; 16];
    msg_key.copy_from_slice(&outer[8..]);
    let keys = kdf::message_keys(key.bytes(), from, &msg_key);
    crypto::aes_ige_decrypt(&keys.key, &keys.iv, data);

    let large = msg_key_large(key, from, data);
    if !bool::from(large[8..24].ct_eq(&msg_key)) {
        return Err(Refused);
    }
    let (inner, rest) = data.split_first_chunk::<INNER_BYTES>().ok_or(Refused)?;
    let (header, length) = Header::read(inner);
    let length = usize::try_from(length).map_err(|_| Refused)?;
    let padding = rest.len().checked_sub(length).ok_or(Refused)?;
    if length % 4 != 0 || !(PADDING_MIN..=PADDING_MAX).contains(&padding) {
        return Err(Refused);
    }
    let body = rest.get(..length).ok_or(Refused)?;
    let [a, b, c, d, ..] = large;
    Ok(Opened { header, body, quick_ack: u32::from_le_bytes([a, b, c, d]) | 1 << 31 })
}

/// Seals one message from `from`. `body` is a multiple of 4 bytes long.
pub fn seal(key: &AuthKey, from: Side, header: Header, body: &[u8], chance: &dyn Chance) -> Vec<u8> {
    let mut packet = begin(body.len());
    packet.extend_from_slice(body);
    finish(key, from, header, packet, chance)
}

/// Room for what stands before a body of about `body_bytes`; append the body, then [`finish`].
pub(crate) fn begin(body_bytes: usize) -> Vec<u8> {
    let mut packet = Vec::with_capacity(BODY_AT + body_bytes + PADDING_MIN + 16);
    packet.resize(BODY_AT, 0);
    packet
}

/// Seals, in place, a packet that [`begin`] made.
pub(crate) fn finish(
    key: &AuthKey,
    from: Side,
    header: Header,
    mut packet: Vec<u8>,
    chance: &dyn Chance,
) -> Vec<u8> {
    let body_end = packet.len();
    let data_bytes = (body_end + PADDING_MIN - OUTER_BYTES).next_multiple_of(16);
    packet.resize(OUTER_BYTES + data_bytes, 0);
    // Fresh bytes each time, so that a body that is sent again never has the same msg_key (demand W-30).
    if let Some(padding) = packet.get_mut(body_end..) {
        chance.fill(padding);
    }
    let Some((outer, data)) = packet.split_first_chunk_mut::<OUTER_BYTES>() else { return packet };
    if let Some(inner) = data.first_chunk_mut::<INNER_BYTES>() {
        *inner = header.written(body_end.saturating_sub(BODY_AT));
    }
    let mut msg_key = [0; 16];
    msg_key.copy_from_slice(&msg_key_large(key, from, data)[8..24]);
    let keys = kdf::message_keys(key.bytes(), from, &msg_key);
    crypto::aes_ige_encrypt(&keys.key, &keys.iv, data);
    outer[..8].copy_from_slice(&key.id().to_le_bytes());
    outer[8..].copy_from_slice(&msg_key);
    packet
}

/// Where the body begins in a packet that [`begin`] made.
pub(crate) const BODY_AT: usize = OUTER_BYTES + INNER_BYTES;
/// auth_key_id and msg_key.
const OUTER_BYTES: usize = 8 + 16;
/// salt, session_id, msg_id, seqno and the body's length.
const INNER_BYTES: usize = 8 + 8 + 8 + 4 + 4;
const PADDING_MIN: usize = 12;
const PADDING_MAX: usize = 1024;

fn msg_key_large(key: &AuthKey, from: Side, plaintext: &[u8]) -> [u8; 32] {
    let part = match from {
        Side::Client => &key.bytes()[88..120],
        Side::Server => &key.bytes()[96..128],
    };
    crypto::sha256(&[part, plaintext])
}

impl Header {
    /// The header, and the body's length as it is stated.
    fn read(inner: &[u8; INNER_BYTES]) -> (Self, i32) {
        let long = |at: usize| slice(inner, at).map_or(0, i64::from_le_bytes);
        let int = |at: usize| slice(inner, at).map_or(0, i32::from_le_bytes);
        (Self { salt: long(0), session_id: long(8), msg_id: long(16), seqno: int(24) }, int(28))
    }

    fn written(&self, body_bytes: usize) -> [u8; INNER_BYTES] {
        let mut inner = [0; INNER_BYTES];
        inner[..8].copy_from_slice(&self.salt.to_le_bytes());
        inner[8..16].copy_from_slice(&self.session_id.to_le_bytes());
        inner[16..24].copy_from_slice(&self.msg_id.to_le_bytes());
        inner[24..28].copy_from_slice(&self.seqno.to_le_bytes());
        inner[28..].copy_from_slice(&u32::try_from(body_bytes).unwrap_or(u32::MAX).to_le_bytes());
        inner
    }
}

fn slice<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at + N)?.try_into().ok()
}
