//! The heavy half of a key exchange: RSA and Diffie-Hellman, as values that run anywhere and give a value.

use std::sync::Arc;

use crypto::kdf::exchange_keys;
use crypto::pq::Pq;
use crypto::{dh, rsa_pad, sha1};
use subtle::ConstantTimeEq;
use tl::mtproto::{enums, types};
use tl::{Decode, Layer, Reader};
use world::UnixMillis;
use zeroize::Zeroizing;

use super::{Exchange, Offer, Refused, TEMPORARY_KEY_SECONDS_MAX, aux_hash, number};
use crate::auth_key::AuthKey;

/// One heavy step. It needs nothing but a processor for some milliseconds.
pub struct Work(pub(super) Job);

/// What a [`Work`] came to.
pub struct Done {
    pub(super) server_nonce: [u8; 16],
    pub(super) product: Result<Product, Refused>,
}

pub(super) enum Job {
    Params(ParamsWork),
    Finish(FinishWork),
}

pub(super) enum Product {
    Offer { offer: Arc<Offer>, body: Vec<u8> },
    Key { auth_key: AuthKey, aux_hash: [u8; 8] },
}

impl Work {
    /// Does the work.
    pub fn run(self) -> Done {
        match self.0 {
            Job::Params(work) => Done { server_nonce: work.server_nonce, product: work.run() },
            Job::Finish(work) => Done { server_nonce: work.server_nonce, product: work.run() },
        }
    }
}

/// From req_DH_params to server_DH_params_ok.
pub(super) struct ParamsWork {
    pub(super) exchange: Arc<Exchange>,
    pub(super) fingerprint: i64,
    pub(super) encrypted_data: Vec<u8>,
    pub(super) nonce: [u8; 16],
    pub(super) server_nonce: [u8; 16],
    pub(super) pq: Pq,
    pub(super) now: UnixMillis,
}

/// p_q_inner_data in any of its four forms.
struct Inner {
    pq: Vec<u8>,
    p: Vec<u8>,
    q: Vec<u8>,
    nonce: [u8; 16],
    server_nonce: [u8; 16],
    new_nonce: Zeroizing<[u8; 32]>,
    dc: Option<i32>,
    expires_in: Option<i32>,
}

impl ParamsWork {
    fn run(self) -> Result<Product, Refused> {
        let chance = &*self.exchange.chance;
        let inner = self.inner()?;
        let secret = dh::Secret::generate(&mut |bytes| chance.fill(bytes));
        let data: enums::ServerDHInnerData = types::ServerDHInnerData::new(
            self.nonce,
            self.server_nonce,
            dh::GENERATOR.into(),
            dh::prime().to_vec(),
            secret.public().to_vec(),
            self.now.seconds(),
        )
        .into();
        let data = tl::encode(&data, Layer::NEWEST);
        let mut answer = [&sha1(&[&data])[..], &data].concat();
        let length = answer.len();
        answer.resize(length.next_multiple_of(16), 0);
        chance.fill(answer.get_mut(length..).unwrap_or_default());
        let keys = exchange_keys(&self.server_nonce, &inner.new_nonce);
        crypto::aes_ige_encrypt(&keys.key, &keys.iv, &mut answer);
        let body: enums::ServerDHParams =
            types::ServerDHParamsOk::new(self.nonce, self.server_nonce, answer).into();
        let offer = Offer { new_nonce: inner.new_nonce, secret, expires_in: inner.expires_in, dc: inner.dc };
        Ok(Product::Offer { offer: Arc::new(offer), body: tl::encode(&body, Layer::NEWEST) })
    }

    /// Opens the encrypted data. Both paddings are tried on every block and all checks are made before any of
    /// them is told, so a refusal says nothing of its reason (demand W-6).
    fn inner(&self) -> Result<Inner, Refused> {
        let chance = &*self.exchange.chance;
        let key = self.exchange.key(self.fingerprint).ok_or(Refused)?;
        // What cannot be decrypted is replaced by a block that opens to nothing, and takes as long.
        let given: Option<[u8; 256]> = self.encrypted_data.as_slice().try_into().ok();
        let block = given.unwrap_or([0; 256]);
        let raw = key
            .decrypt_raw(&block, &mut |bytes| chance.fill(bytes))
            .or_else(|_| key.decrypt_raw(&[0; 256], &mut |bytes| chance.fill(bytes)));
        let raw = Zeroizing::new(raw.map_err(|_| Refused)?);
        let padded = rsa_pad::open(&raw).and_then(|data| {
            let (inner, length) = read_inner(&*data)?;
            (length <= rsa_pad::DATA_BYTES_MAX).then_some(inner)
        });
        let legacy = read_inner(&*rsa_pad::legacy_data(&raw));
        let legacy_length = legacy.as_ref().map_or(0, |(_, length)| *length);
        let legacy_holds = rsa_pad::legacy_holds(&raw, legacy_length) & self.exchange.legacy_padding;
        let legacy = legacy.filter(|_| legacy_holds).map(|(inner, _)| inner);
        let inner = padded.or(legacy).ok_or(Refused)?;
        if given.is_some() & self.agrees(&inner) { Ok(inner) } else { Err(Refused) }
    }

    /// Whether the inner data says what the run says.
    fn agrees(&self, inner: &Inner) -> bool {
        let expiry =
            inner.expires_in.is_none_or(|seconds| (1..=TEMPORARY_KEY_SECONDS_MAX).contains(&seconds));
        bool::from(inner.nonce.ct_eq(&self.nonce) & inner.server_nonce.ct_eq(&self.server_nonce))
            & (number(&inner.pq) == Some(u64::from_be_bytes(self.pq.bytes())))
            & (number(&inner.p) == Some(self.pq.p.into()))
            & (number(&inner.q) == Some(self.pq.q.into()))
            & expiry
    }
}

/// The inner data that some bytes begin with, and its length.
fn read_inner(bytes: &[u8]) -> Option<(Inner, usize)> {
    let mut r = Reader::new(bytes);
    let data = enums::PQInnerData::decode(&mut r).ok()?;
    let length = r.position();
    macro_rules! inner {
        ($data:expr, $dc:expr, $expires_in:expr) => {
            Inner {
                nonce: $data.nonce,
                server_nonce: $data.server_nonce,
                new_nonce: Zeroizing::new($data.new_nonce),
                dc: $dc,
                expires_in: $expires_in,
                pq: $data.pq,
                p: $data.p,
                q: $data.q,
            }
        };
    }
    let inner = match data {
        enums::PQInnerData::PQInnerData(data) => inner!(data, None, None),
        enums::PQInnerData::PQInnerDataDc(data) => inner!(data, Some(data.dc), None),
        enums::PQInnerData::PQInnerDataTemp(data) => inner!(data, None, Some(data.expires_in)),
        enums::PQInnerData::PQInnerDataTempDc(data) => inner!(data, Some(data.dc), Some(data.expires_in)),
    };
    Some((inner, length))
}

/// From set_client_DH_params to a key.
pub(super) struct FinishWork {
    pub(super) offer: Arc<Offer>,
    pub(super) encrypted_data: Vec<u8>,
    pub(super) nonce: [u8; 16],
    pub(super) server_nonce: [u8; 16],
    pub(super) retry_id: i64,
}

impl FinishWork {
    fn run(mut self) -> Result<Product, Refused> {
        let length = self.encrypted_data.len();
        if !length.is_multiple_of(16) || length > ENCRYPTED_BYTES_MAX {
            return Err(Refused);
        }
        let keys = exchange_keys(&self.server_nonce, &self.offer.new_nonce);
        crypto::aes_ige_decrypt(&keys.key, &keys.iv, &mut self.encrypted_data);
        let (hash, data) = self.encrypted_data.split_first_chunk::<20>().ok_or(Refused)?;
        let mut r = Reader::new(data);
        let inner = enums::ClientDHInnerData::decode(&mut r).map_err(|_| Refused)?;
        let enums::ClientDHInnerData::ClientDHInnerData(inner) = inner;
        let object = data.get(..r.position()).unwrap_or_default();
        let holds = hash.ct_eq(&sha1(&[object]))
            & inner.nonce.ct_eq(&self.nonce)
            & inner.server_nonce.ct_eq(&self.server_nonce);
        if !bool::from(holds) || r.remaining().len() > 15 || inner.retry_id != self.retry_id {
            return Err(Refused);
        }
        let shared = self.offer.secret.agree(&inner.g_b).ok_or(Refused)?;
        let auth_key = AuthKey::new(*shared);
        let aux_hash = aux_hash(&auth_key);
        Ok(Product::Key { auth_key, aux_hash })
    }
}

/// A hash, the inner data with a 256-byte number, padding: 336 bytes; some room beside it.
const ENCRYPTED_BYTES_MAX: usize = 512;
