//! AES-256-CTR as a stream, for the obfuscated transports. It hides patterns from the network and secures
//! nothing.

use ctr::cipher::{KeyIvInit, StreamCipher};

/// One direction of an obfuscated connection; each byte that passes moves it on.
pub struct CtrStream(ctr::Ctr128BE<aes::Aes256Enc>);

impl CtrStream {
    /// A stream at its beginning.
    pub fn new(key: &[u8; 32], iv: &[u8; 16]) -> Self {
        Self(ctr::Ctr128BE::new(key.into(), iv.into()))
    }

    /// Encrypts or decrypts the next bytes in place.
    pub fn apply(&mut self, data: &mut [u8]) {
        // The counter has 128 bits: its end is out of reach, and an error leaves the bytes as they are.
        let _ = self.0.try_apply_keystream(data);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_cut_anywhere_gives_the_same_bytes() {
        let mut whole = [0; 100];
        CtrStream::new(&[3; 32], &[0xff; 16]).apply(&mut whole);
        let mut parts = [0; 100];
        let mut stream = CtrStream::new(&[3; 32], &[0xff; 16]);
        for part in parts.chunks_mut(7) {
            stream.apply(part);
        }
        assert!(whole == parts);
        assert_ne!(whole[..16], whole[16..32]);
    }

    #[test]
    fn the_stream_is_that_of_nist_sp_800_38a() {
        // F.5.5, CTR-AES256.Encrypt, first block.
        let key: [u8; 32] = [
            0x60, 0x3d, 0xeb, 0x10, 0x15, 0xca, 0x71, 0xbe, 0x2b, 0x73, 0xae, 0xf0, 0x85, 0x7d, 0x77, 0x81,
            0x1f, 0x35, 0x2c, 0x07, 0x3b, 0x61, 0x08, 0xd7, 0x2d, 0x98, 0x10, 0xa3, 0x09, 0x14, 0xdf, 0xf4,
        ];
        let iv: [u8; 16] = std::array::from_fn(|i| 0xf0 + i as u8);
        let mut data =
            [0x6b, 0xc1, 0xbe, 0xe2, 0x2e, 0x40, 0x9f, 0x96, 0xe9, 0x3d, 0x7e, 0x11, 0x73, 0x93, 0x17, 0x2a];
        CtrStream::new(&key, &iv).apply(&mut data);
        assert_eq!(data[..8], [0x60, 0x1e, 0xc3, 0x13, 0x77, 0x57, 0x89, 0xa5]);
    }
}
