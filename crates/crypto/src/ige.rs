//! AES-256 in IGE mode, in place, on whole blocks.
//!
//! IGE chains both ways, so blocks cannot run in parallel in either direction; the loop stands inside the
//! backend's closure, where the rounds are inlined. It has no authentication of its own: the message key is.

use aes::cipher::{
    Block, BlockCipherDecBackend, BlockCipherDecClosure, BlockCipherDecrypt, BlockCipherEncBackend,
    BlockCipherEncClosure, BlockCipherEncrypt, BlockSizeUser, KeyInit, consts::U16,
};
use aes::{Aes256Dec, Aes256Enc};

/// A prepared encryption key, for many messages under one key.
pub struct IgeEncrypt(Aes256Enc);

impl IgeEncrypt {
    /// Expands `key`.
    pub fn new(key: &[u8; 32]) -> Self {
        Self(Aes256Enc::new(key.into()))
    }

    /// Encrypts `data` in place. A rest shorter than 16 bytes stays as it is: callers check the length.
    pub fn apply(&self, iv: &[u8; 32], data: &mut [u8]) {
        self.0.encrypt_with_backend(Chain { iv, data });
    }
}

/// A prepared decryption key, for many messages under one key.
pub struct IgeDecrypt(Aes256Dec);

impl IgeDecrypt {
    /// Expands `key`.
    pub fn new(key: &[u8; 32]) -> Self {
        Self(Aes256Dec::new(key.into()))
    }

    /// Decrypts `data` in place. A rest shorter than 16 bytes stays as it is: callers check the length.
    pub fn apply(&self, iv: &[u8; 32], data: &mut [u8]) {
        self.0.decrypt_with_backend(Chain { iv, data });
    }
}

/// Encrypts `data` in place under `key`; see [`IgeEncrypt::apply`].
pub fn aes_ige_encrypt(key: &[u8; 32], iv: &[u8; 32], data: &mut [u8]) {
    IgeEncrypt::new(key).apply(iv, data);
}

/// Decrypts `data` in place under `key`; see [`IgeDecrypt::apply`].
pub fn aes_ige_decrypt(key: &[u8; 32], iv: &[u8; 32], data: &mut [u8]) {
    IgeDecrypt::new(key).apply(iv, data);
}

/// One run over a message. The first half of `iv` is the block of ciphertext before the first, the second
/// half the block of plaintext before the first.
struct Chain<'a> {
    iv: &'a [u8; 32],
    data: &'a mut [u8],
}

impl Chain<'_> {
    fn halves(&self) -> ([u8; 16], [u8; 16]) {
        (crate::hash::slice(self.iv, 0), crate::hash::slice(self.iv, 16))
    }
}

impl BlockSizeUser for Chain<'_> {
    type BlockSize = U16;
}

impl BlockCipherEncClosure for Chain<'_> {
    #[inline(always)]
    fn call<B: BlockCipherEncBackend<BlockSize = U16>>(self, backend: &B) {
        let (mut cipher, mut plain) = self.halves();
        for chunk in self.data.as_chunks_mut::<16>().0 {
            let input = *chunk;
            let mut block: Block<B> = xor(&input, &cipher).into();
            backend.encrypt_block((&mut block).into());
            cipher = xor(&block.into(), &plain);
            plain = input;
            *chunk = cipher;
        }
    }
}

impl BlockCipherDecClosure for Chain<'_> {
    #[inline(always)]
    fn call<B: BlockCipherDecBackend<BlockSize = U16>>(self, backend: &B) {
        let (mut cipher, mut plain) = self.halves();
        for chunk in self.data.as_chunks_mut::<16>().0 {
            let input = *chunk;
            let mut block: Block<B> = xor(&input, &plain).into();
            backend.decrypt_block((&mut block).into());
            plain = xor(&block.into(), &cipher);
            cipher = input;
            *chunk = plain;
        }
    }
}

#[inline(always)]
fn xor(a: &[u8; 16], b: &[u8; 16]) -> [u8; 16] {
    (u128::from_ne_bytes(*a) ^ u128::from_ne_bytes(*b)).to_ne_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// AES-256-IGE from single blocks of AES-256-ECB of another implementation (OpenSSL through Python's
    /// `cryptography`): key 00..1f, iv 20..3f, plaintext 40..7f.
    const OPENSSL: &str = "b6b23cb46d2f43de2c67fc9a3a9e35104fad6ed15177969c1cebc616bcfa482cb220e4d159bedfd570df191a805e9d9d13b6d62f0ea1e40541bd31ebe72f51c6";

    fn counted<const N: usize>(from: u8) -> [u8; N] {
        std::array::from_fn(|i| from.wrapping_add(i as u8))
    }

    #[test]
    fn ige_agrees_with_openssl_and_turns_back() {
        let (key, iv, plain) = (counted::<32>(0), counted::<32>(32), counted::<64>(64));
        let mut data = plain;
        aes_ige_encrypt(&key, &iv, &mut data);
        let hex: String = data.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, OPENSSL);
        aes_ige_decrypt(&key, &iv, &mut data);
        assert!(data == plain);
    }

    #[test]
    fn a_rest_shorter_than_a_block_stays() {
        let mut data = [7; 20];
        aes_ige_encrypt(&[1; 32], &[2; 32], &mut data);
        assert_eq!(data[16..], [7; 4]);
        assert_ne!(data[..16], [7; 16]);
    }
}
