//! Transports: how packets are cut out of a byte stream, and how a stream says which way it uses.
//!
//! [`Acceptor`] tells the transports apart by their first bytes; a [`Codec`] then cuts packets out of what is
//! fed to it and frames what is written. HTTP and WebSocket are told apart here and spoken elsewhere; inside a
//! WebSocket runs one of these transports. Source: core.telegram.org/mtproto/mtproto-transports.

mod accept;
mod dial;
mod framing;
mod obfuscation;
mod proxy;

pub use accept::{Accepted, Acceptor};
pub use dial::{Wire, dial, dial_through};
pub use proxy::{ProxySecret, SECRET_EXPECTED};

use framing::Framing;
use obfuscation::Obfuscation;

/// The most bytes of a packet that any transport carries here.
pub const PACKET_BYTES_MAX: usize = 1 << 20;

/// No packet of this auth key can be read; clients make a new key.
pub const ERROR_KEY_UNKNOWN: i32 = -404;
/// Too many packets or connections.
pub const ERROR_FLOOD: i32 = -429;
/// No such data centre.
pub const ERROR_DC_INVALID: i32 = -444;

/// How packets are framed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Length, number, packet, CRC-32.
    Full,
    /// One or four bytes of length in words.
    Abridged,
    /// Four bytes of length.
    Intermediate,
    /// Four bytes of length, random bytes behind the packet.
    PaddedIntermediate,
}

/// What is wrong with a byte stream. After a fault the connection is closed: its frames cannot be found again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransportFault {
    /// The first bytes belong to no transport.
    #[error("the first bytes belong to no transport")]
    Unknown,
    /// A length of zero, above the limit, or not of whole words.
    #[error("a packet of {bytes} bytes")]
    Length {
        /// The length that stood in the frame.
        bytes: usize,
    },
    /// A full frame whose CRC-32 does not hold.
    #[error("a wrong checksum")]
    Checksum,
    /// A full frame out of order.
    #[error("frame {found} where {expected} was due")]
    Sequence {
        /// The number that was due.
        expected: u32,
        /// The number that came.
        found: u32,
    },
}

/// A packet, in the codec's own bytes so that it can be decrypted in place.
pub struct Frame<'a> {
    /// The packet without framing and padding.
    pub payload: &'a mut [u8],
    /// At the server: the client wants a quick acknowledgement. At the client: this is one, and the payload is
    /// its token, little-endian.
    pub quick_ack: bool,
}

/// Which end of the connection this is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Server,
    Client,
}

/// One connection's framing, both ways.
pub struct Codec {
    framing: Framing,
    obfuscation: Option<Box<Obfuscation>>,
    dc: Option<i16>,
    end: End,
    limit: usize,
    buffer: Vec<u8>,
    /// Where the bytes begin that were not handed out yet.
    start: usize,
}

impl Codec {
    fn new(kind: Kind, end: End, obfuscation: Option<Box<Obfuscation>>, dc: Option<i16>) -> Self {
        let framing = Framing::new(kind);
        Self { framing, obfuscation, dc, end, limit: PACKET_BYTES_MAX, buffer: Vec::new(), start: 0 }
    }

    /// How packets are framed.
    pub fn kind(&self) -> Kind {
        self.framing.kind()
    }

    /// Whether the stream is obfuscated.
    pub fn is_obfuscated(&self) -> bool {
        self.obfuscation.is_some()
    }

    /// The dc id that an obfuscated connection names: negative for media, 10000 added for test. Nothing when
    /// what stands there cannot be one: some clients leave random bytes.
    pub fn dc(&self) -> Option<i16> {
        self.dc
    }

    /// Refuses packets longer than `bytes` from now on (at most [`PACKET_BYTES_MAX`]), for connections that
    /// have not shown a key yet.
    pub fn limit_packets(&mut self, bytes: usize) {
        self.limit = bytes.min(PACKET_BYTES_MAX);
    }

    /// Takes the next bytes of the stream.
    pub fn feed(&mut self, bytes: &[u8]) {
        if self.start == self.buffer.len() {
            self.buffer.clear();
            self.start = 0;
            if self.buffer.capacity() > IDLE_BYTES_MAX && bytes.len() <= IDLE_BYTES_MAX {
                self.buffer = Vec::new();
            }
        } else if self.start > self.buffer.len() / 2 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        let from = self.buffer.len();
        self.buffer.extend_from_slice(bytes);
        if let (Some(obfuscation), Some(fresh)) = (&mut self.obfuscation, self.buffer.get_mut(from..)) {
            obfuscation.receive.apply(fresh);
        }
        self.make_room();
    }

    /// A large packet is copied once, and not each time that its room grows, once enough of it has come to take its
    /// length at its word.
    fn make_room(&mut self) {
        let rest = self.buffer.get(self.start..).unwrap_or_default();
        if rest.len() < LARGE_PACKET_BYTES {
            return;
        }
        let stated = self.framing.stated(rest).filter(|stated| *stated <= self.limit + LARGE_PACKET_BYTES);
        let left = stated.unwrap_or_default().saturating_sub(rest.len());
        if left > 0 {
            // What comes behind its end comes in the same read.
            self.buffer.reserve(left + LARGE_PACKET_BYTES);
        }
    }

    /// The next whole packet, or nothing until more is fed.
    ///
    /// # Errors
    /// The stream is broken: close the connection.
    #[expect(
        clippy::should_implement_trait,
        reason = "each packet borrows the codec, which an iterator cannot"
    )]
    pub fn next(&mut self) -> Result<Option<Frame<'_>>, TransportFault> {
        let rest = self.buffer.get(self.start..).unwrap_or_default();
        let Some(cut) = self.framing.cut(rest, self.end, self.limit)? else { return Ok(None) };
        let (from, to) = (self.start + cut.payload.start, self.start + cut.payload.end);
        self.start += cut.frame_bytes;
        let payload = self.buffer.get_mut(from..to).unwrap_or_default();
        if cut.quick_ack && self.end == End::Client && cut.big_endian {
            payload.reverse();
        }
        Ok(Some(Frame { payload, quick_ack: cut.quick_ack }))
    }

    /// Frames `payload` and appends it to `out`.
    pub fn write(&mut self, payload: &[u8], out: &mut Vec<u8>) {
        let from = out.len();
        self.framing.write(payload, false, out);
        self.obfuscate(out, from);
    }

    /// Like [`Codec::write`], asking for a quick acknowledgement (client only; full has none).
    pub fn write_wanting_quick_ack(&mut self, payload: &[u8], out: &mut Vec<u8>) {
        let from = out.len();
        self.framing.write(payload, true, out);
        self.obfuscate(out, from);
    }

    /// Appends a transport error such as [`ERROR_KEY_UNKNOWN`].
    pub fn write_error(&mut self, code: i32, out: &mut Vec<u8>) {
        let from = out.len();
        self.framing.write_bare(&code.to_le_bytes(), out);
        self.obfuscate(out, from);
    }

    /// Appends a quick acknowledgement; `token` has its top bit set. Full has none: nothing is written.
    pub fn write_quick_ack(&mut self, token: u32, out: &mut Vec<u8>) {
        let from = out.len();
        self.framing.write_quick_ack(token | 1 << 31, out);
        self.obfuscate(out, from);
    }

    /// Bytes of memory that this connection's framing holds now.
    pub fn held_bytes(&self) -> usize {
        let obfuscation = if self.is_obfuscated() { size_of::<Obfuscation>() } else { 0 };
        size_of::<Self>() + self.buffer.capacity() + obfuscation
    }

    /// Gives back the room of packets that were handed out; for connections that fall idle.
    pub fn shrink(&mut self) {
        if self.start == self.buffer.len() {
            self.buffer = Vec::new();
            self.start = 0;
        }
    }

    fn obfuscate(&mut self, out: &mut [u8], from: usize) {
        if let (Some(obfuscation), Some(fresh)) = (&mut self.obfuscation, out.get_mut(from..)) {
            obfuscation.send.apply(fresh);
        }
    }
}

/// From so many bytes on, room is made for the whole packet: at most 16 times of what has come.
const LARGE_PACKET_BYTES: usize = 64 << 10;
/// The most bytes that a connection keeps for later when all it received was handed out.
const IDLE_BYTES_MAX: usize = 1024;
