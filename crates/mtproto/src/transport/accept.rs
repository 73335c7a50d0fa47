//! Telling the transports apart by the first bytes of a connection, however they arrive.

use std::sync::Arc;

use super::obfuscation::{self, HEADER_BYTES};
use super::{Codec, End, Kind, ProxySecret, TransportFault};

/// A connection whose transport is not known yet. It holds at most 64 bytes.
#[derive(Default)]
pub struct Acceptor {
    head: Vec<u8>,
    secrets: Arc<[ProxySecret]>,
}

/// What a connection turned out to be.
pub enum Accepted {
    /// One of the framings; the codec was fed what came behind the first bytes.
    Mtproto(Codec),
    /// An HTTP request: everything so far, from its first byte.
    Http(Vec<u8>),
}

impl Acceptor {
    /// Nothing received yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, where clients may come as if through a proxy with one of these secrets.
    pub fn with_secrets(secrets: Arc<[ProxySecret]>) -> Self {
        Acceptor { head: Vec::new(), secrets }
    }

    /// Takes the next bytes; nothing while they leave more than one transport open.
    ///
    /// # Errors
    /// The bytes belong to no transport: close the connection.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<Option<Accepted>, TransportFault> {
        let had = self.head.len();
        let (taken, rest) = bytes.split_at(bytes.len().min(HEADER_BYTES - had));
        self.head.extend_from_slice(taken);
        let Some(found) = recognise(&self.head)? else { return Ok(None) };
        let head = std::mem::take(&mut self.head);
        let (mut codec, used) = match found {
            Found::Http => return Ok(Some(Accepted::Http([&head, rest].concat()))),
            Found::Plain(kind, used) => (Codec::new(kind, End::Server, None, None), used),
            Found::Obfuscated(header) => {
                let plain = obfuscation::read(&header, None);
                let mut proxied = self.secrets.iter().map(|secret| obfuscation::read(&header, Some(secret)));
                let read = plain.or_else(|| proxied.find_map(|read| read));
                let (streams, kind, dc) = read.ok_or(TransportFault::Unknown)?;
                (Codec::new(kind, End::Server, Some(Box::new(streams)), dc), HEADER_BYTES)
            }
        };
        codec.feed(head.get(used..).unwrap_or_default());
        codec.feed(rest);
        Ok(Some(Accepted::Mtproto(codec)))
    }
}

enum Found {
    Http,
    /// A framing, and how many bytes its name takes.
    Plain(Kind, usize),
    Obfuscated([u8; HEADER_BYTES]),
}

fn recognise(head: &[u8]) -> Result<Option<Found>, TransportFault> {
    if head.first() == Some(&0xef) {
        return Ok(Some(Found::Plain(Kind::Abridged, 1)));
    }
    let Some((first, behind)) = head.split_first_chunk::<4>() else { return Ok(None) };
    match first {
        b"GET " | b"POST" | b"HEAD" | b"OPTI" => return Ok(Some(Found::Http)),
        [0xee, 0xee, 0xee, 0xee] => return Ok(Some(Found::Plain(Kind::Intermediate, 4))),
        [0xdd, 0xdd, 0xdd, 0xdd] => return Ok(Some(Found::Plain(Kind::PaddedIntermediate, 4))),
        // The beginning of TLS, which no obfuscated header may have.
        [0x16, 0x03, 0x01, 0x02] => return Err(TransportFault::Unknown),
        _ => {}
    }
    let Some(second) = behind.first_chunk::<4>() else { return Ok(None) };
    if *second == [0; 4] {
        // A length, then the number of the first frame of full.
        return Ok(Some(Found::Plain(Kind::Full, 0)));
    }
    Ok(head.first_chunk().map(|header| Found::Obfuscated(*header)))
}
