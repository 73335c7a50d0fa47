//! Sealing: compression first, then AES-256-GCM-SIV, bound to the row's place.
//!
//! A sealed value is one byte of form, one byte of record version, the ciphertext and its 16-byte tag. The
//! nonce is drawn from the shard and key, so it takes no room; writing a row again under the same nonce tells
//! at most that two contents are equal, which is what the SIV mode is for. Shard, key, form and version are
//! associated data: a value that stands at another place, or under another version, does not open.

use aes_gcm_siv::{
    Aes256GcmSiv, KeyInit,
    aead::{AeadInOut, Nonce, Tag},
};
use hmac::{Hmac, Mac};
use kv::Shard;
use sha2::Sha256;
use smallvec::SmallVec;
use zeroize::Zeroizing;

/// The key that wraps all owners' keys. It lies apart from the data.
pub struct MasterKey {
    bytes: Zeroizing<[u8; 32]>,
}

impl MasterKey {
    /// From 32 bytes of good chance.
    pub fn new(bytes: [u8; 32]) -> Self {
        MasterKey { bytes: Zeroizing::new(bytes) }
    }

    pub(crate) fn cipher(&self) -> Cipher {
        // A key of its own for wrapping, so that the master key can serve other ends later.
        Cipher::new(&derive(&self.bytes, b"merpati: wrap owner keys"))
    }
}

/// One key, ready to seal and open.
pub(crate) struct Cipher(Aes256GcmSiv);

/// Where a value stands.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) shard: Shard,
    pub(crate) key: &'a [u8],
}

/// A record in clear, with room for what sealing puts around it.
#[derive(Clone)]
pub(crate) struct Unsealed(Vec<u8>);

impl Unsealed {
    /// What `write` puts there.
    pub(crate) fn written<E>(write: impl FnOnce(&mut Vec<u8>) -> Result<(), E>) -> Result<Self, E> {
        let mut bytes = Vec::with_capacity(ROOM_BYTES);
        bytes.extend_from_slice(&[0; HEAD_BYTES]);
        write(&mut bytes)?;
        Ok(Unsealed(bytes))
    }

    /// A copy of what is at hand.
    pub(crate) fn copy(record: &[u8]) -> Self {
        Unsealed([&[0; HEAD_BYTES], record].concat())
    }
}

/// Why a value did not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SealFault {
    /// Too short, of an unknown form, or not sealed for this place by this key.
    Refused,
    /// Its version is above the newest known.
    Newer(u8),
}

impl Cipher {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        Cipher(Aes256GcmSiv::new(key.into()))
    }

    /// Seals a record for its place, where it stands.
    pub(crate) fn seal(&self, place: Place<'_>, version: u8, record: Unsealed) -> Option<Vec<u8>> {
        let Unsealed(mut sealed) = record;
        let (head, body) = sealed.split_first_chunk_mut::<HEAD_BYTES>()?;
        let (form, packed) = compress(body);
        *head = [form, version];
        if let Some(packed) = packed {
            sealed.truncate(HEAD_BYTES);
            sealed.extend_from_slice(&packed);
        }
        let (nonce, data) = place.bind(form, version);
        let (_, text) = sealed.split_at_mut(HEAD_BYTES);
        // Fails only above 2^36 bytes; a value has at most 2^16.
        let tag = self.0.encrypt_inout_detached(&nonce, &data, text.into()).ok()?;
        sealed.extend_from_slice(&tag);
        // It stays in memory until the tree has it: not with the room of a large one.
        if sealed.capacity() - sealed.len() > SPARE_BYTES {
            sealed.shrink_to_fit();
        }
        Some(sealed)
    }

    /// Opens what [`Cipher::seal`] made for this place: the version and the record.
    pub(crate) fn open(
        &self,
        place: Place<'_>,
        newest: u8,
        mut sealed: Vec<u8>,
    ) -> Result<(u8, Vec<u8>), SealFault> {
        let &[form, version, ..] = sealed.as_slice() else { return Err(SealFault::Refused) };
        let end = sealed.len().checked_sub(TAG_BYTES).filter(|end| *end >= HEAD_BYTES);
        let end = end.ok_or(SealFault::Refused)?;
        let tag: [u8; TAG_BYTES] =
            sealed.get(end..).and_then(|tag| tag.try_into().ok()).ok_or(SealFault::Refused)?;
        let (nonce, data) = place.bind(form, version);
        let text = sealed.get_mut(HEAD_BYTES..end).ok_or(SealFault::Refused)?;
        let opened =
            self.0.decrypt_inout_detached(&nonce, &data, text.into(), &Tag::<Aes256GcmSiv>::from(tag));
        opened.map_err(|_| SealFault::Refused)?;
        // Only now is the version known to be what was written.
        if version > newest {
            return Err(SealFault::Newer(version));
        }
        sealed.truncate(end);
        sealed.drain(..HEAD_BYTES);
        match form {
            FORM_PLAIN => Ok((version, sealed)),
            FORM_LZ4 => decompress(&sealed).map(|record| (version, record)).ok_or(SealFault::Refused),
            _ => Err(SealFault::Refused),
        }
    }
}

impl Place<'_> {
    /// The nonce and the associated data.
    fn bind(self, form: u8, version: u8) -> (Nonce<Aes256GcmSiv>, SmallVec<[u8; BOUND_BYTES]>) {
        let mut data = SmallVec::with_capacity(self.key.len() + 6);
        data.extend_from_slice(&self.shard.0.to_be_bytes());
        data.extend_from_slice(self.key);
        let hash = crypto::sha256(&[&data]);
        let mut nonce = Nonce::<Aes256GcmSiv>::default();
        nonce.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
        data.extend_from_slice(&[form, version]);
        (nonce, data)
    }
}

/// A key for one end out of another key.
pub(crate) fn derive(key: &[u8; 32], end: &[u8]) -> Zeroizing<[u8; 32]> {
    Zeroizing::new(keyed(&keyed_state(key), &[end]))
}

/// HMAC-SHA-256 before its first byte.
pub(crate) fn keyed_state(key: &[u8; 32]) -> Hmac<Sha256> {
    // A whole block, padded as RFC 2104 pads shorter keys: the constructor that cannot fail.
    let mut block = Zeroizing::new([0u8; 64]);
    block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
    Hmac::<Sha256>::new((&*block).into())
}

/// HMAC-SHA-256 over the parts one after the other.
pub(crate) fn keyed(state: &Hmac<Sha256>, parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = state.clone();
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// The form, and the compressed record where that is shorter.
fn compress(record: &[u8]) -> (u8, Option<Vec<u8>>) {
    // The length stands in two bytes in front; what does not fit there is over the engine's limit anyway.
    let length = match u16::try_from(record.len()) {
        Ok(length) if record.len() > COMPRESS_ABOVE_BYTES => length,
        _ => return (FORM_PLAIN, None),
    };
    let mut packed = vec![0; 2 + lz4_flex::block::get_maximum_output_size(record.len())];
    let Some((head, body)) = packed.split_first_chunk_mut::<2>() else { return (FORM_PLAIN, None) };
    *head = length.to_le_bytes();
    match lz4_flex::block::compress_into(record, body) {
        Ok(written) if written + 2 < record.len() => {
            packed.truncate(written + 2);
            (FORM_LZ4, Some(packed))
        }
        _ => (FORM_PLAIN, None),
    }
}

fn decompress(packed: &[u8]) -> Option<Vec<u8>> {
    let (length, body) = packed.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_le_bytes(*length));
    lz4_flex::block::decompress(body, length).ok().filter(|record| record.len() == length)
}

const FORM_PLAIN: u8 = 1;
const FORM_LZ4: u8 = 2;
const HEAD_BYTES: usize = 2;
const TAG_BYTES: usize = 16;
/// What a record in the making has room for, so that most need not grow in five steps.
const ROOM_BYTES: usize = 192;
/// So much that is not used is not worth a copy.
const SPARE_BYTES: usize = 64;
/// A shard and most keys.
const BOUND_BYTES: usize = 64;
const COMPRESS_ABOVE_BYTES: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'_> = Place { shard: Shard(7), key: b"a row" };

    fn cipher() -> Cipher {
        Cipher::new(&[9; 32])
    }

    #[test]
    fn what_was_sealed_opens_whatever_its_length() {
        for length in [0, 1, 199, 200, 201, 5000, 65_535, 65_536] {
            let record: Vec<u8> = (0..length).map(|at: u32| (at / 100) as u8).collect();
            let sealed = cipher().seal(PLACE, 3, Unsealed::copy(&record)).unwrap();
            assert!(cipher().open(PLACE, 3, sealed) == Ok((3, record)), "{length}");
        }
    }

    #[test]
    fn long_text_is_compressed_and_noise_is_not() {
        let text = "many words and many words and ".repeat(40);
        assert!(cipher().seal(PLACE, 1, Unsealed::copy(text.as_bytes())).unwrap().len() < 200);
        let noise: Vec<u8> = (0..40u8).flat_map(|at| crypto::sha256(&[&[at]])).collect();
        assert_eq!(
            cipher().seal(PLACE, 1, Unsealed::copy(&noise)).unwrap().len(),
            noise.len() + HEAD_BYTES + TAG_BYTES
        );
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let sealed = cipher().seal(PLACE, 1, Unsealed::copy(b"a record")).unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(cipher().open(PLACE, 9, flipped) == Err(SealFault::Refused), "bit {bit}");
        }
    }

    #[test]
    fn every_cut_is_noticed() {
        let sealed = cipher().seal(PLACE, 1, Unsealed::copy(b"a record")).unwrap();
        for end in 0..sealed.len() {
            assert!(cipher().open(PLACE, 9, sealed[..end].to_vec()) == Err(SealFault::Refused));
        }
    }

    #[test]
    fn another_place_or_key_does_not_open_it() {
        let sealed = cipher().seal(PLACE, 1, Unsealed::copy(b"a record")).unwrap();
        let elsewhere = [Place { shard: Shard(8), ..PLACE }, Place { key: b"b row", ..PLACE }];
        assert!(elsewhere.iter().all(|place| cipher().open(*place, 1, sealed.clone()).is_err()));
        assert!(Cipher::new(&[8; 32]).open(PLACE, 1, sealed).is_err());
    }

    #[test]
    fn a_newer_version_is_named() {
        let sealed = cipher().seal(PLACE, 4, Unsealed::copy(b"a record")).unwrap();
        assert!(cipher().open(PLACE, 3, sealed) == Err(SealFault::Newer(4)));
    }
}
