//! One file's key, and sealing of its chunks: AES-256-GCM-SIV, bound to where the chunk stands in the file.
//!
//! A part that a client sends twice is sealed twice under one nonce; the SIV mode then tells at most that both are
//! equal. Tags stand apart from the bytes, so that a range of chunks is one piece of the disk.

use aes_gcm_siv::{
    Aes256GcmSiv, KeyInit,
    aead::{AeadInOut, Nonce, Tag},
};
use zeroize::Zeroizing;

/// Bytes of a tag.
pub(crate) const TAG_BYTES: usize = 16;

/// The key of one file. Whoever has it can read the file, so it has no Debug.
#[derive(Clone)]
pub struct FileKey(Zeroizing<[u8; 32]>);

impl FileKey {
    /// From 32 bytes of good chance.
    pub fn new(bytes: [u8; 32]) -> Self {
        FileKey(Zeroizing::new(bytes))
    }

    /// To be wrapped and kept by whoever refers to the file.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn cipher(&self) -> Cipher {
        Cipher(Aes256GcmSiv::new((&*self.0).into()))
    }
}

/// A key that is set up.
pub(crate) struct Cipher(Aes256GcmSiv);

impl Cipher {
    /// Seals a chunk in place.
    pub(crate) fn seal(&self, slot: u32, chunk: u32, bytes: &mut [u8]) -> Option<[u8; TAG_BYTES]> {
        let tag = self.0.encrypt_inout_detached(&nonce(slot, chunk), &[], bytes.into()).ok()?;
        tag.as_slice().try_into().ok()
    }

    /// Opens a chunk in place; whether it is what was sealed there.
    pub(crate) fn open(&self, slot: u32, chunk: u32, tag: [u8; TAG_BYTES], bytes: &mut [u8]) -> bool {
        let tag = Tag::<Aes256GcmSiv>::from(tag);
        self.0.decrypt_inout_detached(&nonce(slot, chunk), &[], bytes.into(), &tag).is_ok()
    }
}

fn nonce(slot: u32, chunk: u32) -> Nonce<Aes256GcmSiv> {
    let mut nonce = Nonce::<Aes256GcmSiv>::default();
    let place = slot.to_le_bytes().into_iter().chain(chunk.to_le_bytes());
    nonce.iter_mut().zip(place).for_each(|(to, from)| *to = from);
    nonce
}
