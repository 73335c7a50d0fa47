//! Keyed hashes of many small things of one owner, such as the words of his messages: a key of their own, set up
//! once.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::{ids::Owner, seal, store::Store};

/// Hashes that tell nothing to who lacks the server's key, and that differ from owner to owner.
#[derive(Clone)]
pub struct HashKey(Hmac<Sha256>);

impl HashKey {
    /// The hash of `bytes`.
    pub fn hash(&self, bytes: &[u8]) -> [u8; 16] {
        let mut mac = self.0.clone();
        mac.update(bytes);
        let hash: [u8; 32] = mac.finalize().into_bytes().into();
        let mut short = [0; 16];
        short.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
        short
    }
}

impl Store {
    /// The key for hashes of one owner's things; `domain` keeps different ends apart, as in
    /// [`Store::keyed_hash`].
    pub fn hash_key(&self, domain: &str, owner: Owner) -> HashKey {
        let (kind, id) = owner.parts();
        let length = (domain.len() as u64).to_le_bytes();
        let parts: [&[u8]; 5] = [b"owner", &length, domain.as_bytes(), &[kind], &id.to_le_bytes()];
        HashKey(seal::keyed_state(&seal::keyed(&self.inner.hash_key, &parts)))
    }
}
