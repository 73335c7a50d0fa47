//! The frames of WebSocket (RFC 6455), server side and sans-I/O: bytes of frames in, bytes of payload out, and
//! back. The payload is one stream to the transport inside, so frames are never put together in memory.

/// A frame that the protocol forbids; the connection ends.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebSocketFault {
    /// Frames of clients are masked.
    #[error("a frame without mask")]
    NotMasked,
    /// Extensions were not agreed.
    #[error("reserved bits are set")]
    ReservedBits,
    /// Only binary frames carry the protocol.
    #[error("a frame of the kind {0}")]
    UnknownKind(u8),
    /// Longer than any packet.
    #[error("a frame of {0} bytes")]
    TooLong(u64),
    /// Control frames are short and whole.
    #[error("a control frame that is long or cut")]
    BadControl,
}

/// What a client sends, frame by frame.
#[derive(Default)]
pub struct WebSocket {
    head: Vec<u8>,
    /// The frame whose payload is coming, if its head is whole.
    frame: Option<Open>,
    closed: bool,
}

struct Open {
    kind: u8,
    mask: [u8; 4],
    position: usize,
    left: u64,
    control: Vec<u8>,
}

impl WebSocket {
    /// Takes bytes from the client. Unmasked payload goes to `payload` piece by piece; answers to pings and to a
    /// close go to `out`.
    pub fn feed(
        &mut self,
        mut bytes: &[u8],
        payload: &mut Vec<u8>,
        out: &mut Vec<u8>,
    ) -> Result<(), WebSocketFault> {
        while !self.closed && (!bytes.is_empty() || self.frame.as_ref().is_some_and(|frame| frame.left == 0))
        {
            match self.frame.take() {
                Some(mut frame) => {
                    let take = usize::try_from(frame.left).unwrap_or(usize::MAX).min(bytes.len());
                    let (piece, rest) = bytes.split_at(take);
                    bytes = rest;
                    frame.unmask(piece, payload);
                    if frame.left > 0 {
                        self.frame = Some(frame);
                    } else {
                        self.finish(&frame, out);
                    }
                }
                None => {
                    if let Some((byte, rest)) = bytes.split_first() {
                        self.head.push(*byte);
                        bytes = rest;
                    }
                    self.frame = parse_head(&self.head)?;
                    if self.frame.is_some() {
                        self.head.clear();
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether the client said that it closes.
    pub fn closed(&self) -> bool {
        self.closed
    }

    fn finish(&mut self, frame: &Open, out: &mut Vec<u8>) {
        match frame.kind {
            CLOSE => {
                self.closed = true;
                head(CLOSE, frame.control.len().min(2), out);
                out.extend(frame.control.iter().take(2));
            }
            PING => {
                head(PONG, frame.control.len(), out);
                out.extend_from_slice(&frame.control);
            }
            _ => {}
        }
    }
}

impl Open {
    fn unmask(&mut self, piece: &[u8], payload: &mut Vec<u8>) {
        let position = self.position;
        let mask = self.mask;
        let unmasked =
            piece.iter().zip(mask.iter().cycle().skip(position % 4)).map(|(byte, mask)| byte ^ mask);
        if self.kind >= CLOSE {
            self.control.extend(unmasked)
        } else {
            payload.extend(unmasked)
        }
        self.position += piece.len();
        self.left -= piece.len() as u64;
    }
}

/// Writes `payload` as one binary frame.
pub fn write_frame(payload: &[u8], out: &mut Vec<u8>) {
    head(BINARY, payload.len(), out);
    out.extend_from_slice(payload);
}

fn head(kind: u8, length: usize, out: &mut Vec<u8>) {
    out.push(0x80 | kind);
    match length {
        0..=125 => out.push(length as u8),
        126..=0xffff => {
            out.push(126);
            out.extend_from_slice(&(length as u16).to_be_bytes());
        }
        _ => {
            out.push(127);
            out.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
}

/// The frame that `head` opens, none while bytes are missing.
fn parse_head(head: &[u8]) -> Result<Option<Open>, WebSocketFault> {
    let (Some(first), Some(second)) = (head.first(), head.get(1)) else { return Ok(None) };
    let (kind, whole) = (first & 0x0f, first & 0x80 != 0);
    if first & 0x70 != 0 {
        return Err(WebSocketFault::ReservedBits);
    }
    if second & 0x80 == 0 {
        return Err(WebSocketFault::NotMasked);
    }
    if !matches!(kind, CONTINUATION | BINARY | CLOSE | PING | PONG) {
        return Err(WebSocketFault::UnknownKind(kind));
    }
    let (length, mask_at) = match second & 0x7f {
        126 => match head.get(2..4).and_then(|bytes| bytes.try_into().ok()) {
            Some(bytes) => (u64::from(u16::from_be_bytes(bytes)), 4),
            None => return Ok(None),
        },
        127 => match head.get(2..10).and_then(|bytes| bytes.try_into().ok()) {
            Some(bytes) => (u64::from_be_bytes(bytes), 10),
            None => return Ok(None),
        },
        short => (u64::from(short), 2),
    };
    if length > FRAME_BYTES_MAX {
        return Err(WebSocketFault::TooLong(length));
    }
    if kind >= CLOSE && (length > 125 || !whole) {
        return Err(WebSocketFault::BadControl);
    }
    let Some(mask) = head.get(mask_at..mask_at + 4).and_then(|bytes| bytes.try_into().ok()) else {
        return Ok(None);
    };
    Ok(Some(Open { kind, mask, position: 0, left: length, control: Vec::new() }))
}

const CONTINUATION: u8 = 0;
const BINARY: u8 = 2;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;

/// Twice the longest packet of the transport inside.
const FRAME_BYTES_MAX: u64 = 2 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(kind: u8, payload: &[u8]) -> Vec<u8> {
        let mask = [1, 2, 3, 4];
        let mut bytes = Vec::new();
        head(kind, payload.len(), &mut bytes);
        bytes[1] |= 0x80;
        bytes.extend_from_slice(&mask);
        bytes.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
        bytes
    }

    #[test]
    fn payload_comes_out_whole_whether_it_arrives_at_once_or_byte_by_byte() {
        for length in [0, 1, 125, 126, 70_000] {
            let sent: Vec<u8> = (0..length).map(|index| index as u8).collect();
            let bytes = [masked(BINARY, &sent), masked(BINARY, b"next")].concat();
            for step in [1, bytes.len()] {
                let (mut socket, mut payload, mut out) = (WebSocket::default(), Vec::new(), Vec::new());
                for piece in bytes.chunks(step) {
                    socket.feed(piece, &mut payload, &mut out).unwrap();
                }
                assert_eq!(payload, [sent.as_slice(), b"next"].concat());
                assert!(out.is_empty());
            }
        }
    }

    #[test]
    fn a_ping_is_answered_and_a_close_is_echoed() {
        let (mut socket, mut payload, mut out) = (WebSocket::default(), Vec::new(), Vec::new());
        socket.feed(&masked(PING, b"hi"), &mut payload, &mut out).unwrap();
        assert_eq!(out, [0x8a, 2, b'h', b'i']);
        out.clear();
        socket.feed(&masked(CLOSE, &[3, 232, b'x']), &mut payload, &mut out).unwrap();
        assert_eq!(out, [0x88, 2, 3, 232]);
        assert!(socket.closed() && payload.is_empty());
    }

    #[test]
    fn what_the_protocol_forbids_ends_the_connection() {
        let mut unmasked = masked(BINARY, b"x");
        unmasked[1] &= 0x7f;
        let mut reserved = masked(BINARY, b"x");
        reserved[0] |= 0x40;
        let long = [&[0x82, 0xff][..], &u64::MAX.to_be_bytes()].concat();
        let cut_ping = [0x09, 0x80];
        for (bytes, fault) in [
            (unmasked, WebSocketFault::NotMasked),
            (reserved, WebSocketFault::ReservedBits),
            (masked(1, b"text"), WebSocketFault::UnknownKind(1)),
            (long, WebSocketFault::TooLong(u64::MAX)),
            (cut_ping.to_vec(), WebSocketFault::BadControl),
        ] {
            assert_eq!(WebSocket::default().feed(&bytes, &mut Vec::new(), &mut Vec::new()), Err(fault));
        }
    }
}
