//! Passkeys: the public halves of the keys that a person signs in with, in the person's shard.

use minicbor::{Decode, Encode};

use crate::{
    ids::{Owner, UserId},
    key::{Key, Row},
};

/// A passkey. Sealed by the person's key.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Passkey {
    /// What its authenticator names it by.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub credential_id: Vec<u8>,
    /// As COSE numbers it: -7 for ES256, -8 for EdDSA.
    #[n(1)]
    pub algorithm: i32,
    /// As its algorithm writes it: an uncompressed point of P-256, or 32 bytes of Ed25519.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub public_key: Vec<u8>,
    /// How often it has signed, as it says itself; 0 for ever where its authenticator does not count.
    #[n(3)]
    pub sign_count: u32,
    /// As people are shown it.
    #[n(4)]
    pub name: String,
    /// Seconds since 1970.
    #[n(5)]
    pub created_at: i32,
    /// Seconds since 1970 of the last sign-in with it.
    #[n(6)]
    pub used_at: Option<i32>,
}

/// A passkey of a person by the keyed hash of its credential's id, which may have a kilobyte.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByCredential {
    /// Whose.
    pub user: UserId,
    /// The hash.
    pub hash: [u8; 16],
}

impl Key for ByCredential {
    fn owner(&self) -> Owner {
        Owner::User(self.user)
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        row.extend_from_slice(&self.hash);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        let Owner::User(user) = owner else { return None };
        Some(ByCredential { user, hash: row.bytes()? })
    }
}
