//! The key exchange at the server: from req_pq to a proposed auth key.
//!
//! A [`Handshake`] belongs to one connection and takes plain messages. What is heavy (RSA, Diffie-Hellman) is
//! handed out as [`Work`], to run wherever the caller likes, and handed back. A key is only proposed: the
//! caller looks for a collision and makes the key durable before the answer leaves. Every fault is the same
//! −404 and ends all runs of the connection. Source: core.telegram.org/mtproto/auth_key.

mod work;

use std::sync::Arc;

use crypto::pq::Pq;
use crypto::{RsaPrivateKey, sha1};
use tl::mtproto::{enums, functions, types};
use tl::{Decode, Encode, Function, Layer, Reader};
use world::{Chance, UnixMillis};
use zeroize::Zeroizing;

use crate::auth_key::AuthKey;
use crate::plain;
pub use work::{Done, Work};
use work::{FinishWork, Job, ParamsWork, Product};

/// How long a run may take, from resPQ to its end, in seconds; as long the same nonce gets the same resPQ.
pub const RUN_SECONDS: u64 = 600;

/// The most runs that one connection has open; the oldest gives way.
pub const RUNS_MAX: usize = 4;

/// How often a client may be asked for another key because the id was taken.
pub const RETRIES_MAX: u8 = 5;

/// The longest life of a temporary key, in seconds.
pub const TEMPORARY_KEY_SECONDS_MAX: i32 = 24 * 60 * 60;

/// The most random bytes that stand behind the object of a plain message.
pub const TAIL_BYTES_MAX: usize = 255;

/// What all key exchanges of a server share.
pub struct Exchange {
    keys: Vec<Arc<RsaPrivateKey>>,
    chance: Arc<dyn Chance>,
    legacy_padding: bool,
}

impl Exchange {
    /// With the server's keys, most wanted first. `legacy_padding` accepts the older SHA-1 padding, too, which
    /// Telethon, kurigram and grammers send.
    pub fn new(keys: Vec<Arc<RsaPrivateKey>>, chance: Arc<dyn Chance>, legacy_padding: bool) -> Arc<Self> {
        Arc::new(Self { keys, chance, legacy_padding })
    }

    fn key(&self, fingerprint: i64) -> Option<&RsaPrivateKey> {
        self.keys.iter().map(|key| &**key).find(|key| key.fingerprint() == fingerprint)
    }
}

/// A message that no step of a key exchange may be. The reaction is −404 and a close; there is deliberately
/// nothing more to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no step of a key exchange")]
pub struct Refused;

/// What follows from a message or from finished work.
pub enum Step {
    /// Send this packet.
    Reply(Vec<u8>),
    /// Run this and hand the result to [`Handshake::finish`].
    Work(Work),
    /// Look whether the id is free, make the key durable, then [`Handshake::accept`] or
    /// [`Handshake::collide`].
    Proposed(NewKey),
    /// A message that came again while its answer is being made: nothing to do.
    Wait,
}

/// A key that both sides have computed.
pub struct NewKey {
    /// The key.
    pub auth_key: AuthKey,
    /// For a temporary key: seconds from now until it ends.
    pub expires_in: Option<i32>,
    /// The salt that both sides know.
    pub first_salt: i64,
    /// The dc id that the client named, whatever it is.
    pub dc: Option<i32>,
}

/// The key exchanges of one connection.
pub struct Handshake {
    exchange: Arc<Exchange>,
    runs: Vec<Run>,
    last_msg_id: i64,
    broken: bool,
}

/// One exchange, begun by one nonce.
struct Run {
    nonce: [u8; 16],
    server_nonce: [u8; 16],
    pq: Pq,
    begun: UnixMillis,
    stage: Stage,
    /// SHA-1 of the last request, to know it again, with its answer once there is one.
    asked: [u8; 20],
    answer: Option<Vec<u8>>,
    retries: u8,
    retry_id: i64,
}

enum Stage {
    /// resPQ has been sent.
    Asked,
    /// RSA and the server's half of Diffie-Hellman are being computed.
    Opening,
    /// The server's half has been sent.
    Offered(Arc<Offer>),
    /// The client's half is being worked in.
    Closing(Arc<Offer>),
    /// A key waits for the caller's word.
    Proposed { offer: Arc<Offer>, aux_hash: [u8; 8] },
    /// dh_gen_ok has been sent.
    Ended,
}

/// What a run keeps between the two halves of Diffie-Hellman.
struct Offer {
    new_nonce: Zeroizing<[u8; 32]>,
    secret: crypto::dh::Secret,
    expires_in: Option<i32>,
    dc: Option<i32>,
}

impl Handshake {
    /// For a new connection.
    pub fn new(exchange: Arc<Exchange>) -> Self {
        Self { exchange, runs: Vec::new(), last_msg_id: 0, broken: false }
    }

    /// Takes a packet whose auth_key_id is 0.
    ///
    /// # Errors
    /// [`Refused`], then and for whatever follows.
    pub fn receive(&mut self, packet: &[u8], now: UnixMillis) -> Result<Step, Refused> {
        let outcome = self.step(packet, now);
        self.broken |= outcome.is_err();
        outcome
    }

    /// Takes the result of a [`Work`] of this connection.
    ///
    /// # Errors
    /// [`Refused`], then and for whatever follows.
    pub fn finish(&mut self, done: Done, now: UnixMillis) -> Result<Step, Refused> {
        let outcome = self.work_done(done, now);
        self.broken |= outcome.is_err();
        outcome
    }

    /// The proposed key is durable: the packet that tells the client so.
    ///
    /// # Errors
    /// [`Refused`] when nothing was proposed.
    pub fn accept(&mut self, now: UnixMillis) -> Result<Vec<u8>, Refused> {
        let (run, offer, aux_hash) = self.proposed().ok_or(Refused)?;
        let hash = new_nonce_hash(&offer.new_nonce, 1, &aux_hash);
        let answer: enums::SetClientDHParamsAnswer =
            types::DhGenOk::new(run.nonce, run.server_nonce, hash).into();
        let body = tl::encode(&answer, Layer::NEWEST);
        run.stage = Stage::Ended;
        run.answer = Some(body.clone());
        Ok(self.sealed(&body, now))
    }

    /// The proposed key's id is taken: the packet that asks the client for another half.
    ///
    /// # Errors
    /// [`Refused`] when nothing was proposed, or the client was asked too often.
    pub fn collide(&mut self, now: UnixMillis) -> Result<Vec<u8>, Refused> {
        let Some((run, offer, aux_hash)) = self.proposed() else { return Err(Refused) };
        if run.retries == RETRIES_MAX {
            self.broken = true;
            return Err(Refused);
        }
        let hash = new_nonce_hash(&offer.new_nonce, 2, &aux_hash);
        let answer: enums::SetClientDHParamsAnswer =
            types::DhGenRetry::new(run.nonce, run.server_nonce, hash).into();
        let body = tl::encode(&answer, Layer::NEWEST);
        run.retries += 1;
        run.retry_id = i64::from_le_bytes(aux_hash);
        run.stage = Stage::Offered(offer);
        run.answer = Some(body.clone());
        Ok(self.sealed(&body, now))
    }

    /// Whether a run has been begun and not ended: such a connection is not idle.
    pub fn is_busy(&self) -> bool {
        self.runs.iter().any(|run| !matches!(run.stage, Stage::Ended))
    }

    fn step(&mut self, packet: &[u8], now: UnixMillis) -> Result<Step, Refused> {
        if self.broken {
            return Err(Refused);
        }
        self.runs.retain(|run| now.since(run.begun).as_secs() < RUN_SECONDS);
        let body = plain::read(packet).ok_or(Refused)?.body;
        let mut r = Reader::new(body);
        match r.peek_id() {
            Some(functions::ReqPq::ID) => {
                let query: functions::ReqPq = read(&mut r)?;
                Ok(self.begin(query.nonce, now))
            }
            Some(functions::ReqPqMulti::ID) => {
                let query: functions::ReqPqMulti = read(&mut r)?;
                Ok(self.begin(query.nonce, now))
            }
            Some(functions::ReqDHParams::ID) => {
                let query: functions::ReqDHParams = read(&mut r)?;
                self.open(query, sha1(&[object(body, &r)]), now)
            }
            Some(functions::SetClientDHParams::ID) => {
                let query: functions::SetClientDHParams = read(&mut r)?;
                self.close(query, sha1(&[object(body, &r)]), now)
            }
            _ => Err(Refused),
        }
    }

    /// req_pq and req_pq_multi.
    fn begin(&mut self, nonce: [u8; 16], now: UnixMillis) -> Step {
        let at = match self.runs.iter().position(|run| run.nonce == nonce) {
            Some(at) => at,
            None => {
                if self.runs.len() == RUNS_MAX {
                    self.runs.remove(0);
                }
                let chance = &*self.exchange.chance;
                self.runs.push(Run {
                    nonce,
                    server_nonce: chance.bytes(),
                    pq: Pq::generate(&mut |bytes| chance.fill(bytes)),
                    begun: now,
                    stage: Stage::Asked,
                    asked: [0; 20],
                    answer: None,
                    retries: 0,
                    retry_id: 0,
                });
                self.runs.len() - 1
            }
        };
        let fingerprints = self.exchange.keys.iter().map(|key| key.fingerprint()).collect();
        let body = self.runs.get(at).map(|run| {
            let answer: enums::ResPQ =
                types::ResPQ::new(nonce, run.server_nonce, run.pq.bytes().to_vec(), fingerprints).into();
            tl::encode(&answer, Layer::NEWEST)
        });
        Step::Reply(self.sealed(&body.unwrap_or_default(), now))
    }

    /// req_DH_params.
    fn open(
        &mut self,
        query: functions::ReqDHParams,
        asked: [u8; 20],
        now: UnixMillis,
    ) -> Result<Step, Refused> {
        let run = find(&mut self.runs, &query.nonce, &query.server_nonce)?;
        if !matches!(run.stage, Stage::Asked) {
            return self.again(&query.server_nonce, asked, now);
        }
        if number(&query.p) != Some(run.pq.p.into()) || number(&query.q) != Some(run.pq.q.into()) {
            return Err(Refused);
        }
        if self.exchange.key(query.public_key_fingerprint).is_none() {
            return Err(Refused);
        }
        run.asked = asked;
        run.stage = Stage::Opening;
        Ok(Step::Work(Work(Job::Params(ParamsWork {
            exchange: self.exchange.clone(),
            fingerprint: query.public_key_fingerprint,
            encrypted_data: query.encrypted_data,
            nonce: run.nonce,
            server_nonce: run.server_nonce,
            pq: run.pq,
            now,
        }))))
    }

    /// set_client_DH_params.
    fn close(
        &mut self,
        query: functions::SetClientDHParams,
        asked: [u8; 20],
        now: UnixMillis,
    ) -> Result<Step, Refused> {
        let run = find(&mut self.runs, &query.nonce, &query.server_nonce)?;
        let offer = match &run.stage {
            Stage::Asked | Stage::Opening => return Err(Refused),
            // After dh_gen_retry the old request may still come again.
            Stage::Offered(offer) if run.retries == 0 || run.asked != asked => offer.clone(),
            _ => return self.again(&query.server_nonce, asked, now),
        };
        run.asked = asked;
        run.answer = None;
        run.stage = Stage::Closing(offer.clone());
        Ok(Step::Work(Work(Job::Finish(FinishWork {
            offer,
            encrypted_data: query.encrypted_data,
            nonce: run.nonce,
            server_nonce: run.server_nonce,
            retry_id: run.retry_id,
        }))))
    }

    /// The same request once more: its answer once more. Another one instead: refused.
    fn again(&mut self, server_nonce: &[u8; 16], asked: [u8; 20], now: UnixMillis) -> Result<Step, Refused> {
        let run = self.runs.iter().find(|run| run.server_nonce == *server_nonce).ok_or(Refused)?;
        if run.asked != asked {
            return Err(Refused);
        }
        match run.answer.clone() {
            Some(body) => Ok(Step::Reply(self.sealed(&body, now))),
            None => Ok(Step::Wait),
        }
    }

    fn work_done(&mut self, done: Done, now: UnixMillis) -> Result<Step, Refused> {
        if self.broken {
            return Err(Refused);
        }
        let product = done.product?;
        let run = self.runs.iter_mut().find(|run| run.server_nonce == done.server_nonce).ok_or(Refused)?;
        match (product, &run.stage) {
            (Product::Offer { offer, body }, Stage::Opening) => {
                run.stage = Stage::Offered(offer);
                run.answer = Some(body.clone());
                Ok(Step::Reply(self.sealed(&body, now)))
            }
            (Product::Key { auth_key, aux_hash }, Stage::Closing(offer)) => {
                let offer = offer.clone();
                let new_key = NewKey {
                    auth_key,
                    expires_in: offer.expires_in,
                    first_salt: first_salt(&offer.new_nonce, &run.server_nonce),
                    dc: offer.dc,
                };
                run.stage = Stage::Proposed { offer, aux_hash };
                Ok(Step::Proposed(new_key))
            }
            _ => Err(Refused),
        }
    }

    /// The run whose key waits for the caller's word. There is one at a time: the caller gives its word before
    /// it hands in anything else.
    fn proposed(&mut self) -> Option<(&mut Run, Arc<Offer>, [u8; 8])> {
        if self.broken {
            return None;
        }
        self.runs.iter_mut().find_map(|run| match &run.stage {
            Stage::Proposed { offer, aux_hash } => {
                let (offer, aux_hash) = (offer.clone(), *aux_hash);
                Some((run, offer, aux_hash))
            }
            _ => None,
        })
    }

    fn sealed(&mut self, body: &[u8], now: UnixMillis) -> Vec<u8> {
        plain::write(plain::next_msg_id(&mut self.last_msg_id, now, 1), body)
    }
}

/// The salt that both sides know without sending it: new_nonce XOR server_nonce, the first 8 bytes of each.
pub(crate) fn first_salt(new_nonce: &[u8; 32], server_nonce: &[u8; 16]) -> i64 {
    let first = |bytes: &[u8]| bytes.first_chunk().map_or(0, |chunk| i64::from_le_bytes(*chunk));
    first(new_nonce) ^ first(server_nonce)
}

/// What proves to the client that the answer is meant for its new_nonce: `number` 1, 2 or 3 for ok, retry and
/// fail.
pub(crate) fn new_nonce_hash(new_nonce: &[u8; 32], number: u8, aux_hash: &[u8; 8]) -> [u8; 16] {
    let hash = sha1(&[new_nonce, &[number], aux_hash]);
    hash.last_chunk().copied().unwrap_or_default()
}

/// The high 64 bits of SHA-1 of an auth key.
pub(crate) fn aux_hash(auth_key: &AuthKey) -> [u8; 8] {
    sha1(&[auth_key.bytes()]).first_chunk().copied().unwrap_or_default()
}

/// A number of at most 8 bytes, big-endian, leading zeros or not.
pub(crate) fn number(bytes: &[u8]) -> Option<u64> {
    if bytes.len() > 8 {
        return None;
    }
    Some(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

fn find<'a>(runs: &'a mut [Run], nonce: &[u8; 16], server_nonce: &[u8; 16]) -> Result<&'a mut Run, Refused> {
    runs.iter_mut().find(|run| run.nonce == *nonce && run.server_nonce == *server_nonce).ok_or(Refused)
}

/// Reads a query and checks that not too much stands behind it.
fn read<T: Decode + Encode>(r: &mut Reader<'_>) -> Result<T, Refused> {
    let query = T::decode(r).map_err(|_| Refused)?;
    if r.remaining().len() > TAIL_BYTES_MAX { Err(Refused) } else { Ok(query) }
}

/// The bytes of the object alone.
fn object<'a>(body: &'a [u8], r: &Reader<'_>) -> &'a [u8] {
    body.get(..r.position()).unwrap_or(body)
}
