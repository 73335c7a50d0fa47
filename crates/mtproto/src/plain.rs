//! Plain messages: what travels before there is a key. Only the key exchange is ever sent this way.

use world::UnixMillis;

/// A plain message without its envelope.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Plain<'a> {
    /// The id that the sender gave it.
    pub msg_id: i64,
    /// A TL object and perhaps random bytes behind it.
    pub body: &'a [u8],
}

/// auth_key_id, msg_id and length.
const HEAD_BYTES: usize = 8 + 8 + 4;

/// Reads a packet whose auth_key_id is 0; nothing when it is no plain message or its length is not that of
/// what follows.
pub fn read(packet: &[u8]) -> Option<Plain<'_>> {
    let (auth_key_id, rest) = packet.split_first_chunk::<8>()?;
    let (msg_id, rest) = rest.split_first_chunk::<8>()?;
    let (length, body) = rest.split_first_chunk::<4>()?;
    if *auth_key_id != [0; 8] || usize::try_from(i32::from_le_bytes(*length)).ok()? != body.len() {
        return None;
    }
    Some(Plain { msg_id: i64::from_le_bytes(*msg_id), body })
}

/// The packet of a plain message.
pub fn write(msg_id: i64, body: &[u8]) -> Vec<u8> {
    let mut packet = Vec::with_capacity(HEAD_BYTES + body.len());
    packet.extend_from_slice(&[0; 8]);
    packet.extend_from_slice(&msg_id.to_le_bytes());
    packet.extend_from_slice(&u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes());
    packet.extend_from_slice(body);
    packet
}

/// The id of a message sent at `now`: the time in units of 2^-32 seconds, `rest` in its lowest two bits (0 from
/// clients, 1 for answers and 3 for what nobody asked for from servers), and above `last`, which it replaces. Its
/// lower half is never empty, which servers take for a client without a proper clock.
pub fn next_msg_id(last: &mut i64, now: UnixMillis, rest: i64) -> i64 {
    let (seconds, millis) = (now.0.div_euclid(1000), now.0.rem_euclid(1000));
    let due = (seconds << 32) | ((millis << 32) / 1000);
    let mut id = (due & !3).max((*last & !3).saturating_add(4));
    if id as u32 == 0 {
        id += 4;
    }
    *last = id | rest;
    *last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        let packet = write(77, b"abcd");
        assert!(read(&packet) == Some(Plain { msg_id: 77, body: b"abcd" }));
    }

    #[test]
    fn a_length_that_is_not_that_of_the_body_is_refused() {
        for length in [-1, 0, 3, 5, i32::MAX, i32::MIN] {
            let mut packet = write(77, b"abcd");
            packet[16..20].copy_from_slice(&length.to_le_bytes());
            assert!(read(&packet).is_none());
        }
        let packet = write(77, b"abcd");
        assert!((0..packet.len()).all(|cut| read(&packet[..cut]).is_none()));
        assert!(read(&[&[1], &packet[1..]].concat()).is_none());
    }

    #[test]
    fn ids_grow_and_keep_their_lowest_bits() {
        let (mut last, now) = (0, UnixMillis(1_800_000_000_500));
        let first = next_msg_id(&mut last, now, 1);
        assert_eq!((first >> 32, first & 0xffff_ffff), (1_800_000_000, 0x8000_0000 | 1));
        assert_eq!(next_msg_id(&mut last, now, 3), first + 6);
        assert_eq!(next_msg_id(&mut 0, UnixMillis(1_800_000_000_000), 0), 1_800_000_000 << 32 | 4);
        assert!(next_msg_id(&mut last, UnixMillis(0), 1) > first + 6);
    }
}
