//! The key exchange at the client, with either padding and any of the four inner data types.

use crypto::kdf::exchange_keys;
use crypto::{RsaPublicKey, dh, pq, rsa_pad, sha1};
use tl::mtproto::{enums, functions, types};
use tl::{Decode, Encode, Layer, Reader};
use world::{Chance, UnixMillis};
use zeroize::Zeroizing;

use crate::auth_key::AuthKey;
use crate::handshake::{aux_hash, first_salt, new_nonce_hash, number};
use crate::plain;

/// What kind of key a client asks for.
#[derive(Clone)]
pub struct Wish {
    /// The server's key, known beforehand.
    pub server_key: RsaPublicKey,
    /// The dc id to name in the inner data; nothing sends the forms without.
    pub dc: Option<i32>,
    /// For a temporary key: its life in seconds.
    pub expires_in: Option<i32>,
    /// Uses the older SHA-1 padding, as Telethon, kurigram and grammers do.
    pub legacy_padding: bool,
}

impl Wish {
    /// A permanent key, the way most clients ask for it.
    pub fn permanent(server_key: RsaPublicKey) -> Self {
        Self { server_key, dc: Some(2), expires_in: None, legacy_padding: false }
    }
}

/// A key that client and server share, and what a client remembers with it.
#[derive(Clone)]
pub struct ClientKey {
    /// The key.
    pub auth_key: AuthKey,
    /// The salt to begin with.
    pub salt: i64,
    /// The server's clock less ours, in seconds.
    pub time_offset: i64,
}

/// Why a key exchange ended without a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeFault {
    /// An answer that is none of the exchange's, or not at this point.
    #[error("an answer that does not belong to this step")]
    Unexpected,
    /// A nonce or hash that is not ours.
    #[error("an answer that was not made for us")]
    Forged,
    /// The server's key is not among those that it names.
    #[error("the server does not name the key that we know")]
    KeyUnknown,
    /// pq, group or public value that no client should accept.
    #[error("the server's numbers are not sound")]
    Unsound,
    /// The server gave up.
    #[error("the server ended the exchange")]
    Failed,
}

/// What follows from an answer.
pub enum Progress {
    /// Send this packet.
    Send(Vec<u8>),
    /// The key is made.
    Finished(ClientKey),
}

/// A key exchange under way.
pub struct KeyExchange {
    wish: Wish,
    nonce: [u8; 16],
    last_msg_id: i64,
    stage: Stage,
}

enum Stage {
    Asked,
    Sent { server_nonce: [u8; 16], new_nonce: Zeroizing<[u8; 32]> },
    Agreed(Agreed),
    Over,
}

/// All that one needs to try another half of Diffie-Hellman.
struct Agreed {
    server_nonce: [u8; 16],
    new_nonce: Zeroizing<[u8; 32]>,
    g_a: Vec<u8>,
    auth_key: AuthKey,
    time_offset: i64,
}

impl KeyExchange {
    /// Begins an exchange; send the packet.
    pub fn begin(wish: Wish, chance: &dyn Chance, now: UnixMillis) -> (Self, Vec<u8>) {
        let mut exchange = Self { wish, nonce: chance.bytes(), last_msg_id: 0, stage: Stage::Asked };
        let query = functions::ReqPqMulti { nonce: exchange.nonce };
        let packet = exchange.packet(&query, now);
        (exchange, packet)
    }

    /// Takes the server's next plain message.
    ///
    /// # Errors
    /// The exchange is over; begin another on a new connection.
    pub fn receive(
        &mut self,
        packet: &[u8],
        chance: &dyn Chance,
        now: UnixMillis,
    ) -> Result<Progress, ExchangeFault> {
        let body = plain::read(packet).ok_or(ExchangeFault::Unexpected)?.body;
        match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Asked => self.answer_puzzle(decode(body)?, chance, now),
            Stage::Sent { server_nonce, new_nonce } => {
                self.agree(decode(body)?, server_nonce, new_nonce, chance, now)
            }
            Stage::Agreed(agreed) => self.conclude(decode(body)?, agreed, chance, now),
            Stage::Over => Err(ExchangeFault::Unexpected),
        }
    }

    fn answer_puzzle(
        &mut self,
        answer: enums::ResPQ,
        chance: &dyn Chance,
        now: UnixMillis,
    ) -> Result<Progress, ExchangeFault> {
        let enums::ResPQ::ResPQ(answer) = answer;
        if answer.nonce != self.nonce {
            return Err(ExchangeFault::Forged);
        }
        let fingerprint = self.wish.server_key.fingerprint();
        if !answer.server_public_key_fingerprints.contains(&fingerprint) {
            return Err(ExchangeFault::KeyUnknown);
        }
        let (p, q) = number(&answer.pq).and_then(pq::factor).ok_or(ExchangeFault::Unsound)?;
        let (p, q) = (p.to_be_bytes().to_vec(), q.to_be_bytes().to_vec());
        let new_nonce = Zeroizing::new(chance.bytes());
        let data = self.inner(&answer, p.clone(), q.clone(), *new_nonce);
        let seal = if self.wish.legacy_padding { rsa_pad::seal_legacy } else { rsa_pad::seal };
        let encrypted_data = seal(&self.wish.server_key, &data, &mut |bytes| chance.fill(bytes))
            .map_err(|_| ExchangeFault::Unsound)?;
        let query = functions::ReqDHParams {
            nonce: self.nonce,
            server_nonce: answer.server_nonce,
            p,
            q,
            public_key_fingerprint: fingerprint,
            encrypted_data: encrypted_data.to_vec(),
        };
        self.stage = Stage::Sent { server_nonce: answer.server_nonce, new_nonce };
        Ok(Progress::Send(self.packet(&query, now)))
    }

    fn inner(&self, answer: &types::ResPQ, p: Vec<u8>, q: Vec<u8>, new_nonce: [u8; 32]) -> Vec<u8> {
        let (pq, nonce, server_nonce) = (answer.pq.clone(), self.nonce, answer.server_nonce);
        let data: enums::PQInnerData = match (self.wish.dc, self.wish.expires_in) {
            (None, None) => types::PQInnerData::new(pq, p, q, nonce, server_nonce, new_nonce).into(),
            (Some(dc), None) => {
                types::PQInnerDataDc::new(pq, p, q, nonce, server_nonce, new_nonce, dc).into()
            }
            (None, Some(expires_in)) => {
                types::PQInnerDataTemp::new(pq, p, q, nonce, server_nonce, new_nonce, expires_in).into()
            }
            (Some(dc), Some(expires_in)) => {
                types::PQInnerDataTempDc::new(pq, p, q, nonce, server_nonce, new_nonce, dc, expires_in).into()
            }
        };
        tl::encode(&data, Layer::NEWEST)
    }

    fn agree(
        &mut self,
        answer: enums::ServerDHParams,
        server_nonce: [u8; 16],
        new_nonce: Zeroizing<[u8; 32]>,
        chance: &dyn Chance,
        now: UnixMillis,
    ) -> Result<Progress, ExchangeFault> {
        let enums::ServerDHParams::ServerDHParamsOk(answer) = answer else {
            return Err(ExchangeFault::Failed);
        };
        let mut sealed = answer.encrypted_answer;
        if answer.nonce != self.nonce || answer.server_nonce != server_nonce || sealed.len() % 16 != 0 {
            return Err(ExchangeFault::Forged);
        }
        let keys = exchange_keys(&server_nonce, &new_nonce);
        crypto::aes_ige_decrypt(&keys.key, &keys.iv, &mut sealed);
        let (hash, data) = sealed.split_first_chunk::<20>().ok_or(ExchangeFault::Forged)?;
        let mut r = Reader::new(data);
        let inner = enums::ServerDHInnerData::decode(&mut r).map_err(|_| ExchangeFault::Forged)?;
        let enums::ServerDHInnerData::ServerDHInnerData(inner) = inner;
        let object = data.get(..r.position()).unwrap_or_default();
        if *hash != sha1(&[object])
            || r.remaining().len() > 15
            || inner.nonce != self.nonce
            || inner.server_nonce != server_nonce
        {
            return Err(ExchangeFault::Forged);
        }
        if inner.dh_prime != dh::prime() || inner.g != i32::from(dh::GENERATOR) {
            return Err(ExchangeFault::Unsound);
        }
        let time_offset = i64::from(inner.server_time) - now.0.div_euclid(1000);
        self.offer(server_nonce, new_nonce, inner.g_a, time_offset, 0, chance, now)
    }

    /// Draws our half and sends it.
    fn offer(
        &mut self,
        server_nonce: [u8; 16],
        new_nonce: Zeroizing<[u8; 32]>,
        g_a: Vec<u8>,
        time_offset: i64,
        retry_id: i64,
        chance: &dyn Chance,
        now: UnixMillis,
    ) -> Result<Progress, ExchangeFault> {
        let secret = dh::Secret::generate(&mut |bytes| chance.fill(bytes));
        let auth_key = AuthKey::new(*secret.agree(&g_a).ok_or(ExchangeFault::Unsound)?);
        let data: enums::ClientDHInnerData =
            types::ClientDHInnerData::new(self.nonce, server_nonce, retry_id, secret.public().to_vec())
                .into();
        let data = tl::encode(&data, Layer::NEWEST);
        let mut sealed = [&sha1(&[&data])[..], &data].concat();
        let length = sealed.len();
        sealed.resize(length.next_multiple_of(16), 0);
        chance.fill(sealed.get_mut(length..).unwrap_or_default());
        let keys = exchange_keys(&server_nonce, &new_nonce);
        crypto::aes_ige_encrypt(&keys.key, &keys.iv, &mut sealed);
        let query = functions::SetClientDHParams { nonce: self.nonce, server_nonce, encrypted_data: sealed };
        self.stage = Stage::Agreed(Agreed { server_nonce, new_nonce, g_a, auth_key, time_offset });
        Ok(Progress::Send(self.packet(&query, now)))
    }

    fn conclude(
        &mut self,
        answer: enums::SetClientDHParamsAnswer,
        agreed: Agreed,
        chance: &dyn Chance,
        now: UnixMillis,
    ) -> Result<Progress, ExchangeFault> {
        let Agreed { server_nonce, new_nonce, g_a, auth_key, time_offset } = agreed;
        let aux_hash = aux_hash(&auth_key);
        let ours = |number, nonce, given_server_nonce, hash| {
            let holds = nonce == self.nonce
                && given_server_nonce == server_nonce
                && hash == new_nonce_hash(&new_nonce, number, &aux_hash);
            if holds { Ok(()) } else { Err(ExchangeFault::Forged) }
        };
        match answer {
            enums::SetClientDHParamsAnswer::DhGenOk(ok) => {
                ours(1, ok.nonce, ok.server_nonce, ok.new_nonce_hash1)?;
                let salt = first_salt(&new_nonce, &server_nonce);
                Ok(Progress::Finished(ClientKey { auth_key, salt, time_offset }))
            }
            enums::SetClientDHParamsAnswer::DhGenRetry(retry) => {
                ours(2, retry.nonce, retry.server_nonce, retry.new_nonce_hash2)?;
                let retry_id = i64::from_le_bytes(aux_hash);
                self.offer(server_nonce, new_nonce, g_a, time_offset, retry_id, chance, now)
            }
            enums::SetClientDHParamsAnswer::DhGenFail(_) => Err(ExchangeFault::Failed),
        }
    }

    fn packet(&mut self, query: &impl Encode, now: UnixMillis) -> Vec<u8> {
        plain::write(plain::next_msg_id(&mut self.last_msg_id, now, 0), &tl::encode(query, Layer::NEWEST))
    }
}

/// Reads an answer from exactly these bytes.
fn decode<T: Decode>(body: &[u8]) -> Result<T, ExchangeFault> {
    tl::decode(body).map_err(|_| ExchangeFault::Unexpected)
}
