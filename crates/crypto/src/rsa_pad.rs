//! The two paddings of req_DH_params: RSA_PAD with its hash, and the older SHA-1 form that Telethon, kurigram
//! and grammers send.
//!
//! Source: core.telegram.org/mtproto/auth_key, step 4.1. Both forms are opened from the same raw block, and
//! nothing here says why a block did not open.

use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

use crate::Fill;
use crate::hash::{sha1, sha256, slice};
use crate::ige::{aes_ige_decrypt, aes_ige_encrypt};
use crate::rsa::{RsaError, RsaPublicKey};

/// The most bytes that RSA_PAD carries.
pub const DATA_BYTES_MAX: usize = 144;

/// Opens RSA_PAD: 192 bytes, the data and behind it random bytes, or nothing when the hash is wrong.
pub fn open(raw: &[u8; 256]) -> Option<Zeroizing<[u8; 192]>> {
    let mut sealed = Zeroizing::new(slice::<224>(raw, 32));
    let mut key = Zeroizing::new(sha256(&[&*sealed]));
    for (byte, covered) in key.iter_mut().zip(raw) {
        *byte ^= covered;
    }
    aes_ige_decrypt(&key, &[0; 32], &mut *sealed);
    let mut data = Zeroizing::new(slice::<192>(&*sealed, 0));
    data.reverse();
    let hash = sha256(&[&*key, &*data]);
    bool::from(hash.ct_eq(&sealed[192..])).then_some(data)
}

/// The bytes behind the hash in the older form: the data, then random bytes.
pub fn legacy_data(raw: &[u8; 256]) -> Zeroizing<[u8; 235]> {
    Zeroizing::new(slice(raw, 21))
}

/// Whether the older form holds data of this length: a zero, SHA-1 of the data, the data.
pub fn legacy_holds(raw: &[u8; 256], length: usize) -> bool {
    let hash = sha1(&[raw.get(21..21 + length).unwrap_or_default()]);
    bool::from(raw[..1].ct_eq(&[0]) & hash.ct_eq(&raw[1..21]))
}

/// Encrypts `data` (at most [`DATA_BYTES_MAX`]) for the holder of `key` with RSA_PAD.
pub fn seal(key: &RsaPublicKey, data: &[u8], fill: Fill<'_>) -> Result<[u8; 256], RsaError> {
    if data.len() > DATA_BYTES_MAX {
        return Err(RsaError::OutOfRange);
    }
    let mut padded = Zeroizing::new([0; 192]);
    fill(&mut padded[data.len()..]);
    padded[..data.len()].copy_from_slice(data);
    loop {
        let mut temporary = Zeroizing::new([0; 32]);
        fill(&mut *temporary);
        let mut block = [0; 256];
        let (head, sealed) = block.split_at_mut(32);
        for (to, from) in sealed.iter_mut().zip(padded.iter().rev()) {
            *to = *from;
        }
        sealed[192..].copy_from_slice(&sha256(&[&*temporary, &*padded]));
        aes_ige_encrypt(&temporary, &[0; 32], sealed);
        head.copy_from_slice(&sha256(&[sealed]));
        for (byte, secret) in head.iter_mut().zip(&*temporary) {
            *byte ^= secret;
        }
        match key.encrypt_raw(&block) {
            // The block is not below the modulus: another temporary key gives another block.
            Err(RsaError::OutOfRange) => block.zeroize(),
            outcome => return outcome,
        }
    }
}

/// Encrypts `data` (at most 235 bytes) in the older form.
pub fn seal_legacy(key: &RsaPublicKey, data: &[u8], fill: Fill<'_>) -> Result<[u8; 256], RsaError> {
    if data.len() > 235 {
        return Err(RsaError::OutOfRange);
    }
    let mut block = [0; 256];
    block[1..21].copy_from_slice(&sha1(&[data]));
    block[21..21 + data.len()].copy_from_slice(data);
    fill(&mut block[21 + data.len()..]);
    key.encrypt_raw(&block)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RsaPrivateKey;

    fn key() -> RsaPrivateKey {
        RsaPrivateKey::from_pem(include_str!("../testdata/openssl_pkcs1.pem")).unwrap()
    }

    fn counting() -> impl FnMut(&mut [u8]) {
        let mut next = 0u8;
        move |bytes| {
            for byte in bytes {
                next = next.wrapping_mul(13).wrapping_add(41);
                *byte = next;
            }
        }
    }

    #[test]
    fn what_python_sealed_is_opened() {
        let raw = key().decrypt_raw(include_bytes!("../testdata/rsa_pad.bin"), &mut counting()).unwrap();
        assert!(open(&raw).is_some_and(|data| data[..11] == *b"hello pad 1"));
    }

    #[test]
    fn both_paddings_turn_back() {
        let (key, data) = (key(), [9; 144]);
        let sealed = seal(key.public(), &data, &mut counting()).unwrap();
        let raw = key.decrypt_raw(&sealed, &mut counting()).unwrap();
        assert!(open(&raw).is_some_and(|opened| opened[..144] == data));
        assert!(!legacy_holds(&raw, 144));
        let sealed = seal_legacy(key.public(), &data, &mut counting()).unwrap();
        let raw = key.decrypt_raw(&sealed, &mut counting()).unwrap();
        assert!(legacy_holds(&raw, 144) && legacy_data(&raw)[..144] == data && open(&raw).is_none());
        assert!(!legacy_holds(&raw, 143) && !legacy_holds(&raw, 236) && !legacy_holds(&raw, usize::MAX - 21));
        assert!(seal(key.public(), &[0; 145], &mut counting()).is_err());
    }

    #[test]
    fn a_flipped_bit_of_the_raw_block_never_opens() {
        let mut block = [0; 256];
        let mut fill = counting();
        // A block that opens, before RSA: the flips below reach every one of its bits.
        let sealed = seal(key().public(), b"some data", &mut fill).unwrap();
        block.copy_from_slice(&key().decrypt_raw(&sealed, &mut fill).unwrap());
        assert!(open(&block).is_some());
        for bit in 0..2048 {
            block[bit / 8] ^= 1 << (bit % 8);
            assert!(open(&block).is_none() && !legacy_holds(&block, 9));
            block[bit / 8] ^= 1 << (bit % 8);
        }
    }
}
