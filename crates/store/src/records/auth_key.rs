//! A permanent authorization key.

use zeroize::{Zeroize, ZeroizeOnDrop};

/// The key and whose login it is. Temporary keys are never stored.
#[derive(minicbor::Encode, minicbor::Decode, Zeroize, ZeroizeOnDrop)]
#[cbor(array)]
pub struct AuthKey {
    /// 256 bytes.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub key: Vec<u8>,
    /// When the exchange ended, in seconds since 1970.
    #[n(1)]
    pub created: i64,
    /// Who is signed in with it.
    #[n(2)]
    pub user: Option<i64>,
}
