//! The client's end: how a connection begins.

use world::Chance;

use super::obfuscation::{self, HEADER_BYTES};
use super::{Codec, End, Kind, ProxySecret};

/// Which transport a client speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wire {
    /// The framing.
    pub kind: Kind,
    /// The dc that an obfuscated header names; nothing for a bare connection. Full is never obfuscated.
    pub obfuscated: Option<i16>,
}

impl Wire {
    /// All seven transports, the obfuscated ones naming dc 2.
    pub const ALL: [Wire; 7] = [
        Wire { kind: Kind::Full, obfuscated: None },
        Wire { kind: Kind::Abridged, obfuscated: None },
        Wire { kind: Kind::Intermediate, obfuscated: None },
        Wire { kind: Kind::PaddedIntermediate, obfuscated: None },
        Wire { kind: Kind::Abridged, obfuscated: Some(2) },
        Wire { kind: Kind::Intermediate, obfuscated: Some(2) },
        Wire { kind: Kind::PaddedIntermediate, obfuscated: Some(2) },
    ];
}

/// Begins a connection: appends its first bytes to `out` and gives the codec for what follows.
pub fn dial(wire: Wire, chance: &dyn Chance, out: &mut Vec<u8>) -> Codec {
    dial_through(None, wire, chance, out)
}

/// The same, as if through a proxy with this secret, where the wire is obfuscated.
pub fn dial_through(
    secret: Option<&ProxySecret>,
    wire: Wire,
    chance: &dyn Chance,
    out: &mut Vec<u8>,
) -> Codec {
    if let (Some(dc), true) = (wire.obfuscated, wire.kind != Kind::Full) {
        loop {
            let mut fresh = [0; HEADER_BYTES];
            chance.fill(&mut fresh);
            if let Some((streams, header)) = obfuscation::write(fresh, wire.kind, dc, secret) {
                out.extend_from_slice(&header);
                return Codec::new(wire.kind, End::Client, Some(Box::new(streams)), Some(dc));
            }
        }
    }
    out.extend_from_slice(match wire.kind {
        Kind::Full => &[],
        Kind::Abridged => &[0xef],
        Kind::Intermediate => &[0xee; 4],
        Kind::PaddedIntermediate => &[0xdd; 4],
    });
    Codec::new(wire.kind, End::Client, None, None)
}
