//! What the tests of this folder share.
#![allow(dead_code, reason = "each test file is a program of its own and uses a part")]

use std::sync::{Arc, Mutex, OnceLock};

use crypto::RsaPrivateKey;
use mtproto::handshake::{Exchange, Handshake, Refused, Step};
use world::{Chance, UnixMillis};

/// Bytes that follow from a seed: tests need many different ones, not secret ones.
pub(crate) struct Draws(Mutex<u64>);

impl Draws {
    /// Another seed, other bytes.
    pub(crate) fn new(seed: u64) -> Self {
        Self(Mutex::new(seed))
    }
}

impl Chance for Draws {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.0.lock().unwrap();
        for chunk in bytes.chunks_mut(8) {
            // SplitMix64.
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = *state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            chunk.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes()[..chunk.len()]);
        }
    }
}

/// When the tests happen.
pub(crate) const NOW: UnixMillis = UnixMillis(1_800_000_000_000);

/// A server's key for tests alone.
pub(crate) fn server_key() -> Arc<RsaPrivateKey> {
    // Reading it proves its factors prime, which is not for every test anew.
    static KEY: OnceLock<Arc<RsaPrivateKey>> = OnceLock::new();
    KEY.get_or_init(|| RsaPrivateKey::from_pem(include_str!("../testdata/server.pem")).unwrap().into())
        .clone()
}

/// What a server's key exchanges share.
pub(crate) fn exchange(seed: u64) -> Arc<Exchange> {
    Exchange::new(vec![server_key()], Arc::new(Draws::new(seed)), true)
}

/// Takes a plain message and does the work that it asks for.
pub(crate) fn receive(handshake: &mut Handshake, packet: &[u8], now: UnixMillis) -> Result<Step, Refused> {
    match handshake.receive(packet, now)? {
        Step::Work(work) => handshake.finish(work.run(), now),
        step => Ok(step),
    }
}
