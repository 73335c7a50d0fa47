//! Message keys and the keys derived from them: MTProto 2.0, and 1.0 for the proof of auth.bindTempAuthKey.
//!
//! Source: core.telegram.org/mtproto/description and /mtproto/description_v1.

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::hash::{sha1, sha256, slice};

/// Who wrote the message: each side encrypts with other parts of the auth key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The client wrote it (x = 0).
    Client,
    /// The server wrote it (x = 8).
    Server,
}

impl Side {
    const fn offset(self) -> usize {
        match self {
            Side::Client => 0,
            Side::Server => 8,
        }
    }
}

/// AES key and initialisation vector of one message.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct MessageKeys {
    /// The AES-256 key.
    pub key: [u8; 32],
    /// The IGE vector.
    pub iv: [u8; 32],
}

/// The message key of MTProto 2.0: the middle 128 bits of SHA-256 over 32 bytes of the auth key and the
/// whole plaintext with its padding.
pub fn message_key(auth_key: &[u8; 256], side: Side, plaintext: &[u8]) -> [u8; 16] {
    let secret: [u8; 32] = slice(auth_key, 88 + side.offset());
    slice(&sha256(&[&secret, plaintext]), 8)
}

/// AES key and vector of MTProto 2.0.
pub fn message_keys(auth_key: &[u8; 256], side: Side, msg_key: &[u8; 16]) -> MessageKeys {
    let x = side.offset();
    let a = sha256(&[msg_key, &slice::<36>(auth_key, x)]);
    let b = sha256(&[&slice::<36>(auth_key, 40 + x), msg_key]);
    let (mut key, mut iv) = ([0; 32], [0; 32]);
    key[..8].copy_from_slice(&a[..8]);
    key[8..24].copy_from_slice(&b[8..24]);
    key[24..].copy_from_slice(&a[24..]);
    iv[..8].copy_from_slice(&b[..8]);
    iv[8..24].copy_from_slice(&a[8..24]);
    iv[24..].copy_from_slice(&b[24..]);
    MessageKeys { key, iv }
}

/// The message key of MTProto 1.0: the last 128 bits of SHA-1 over the plaintext without its padding.
pub fn message_key_v1(plaintext: &[u8]) -> [u8; 16] {
    slice(&sha1(&[plaintext]), 4)
}

/// AES key and vector of MTProto 1.0.
pub fn message_keys_v1(auth_key: &[u8; 256], side: Side, msg_key: &[u8; 16]) -> MessageKeys {
    let part = |from: usize| slice::<16>(auth_key, from + side.offset());
    let a = sha1(&[msg_key, &slice::<32>(auth_key, side.offset())]);
    let b = sha1(&[&part(32), msg_key, &part(48)]);
    let c = sha1(&[&slice::<32>(auth_key, 64 + side.offset()), msg_key]);
    let d = sha1(&[msg_key, &slice::<32>(auth_key, 96 + side.offset())]);
    let (mut key, mut iv) = ([0; 32], [0; 32]);
    key[..8].copy_from_slice(&a[..8]);
    key[8..20].copy_from_slice(&b[8..20]);
    key[20..].copy_from_slice(&c[4..16]);
    iv[..12].copy_from_slice(&a[8..20]);
    iv[12..20].copy_from_slice(&b[..8]);
    iv[20..24].copy_from_slice(&c[16..20]);
    iv[24..].copy_from_slice(&d[..8]);
    MessageKeys { key, iv }
}

/// AES key and vector that cover the Diffie-Hellman parameters while they travel.
pub fn exchange_keys(server_nonce: &[u8; 16], new_nonce: &[u8; 32]) -> MessageKeys {
    let a = sha1(&[new_nonce, server_nonce]);
    let b = sha1(&[server_nonce, new_nonce]);
    let c = sha1(&[new_nonce, new_nonce]);
    let (mut key, mut iv) = ([0; 32], [0; 32]);
    key[..20].copy_from_slice(&a);
    key[20..].copy_from_slice(&b[..12]);
    iv[..8].copy_from_slice(&b[12..]);
    iv[8..28].copy_from_slice(&c);
    iv[28..].copy_from_slice(&new_nonce[..4]);
    MessageKeys { key, iv }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn auth_key() -> [u8; 256] {
        std::array::from_fn(|i| (i * 7 + 3) as u8)
    }

    fn counted<const N: usize>(from: usize) -> [u8; N] {
        std::array::from_fn(|i| (from + i) as u8)
    }

    #[test]
    fn keys_of_version_2_are_those_of_telethon_and_pyrogram() {
        let client = message_keys(&auth_key(), Side::Client, &counted(100));
        assert_eq!(hex(&client.key), "fb190693c4409d1b210eca74a7603428a6d75aa2263fffe159b44647eacb53b3");
        assert_eq!(hex(&client.iv), "094f96f29c1e7a6d8969f5247598b0e9a2e8119536506e729e7a07d448f018f6");
        let server = message_keys(&auth_key(), Side::Server, &counted(100));
        assert_eq!(hex(&server.key), "b152ee12906d00ce5ad2e6a0a589e87177200cfb673c1e89ec5578545af87ccb");
        assert_eq!(hex(&server.iv), "376603355ed14036081de8d7a35e49ab7a1b4e2bb1c516b96f5d69b8d87b0d33");
    }

    #[test]
    fn message_keys_differ_by_side() {
        let text = counted::<64>(64);
        assert_eq!(hex(&message_key(&auth_key(), Side::Client, &text)), "ea20c35b2d45b2d6c22ebf7da0805079");
        assert_eq!(hex(&message_key(&auth_key(), Side::Server, &text)), "c48b873b3314d07eef5ce7f84458b3f8");
    }

    #[test]
    fn keys_of_version_1_are_those_of_the_description() {
        let keys = message_keys_v1(&auth_key(), Side::Client, &counted(100));
        assert_eq!(hex(&keys.key), "bbc79e6e251c4a2295432270b205c57d5ce84f0904f77fa6032d10e2154ff91b");
        assert_eq!(hex(&keys.iv), "d924a4851461e3173592dc51a1bef8c7dacdb5de8e95838c7d01acec66f426ad");
    }

    #[test]
    fn exchange_keys_are_those_of_telethon() {
        let keys = exchange_keys(&counted(0), &counted(50));
        assert_eq!(hex(&keys.key), "a66f481d1ff9ddb58a959be2ead2d0cacee0c7b2439bac88a92c037c2f0aa5bd");
        assert_eq!(hex(&keys.iv), "fd6213060617da9a6050cfc52bf9148e97c3fb292a604c9fa45cd5c332333435");
    }
}
