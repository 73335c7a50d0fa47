//! The key that a client and this server share, and its id.

use zeroize::{Zeroize, ZeroizeOnDrop};

/// 2048 bits that a client and this server share. No Debug: it is a secret.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct AuthKey {
    bytes: Box<[u8; 256]>,
    #[zeroize(skip)]
    id: i64,
}

impl AuthKey {
    /// The key with these bytes. Its id is the low 64 bits of their SHA-1.
    pub fn new(bytes: [u8; 256]) -> Self {
        let [.., a, b, c, d, e, f, g, h] = crypto::sha1(&[&bytes]);
        Self { bytes: Box::new(bytes), id: i64::from_le_bytes([a, b, c, d, e, f, g, h]) }
    }

    /// The id that names the key in every packet.
    pub fn id(&self) -> i64 {
        self.id
    }

    /// The key itself.
    pub fn bytes(&self) -> &[u8; 256] {
        &self.bytes
    }
}
