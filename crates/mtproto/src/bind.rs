//! The proof inside auth.bindTempAuthKey: whoever asks holds the permanent key as well.
//!
//! The proof is a message of MTProto 1.0 under the permanent key; this is the one place where that version
//! lives on. Source: core.telegram.org/method/auth.bindTempAuthKey.

use crypto::kdf::{self, Side};
use subtle::ConstantTimeEq;
use tl::Layer;
use tl::mtproto::{enums, types};
use world::{Chance, UnixMillis};

use crate::auth_key::AuthKey;

/// What the proof must say: the request's fields and the place where it arrived.
#[derive(Clone, Copy)]
pub struct Binding {
    /// perm_auth_key_id of the request.
    pub perm_auth_key_id: i64,
    /// nonce of the request.
    pub nonce: i64,
    /// expires_at of the request, unix seconds.
    pub expires_at: i32,
    /// The key that the request came under.
    pub temp_auth_key_id: i64,
    /// The session that the request came in.
    pub temp_session_id: i64,
    /// The request's message id.
    pub msg_id: i64,
}

/// The proof proves nothing: answer 400 ENCRYPTED_MESSAGE_INVALID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("encrypted_message does not prove the binding")]
pub struct Invalid;

/// Checks `encrypted_message` under the permanent key. Looks at nothing but its arguments.
///
/// # Errors
/// [`Invalid`], whatever is wrong, also when the binding has expired.
pub fn verify(
    perm_key: &AuthKey,
    binding: &Binding,
    encrypted_message: &[u8],
    now: UnixMillis,
) -> Result<(), Invalid> {
    let (key_id, rest) = encrypted_message.split_first_chunk::<8>().ok_or(Invalid)?;
    let (msg_key, sealed) = rest.split_first_chunk::<16>().ok_or(Invalid)?;
    let mut plain: [u8; PLAIN_BYTES + PADDING_BYTES] = sealed.try_into().map_err(|_| Invalid)?;
    let keys = kdf::message_keys_v1(perm_key.bytes(), Side::Client, msg_key);
    crypto::aes_ige_decrypt(&keys.key, &keys.iv, &mut plain);
    let (plain, _) = plain.split_first_chunk::<PLAIN_BYTES>().ok_or(Invalid)?;
    // The first 16 bytes are random; all others are known beforehand.
    let expected = plaintext([0; RANDOM_BYTES], binding);
    let holds = kdf::message_key_v1(plain).ct_eq(msg_key)
        & plain[RANDOM_BYTES..].ct_eq(&expected[RANDOM_BYTES..])
        & perm_key.id().ct_eq(&binding.perm_auth_key_id)
        & i64::from_le_bytes(*key_id).ct_eq(&binding.perm_auth_key_id);
    if bool::from(holds) && binding.expires_at > now.seconds() { Ok(()) } else { Err(Invalid) }
}

/// Makes the encrypted_message that proves `binding`; the client's half.
pub fn prove(perm_key: &AuthKey, binding: &Binding, chance: &dyn Chance) -> Vec<u8> {
    let plain = plaintext(chance.bytes(), binding);
    let msg_key = kdf::message_key_v1(&plain);
    let keys = kdf::message_keys_v1(perm_key.bytes(), Side::Client, &msg_key);
    let mut sealed = [&plain[..], &chance.bytes::<PADDING_BYTES>()].concat();
    crypto::aes_ige_encrypt(&keys.key, &keys.iv, &mut sealed);
    [&perm_key.id().to_le_bytes()[..], &msg_key, &sealed].concat()
}

/// Stand in for salt and session_id.
const RANDOM_BYTES: usize = 16;
/// bind_auth_key_inner with its id.
const INNER_BYTES: usize = 40;
/// Random bytes, msg_id, seqno, length, inner data.
const PLAIN_BYTES: usize = RANDOM_BYTES + 8 + 4 + 4 + INNER_BYTES;
/// What fills up to whole blocks.
const PADDING_BYTES: usize = PLAIN_BYTES.next_multiple_of(16) - PLAIN_BYTES;

fn plaintext(random: [u8; RANDOM_BYTES], binding: &Binding) -> [u8; PLAIN_BYTES] {
    let inner: enums::BindAuthKeyInner = types::BindAuthKeyInner::new(
        binding.nonce,
        binding.temp_auth_key_id,
        binding.perm_auth_key_id,
        binding.temp_session_id,
        binding.expires_at,
    )
    .into();
    let parts: [&[u8]; 5] = [
        &random,
        &binding.msg_id.to_le_bytes(),
        &0i32.to_le_bytes(),
        &(INNER_BYTES as i32).to_le_bytes(),
        &tl::encode(&inner, Layer::NEWEST),
    ];
    let mut plain = [0; PLAIN_BYTES];
    for (to, from) in plain.iter_mut().zip(parts.into_iter().flatten()) {
        *to = *from;
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting(std::sync::atomic::AtomicU8);

    impl Chance for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            for byte in bytes {
                *byte = self.0.fetch_add(29, std::sync::atomic::Ordering::Relaxed);
            }
        }
    }

    const NOW: UnixMillis = UnixMillis(1_800_000_000_000);

    fn key() -> AuthKey {
        AuthKey::new(std::array::from_fn(|i| (i * 7 + 3) as u8))
    }

    fn binding() -> Binding {
        Binding {
            perm_auth_key_id: key().id(),
            nonce: 11,
            expires_at: 1_800_086_400,
            temp_auth_key_id: 22,
            temp_session_id: 33,
            msg_id: 44,
        }
    }

    fn proof() -> Vec<u8> {
        prove(&key(), &binding(), &Counting(0.into()))
    }

    /// A message of MTProto 1.0 under the key, padded to the same length whatever its text.
    fn sealed(plain: [u8; PLAIN_BYTES]) -> Vec<u8> {
        let msg_key = kdf::message_key_v1(&plain);
        let keys = kdf::message_keys_v1(key().bytes(), Side::Client, &msg_key);
        let mut data = [&plain[..], &[0; PADDING_BYTES]].concat();
        crypto::aes_ige_encrypt(&keys.key, &keys.iv, &mut data);
        [&key().id().to_le_bytes()[..], &msg_key, &data].concat()
    }

    #[test]
    fn w12_a_true_proof_holds() {
        assert_eq!(verify(&key(), &binding(), &proof(), NOW), Ok(()));
        assert_eq!(verify(&key(), &binding(), &sealed(plaintext([9; 16], &binding())), NOW), Ok(()));
    }

    #[test]
    fn w12_a_proof_that_says_something_else_than_the_request_is_invalid() {
        let others = [
            Binding { perm_auth_key_id: 1, ..binding() },
            Binding { temp_auth_key_id: 1, ..binding() },
            Binding { temp_session_id: 1, ..binding() },
            Binding { msg_id: 1, ..binding() },
            Binding { nonce: 1, ..binding() },
            Binding { expires_at: 1_800_086_401, ..binding() },
        ];
        for other in others {
            assert_eq!(verify(&key(), &other, &proof(), NOW), Err(Invalid));
            assert_eq!(
                verify(&key(), &binding(), &prove(&key(), &other, &Counting(0.into())), NOW),
                Err(Invalid)
            );
        }
    }

    #[test]
    fn w12_another_seqno_length_hash_or_key_is_invalid() {
        // seqno, then the length 40 as 36 and 44.
        for (at, value) in [(24, 1), (28, 36), (28, 44)] {
            let mut plain = plaintext([9; 16], &binding());
            plain[at] = value;
            assert_eq!(verify(&key(), &binding(), &sealed(plain), NOW), Err(Invalid));
        }
        let mut hash = proof();
        hash[8] ^= 1;
        assert_eq!(verify(&key(), &binding(), &hash, NOW), Err(Invalid));
        let mut key_id = proof();
        key_id[0] ^= 1;
        assert_eq!(verify(&key(), &binding(), &key_id, NOW), Err(Invalid));
        assert_eq!(verify(&AuthKey::new([1; 256]), &binding(), &proof(), NOW), Err(Invalid));
    }

    #[test]
    fn w12_an_expired_binding_is_invalid() {
        let end = i64::from(binding().expires_at);
        assert_eq!(verify(&key(), &binding(), &proof(), UnixMillis::from_seconds(end - 1)), Ok(()));
        assert_eq!(verify(&key(), &binding(), &proof(), UnixMillis::from_seconds(end)), Err(Invalid));
    }

    #[test]
    fn w12_a_blob_of_any_other_length_is_invalid_and_every_bit_counts() {
        let proof = proof();
        for length in 0..proof.len() {
            assert_eq!(verify(&key(), &binding(), &proof[..length], NOW), Err(Invalid));
        }
        assert_eq!(verify(&key(), &binding(), &[&proof[..], &[0; 16]].concat(), NOW), Err(Invalid));
        for bit in 0..proof.len() * 8 {
            let mut changed = proof.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(verify(&key(), &binding(), &changed, NOW), Err(Invalid));
        }
    }
}
