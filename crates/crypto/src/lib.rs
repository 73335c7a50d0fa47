//! AES-IGE and AES-CTR, hashes, message keys, RSA, Diffie-Hellman, SRP and signatures: pure functions over proven crates.
//!
//! Nothing here knows the protocol's types or keeps state of a connection. Chance is handed in as a closure
//! that fills a slice, so that a simulation can repeat a run.

pub mod ctr;
pub mod dh;
pub mod hash;
pub mod ige;
pub mod kdf;
pub mod pq;
pub mod rsa;
pub mod rsa_pad;
mod rsa_pem;
pub mod signature;
pub mod srp;

pub use ctr::CtrStream;
pub use hash::{sha1, sha256};
pub use ige::{aes_ige_decrypt, aes_ige_encrypt};
pub use rsa::{RsaError, RsaPrivateKey, RsaPublicKey};

/// Fills a slice with bytes that nobody can foretell.
pub type Fill<'a> = &'a mut dyn FnMut(&mut [u8]);
