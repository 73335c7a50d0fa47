//! The key exchange at the server against a client written out by hand, whose every message can be changed
//! (demands W-1 to W-11 and W-14).

#![allow(clippy::unwrap_used, reason = "what is not there fails the test")]

use std::collections::BTreeSet;

use crypto::kdf::exchange_keys;
use crypto::{dh, pq, rsa_pad, sha1, sha256};
use mtproto::auth_key::AuthKey;
use mtproto::handshake::{Handshake, NewKey, RETRIES_MAX, RUNS_MAX, Refused, Step};
use mtproto::plain;
use tl::mtproto::{enums, functions, types};
use tl::{Decode, Encode, Layer, Reader};
use world::{Chance, UnixMillis};

mod common;
use common::{Draws, NOW, exchange, receive, server_key};

/// A connection with a client that does as it is told.
struct Hand {
    server: Handshake,
    chance: Draws,
    nonce: [u8; 16],
    new_nonce: [u8; 32],
    asked: types::ResPQ,
}

/// The server's half of Diffie-Hellman, as the client sees it.
struct Offer {
    inner: types::ServerDHInnerData,
}

impl Hand {
    /// A connection after resPQ.
    fn new(seed: u64) -> Self {
        let chance = Draws::new(seed ^ 0xc11e);
        let mut server = Handshake::new(exchange(seed));
        let nonce = (&chance as &dyn Chance).bytes();
        let asked = ask(&mut server, nonce, NOW);
        let new_nonce = (&chance as &dyn Chance).bytes();
        Self { server, chance, nonce, new_nonce, asked }
    }

    fn factors(&self) -> (Vec<u8>, Vec<u8>) {
        let pq = u64::from_be_bytes(self.asked.pq.clone().try_into().unwrap());
        let (p, q) = pq::factor(pq).unwrap();
        (p.to_be_bytes().to_vec(), q.to_be_bytes().to_vec())
    }

    fn inner(&self) -> types::PQInnerDataDc {
        let (p, q) = self.factors();
        let (pq, server_nonce) = (self.asked.pq.clone(), self.asked.server_nonce);
        types::PQInnerDataDc::new(pq, p, q, self.nonce, server_nonce, self.new_nonce, 2)
    }

    fn sealed(&self, data: &[u8]) -> Vec<u8> {
        rsa_pad::seal(server_key().public(), data, &mut |bytes| self.chance.fill(bytes)).unwrap().to_vec()
    }

    /// A req_DH_params around some encrypted data.
    fn request(&self, encrypted_data: Vec<u8>) -> functions::ReqDHParams {
        let (p, q) = self.factors();
        functions::ReqDHParams {
            nonce: self.nonce,
            server_nonce: self.asked.server_nonce,
            p,
            q,
            public_key_fingerprint: server_key().fingerprint(),
            encrypted_data,
        }
    }

    /// The right req_DH_params.
    fn right_request(&self) -> functions::ReqDHParams {
        self.request(self.sealed(&encode(&enums::PQInnerData::from(self.inner()))))
    }

    fn send(&mut self, query: &impl Encode) -> Result<Step, Refused> {
        receive(&mut self.server, &packet(query), NOW)
    }

    /// Goes on to the server's half of Diffie-Hellman.
    fn offered(&mut self) -> Offer {
        let body = replied(self.send(&self.right_request()));
        self.read_offer(&body)
    }

    fn read_offer(&self, body: &[u8]) -> Offer {
        let Ok(enums::ServerDHParams::ServerDHParamsOk(ok)) = tl::decode(body) else { panic!("no params") };
        let keys = exchange_keys(&self.asked.server_nonce, &self.new_nonce);
        let mut answer = ok.encrypted_answer;
        assert!(answer.len().is_multiple_of(16));
        crypto::aes_ige_decrypt(&keys.key, &keys.iv, &mut answer);
        let mut r = Reader::new(&answer[20..]);
        let enums::ServerDHInnerData::ServerDHInnerData(inner) =
            enums::ServerDHInnerData::decode(&mut r).unwrap();
        assert!(r.remaining().len() < 16 && answer[..20] == sha1(&[&answer[20..20 + r.position()]]));
        Offer { inner }
    }

    fn secret(&self) -> dh::Secret {
        dh::Secret::generate(&mut |bytes| self.chance.fill(bytes))
    }

    fn client_inner(&self, g_b: Vec<u8>) -> types::ClientDHInnerData {
        types::ClientDHInnerData::new(self.nonce, self.asked.server_nonce, 0, g_b)
    }

    /// set_client_DH_params around hash and data, with `padding` bytes behind them (or as few as it takes).
    fn closing(&self, hash: [u8; 20], data: &[u8], padding: Option<usize>) -> functions::SetClientDHParams {
        let mut sealed = [&hash[..], data].concat();
        let whole = sealed.len().next_multiple_of(16);
        sealed.resize(padding.map_or(whole, |padding| sealed.len() + padding), 0xaa);
        let keys = exchange_keys(&self.asked.server_nonce, &self.new_nonce);
        crypto::aes_ige_encrypt(&keys.key, &keys.iv, &mut sealed);
        functions::SetClientDHParams {
            nonce: self.nonce,
            server_nonce: self.asked.server_nonce,
            encrypted_data: sealed,
        }
    }

    fn right_closing(&self, inner: types::ClientDHInnerData) -> functions::SetClientDHParams {
        let data = encode(&enums::ClientDHInnerData::from(inner));
        self.closing(sha1(&[&data]), &data, None)
    }

    /// Sends our half: the key that the server proposes, and ours.
    fn proposed(&mut self, offer: &Offer) -> (NewKey, AuthKey) {
        let secret = self.secret();
        let ours = AuthKey::new(*secret.agree(&offer.inner.g_a).unwrap());
        let query = self.right_closing(self.client_inner(secret.public().to_vec()));
        let Ok(Step::Proposed(theirs)) = self.send(&query) else { panic!("no key proposed") };
        (theirs, ours)
    }
}

fn encode(value: &impl Encode) -> Vec<u8> {
    tl::encode(value, Layer::NEWEST)
}

fn packet(query: &impl Encode) -> Vec<u8> {
    plain::write(4, &encode(query))
}

/// The body of the packet that a step answers with.
fn replied(step: Result<Step, Refused>) -> Vec<u8> {
    match step {
        Ok(Step::Reply(packet)) => body(&packet),
        _ => panic!("no reply"),
    }
}

fn body(packet: &[u8]) -> Vec<u8> {
    let plain = plain::read(packet).unwrap();
    assert_eq!(plain.msg_id & 3, 1);
    plain.body.to_vec()
}

fn ask(server: &mut Handshake, nonce: [u8; 16], now: UnixMillis) -> types::ResPQ {
    let body = replied(receive(server, &packet(&functions::ReqPqMulti { nonce }), now));
    let Ok(enums::ResPQ::ResPQ(answer)) = tl::decode(&body) else { panic!("no resPQ") };
    assert!(answer.nonce == nonce);
    answer
}

fn new_nonce_hash(hand: &Hand, number: u8, key: &AuthKey) -> [u8; 16] {
    let hash = sha1(&[&hand.new_nonce, &[number], &sha1(&[key.bytes()])[..8]]);
    hash[4..].try_into().unwrap()
}

#[test]
fn w01_the_same_nonce_gets_the_same_answer_for_ten_minutes() {
    let mut server = Handshake::new(exchange(1));
    let first = ask(&mut server, [7; 16], NOW);
    for seconds in [0, 1, 599] {
        assert!(ask(&mut server, [7; 16], UnixMillis(NOW.0 + seconds * 1000)) == first);
    }
    let later = ask(&mut server, [7; 16], UnixMillis(NOW.0 + 600_000));
    assert!(later.server_nonce != first.server_nonce && later.pq != first.pq);
}

#[test]
fn w01_other_nonces_get_other_puzzles() {
    let mut server = Handshake::new(exchange(2));
    let (mut nonces, mut puzzles) = (BTreeSet::new(), BTreeSet::new());
    for round in 0..1000u128 {
        let answer = ask(&mut server, round.to_le_bytes(), NOW);
        assert!(nonces.insert(answer.server_nonce) && puzzles.insert(answer.pq.clone()));
        let pq = u64::from_be_bytes(answer.pq.try_into().unwrap());
        assert!(pq <= i64::MAX as u64);
        if round < 20 {
            let (p, q) = pq::factor(pq).unwrap();
            assert!(p < q && p % 2 == 1 && u64::from(p) * u64::from(q) == pq);
        }
    }
}

#[test]
fn w02_fingerprints_are_those_of_the_keys_and_others_are_refused() {
    let mut hand = Hand::new(3);
    let modulus = server_key().public().modulus();
    let hash = sha1(&[&[254, 0, 1, 0], &modulus, &[3, 1, 0, 1]]);
    let fingerprint = i64::from_le_bytes(hash[12..].try_into().unwrap());
    assert_eq!(hand.asked.server_public_key_fingerprints, [fingerprint]);
    let query = functions::ReqDHParams { public_key_fingerprint: fingerprint ^ 1, ..hand.right_request() };
    assert!(hand.send(&query).is_err());
}

#[test]
fn w03_a_failed_step_ends_the_run() {
    type Change = fn(&mut functions::ReqDHParams);
    let changes: [Change; 9] = [
        |query| query.nonce[0] ^= 1,
        |query| query.server_nonce[15] ^= 1,
        |query| query.p[3] ^= 2,
        |query| query.q[3] ^= 2,
        |query| std::mem::swap(&mut query.p, &mut query.q),
        |query| query.p = vec![3],
        |query| query.p = Vec::new(),
        |query| query.q = vec![0; 9],
        |query| (query.p, query.q) = (vec![1], [&[0][..], &query.q].concat()),
    ];
    for change in changes {
        let mut hand = Hand::new(4);
        let right = hand.right_request();
        let mut wrong = right.clone();
        change(&mut wrong);
        assert!(hand.send(&wrong).is_err());
        assert!(hand.send(&right).is_err());
        assert!(hand.send(&functions::ReqPqMulti { nonce: [1; 16] }).is_err());
    }
}

#[test]
fn w03_numbers_with_leading_zeros_are_the_same_numbers() {
    let mut hand = Hand::new(5);
    let mut query = hand.right_request();
    query.p = [&[0; 4][..], &query.p].concat();
    assert!(hand.send(&query).is_ok());
}

#[test]
fn w04_encrypted_data_that_does_not_open_is_refused() {
    let n = server_key().public().modulus();
    let mut above = n;
    above[255] += 1;
    let too_long_data = {
        // p with zeros before it until the object has 148 bytes: more than RSA_PAD may carry.
        let hand = Hand::new(6);
        let inner = hand.inner();
        let grown = types::PQInnerDataDc { p: [&[0; 48][..], &inner.p].concat(), ..inner };
        let data = encode(&enums::PQInnerData::from(grown));
        assert_eq!(data.len(), 148);
        sealed_without_limit(&hand, &data)
    };
    let blocks = [
        Vec::new(),
        vec![0; 255],
        vec![0; 256],
        vec![0; 257],
        vec![0; 512],
        n.to_vec(),
        above.to_vec(),
        vec![0xff; 256],
        too_long_data,
    ];
    for block in blocks {
        let mut hand = Hand::new(6);
        let query = hand.request(block);
        assert!(hand.send(&query).is_err());
        assert!(hand.send(&hand.right_request()).is_err());
    }
}

/// RSA_PAD without its limit of 144 bytes.
fn sealed_without_limit(hand: &Hand, data: &[u8]) -> Vec<u8> {
    loop {
        let key: [u8; 32] = (&hand.chance as &dyn Chance).bytes();
        let mut padded = [0u8; 192];
        padded[..data.len()].copy_from_slice(data);
        let hash = sha256(&[&key, &padded]);
        padded.reverse();
        let mut sealed = [&padded[..], &hash].concat();
        crypto::aes_ige_encrypt(&key, &[0; 32], &mut sealed);
        let mut head = sha256(&[&sealed]);
        head.iter_mut().zip(key).for_each(|(byte, key)| *byte ^= key);
        let block: [u8; 256] = [&head[..], &sealed].concat().try_into().unwrap();
        if let Ok(sealed) = server_key().public().encrypt_raw(&block) {
            return sealed.to_vec();
        }
    }
}

#[test]
fn w04_flipped_bits_never_pass() {
    let sealed = Hand::new(7).right_request().encrypted_data;
    for bit in 0..2048 {
        let mut hand = Hand::new(7);
        let mut changed = sealed.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        let query = hand.request(changed);
        assert!(hand.send(&query).is_err());
    }
}

#[test]
fn both_paddings_and_all_four_forms_are_accepted() {
    let sealers = [rsa_pad::seal, rsa_pad::seal_legacy];
    for (seal, form) in sealers.into_iter().flat_map(|seal| (0..4).map(move |form| (seal, form))) {
        let mut hand = Hand::new(8);
        let types::PQInnerDataDc { pq, p, q, nonce, server_nonce, new_nonce, .. } = hand.inner();
        let data: enums::PQInnerData = match form {
            0 => types::PQInnerData::new(pq, p, q, nonce, server_nonce, new_nonce).into(),
            1 => types::PQInnerDataDc::new(pq, p, q, nonce, server_nonce, new_nonce, -10_002).into(),
            2 => types::PQInnerDataTemp::new(pq, p, q, nonce, server_nonce, new_nonce, 86_400).into(),
            _ => types::PQInnerDataTempDc::new(pq, p, q, nonce, server_nonce, new_nonce, 3, 1).into(),
        };
        let key = server_key();
        let sealed = seal(key.public(), &encode(&data), &mut |bytes| hand.chance.fill(bytes)).unwrap();
        let reply = replied(hand.send(&hand.request(sealed.to_vec())));
        let offer = hand.read_offer(&reply);
        let (theirs, ours) = hand.proposed(&offer);
        assert!(theirs.auth_key.bytes() == ours.bytes());
        let expected = [(None, None), (Some(-10_002), None), (None, Some(86_400)), (Some(3), Some(1))][form];
        assert_eq!((theirs.dc, theirs.expires_in), expected);
    }
}

#[test]
fn the_legacy_padding_can_be_turned_off() {
    let strict = mtproto::handshake::Exchange::new(
        vec![server_key()],
        std::sync::Arc::new(Draws::new(9)) as std::sync::Arc<dyn Chance>,
        false,
    );
    let mut hand = Hand::new(9);
    hand.server = Handshake::new(strict);
    hand.asked = ask(&mut hand.server, hand.nonce, NOW);
    let data = encode(&enums::PQInnerData::from(hand.inner()));
    let sealed = rsa_pad::seal_legacy(server_key().public(), &data, &mut |bytes| bytes.fill(1)).unwrap();
    assert!(hand.send(&hand.request(sealed.to_vec())).is_err());
}

#[test]
fn w05_inner_data_that_differs_from_the_outer_is_refused() {
    type Change = fn(&mut types::PQInnerDataDc);
    let changes: [Change; 7] = [
        |inner| inner.pq[7] ^= 2,
        |inner| inner.pq = Vec::new(),
        |inner| inner.p[3] ^= 2,
        |inner| inner.q[3] ^= 2,
        |inner| std::mem::swap(&mut inner.p, &mut inner.q),
        |inner| inner.nonce[3] ^= 1,
        |inner| inner.server_nonce[3] ^= 1,
    ];
    for change in changes {
        let mut hand = Hand::new(10);
        let mut inner = hand.inner();
        change(&mut inner);
        let query = hand.request(hand.sealed(&encode(&enums::PQInnerData::from(inner))));
        assert!(hand.send(&query).is_err());
    }
}

#[test]
fn w05_any_dc_is_accepted() {
    for dc in [0, 1, 5, -2, 10_002, -10_002, i32::MAX, i32::MIN] {
        let mut hand = Hand::new(11);
        let inner = types::PQInnerDataDc { dc, ..hand.inner() };
        let query = hand.request(hand.sealed(&encode(&enums::PQInnerData::from(inner))));
        assert!(hand.send(&query).is_ok());
    }
}

#[test]
fn w06_every_block_is_worked_on_and_refused_only_after_the_work() {
    let hand = Hand::new(12);
    let wrong_inner = types::PQInnerDataDc { nonce: [0; 16], ..hand.inner() };
    let blocks = [
        Vec::new(),
        vec![0; 255],
        vec![0xff; 256],
        vec![0x5a; 256],
        hand.sealed(b"no inner data"),
        hand.sealed(&encode(&enums::PQInnerData::from(wrong_inner))),
    ];
    for block in blocks {
        let mut hand = Hand::new(12);
        let query = hand.request(block);
        let Ok(Step::Work(work)) = hand.server.receive(&packet(&query), NOW) else { panic!("told before") };
        assert_eq!(hand.server.finish(work.run(), NOW).err(), Some(Refused));
    }
}

#[test]
fn w07_the_servers_half_is_fresh_in_range_and_of_the_known_group() {
    assert!(dh::check_group(&dh::prime(), dh::GENERATOR).is_ok());
    let mut halves = BTreeSet::new();
    for seed in 0..50 {
        let mut hand = Hand::new(1000 + seed);
        let offer = hand.offered();
        assert!(offer.inner.dh_prime == dh::prime() && offer.inner.g == 3);
        assert_eq!(offer.inner.server_time, NOW.seconds());
        assert!(offer.inner.g_a.len() == 256 && hand.secret().agree(&offer.inner.g_a).is_some());
        assert!(halves.insert(offer.inner.g_a));
    }
}

#[test]
fn w08_client_halves_out_of_range_are_refused() {
    let p = dh::prime();
    let changed = |at: usize, by: i16| {
        let mut number = p;
        number[at] = (i16::from(number[at]) + by) as u8;
        number.to_vec()
    };
    let mut low = [0xff; 256];
    low[..8].fill(0);
    // p - 2^1984 + 1: the byte of 2^1984 is the eighth.
    let mut high = p;
    high[7] -= 1;
    high[255] += 1;
    let halves = [
        vec![0],
        vec![1],
        changed(255, -1),
        p.to_vec(),
        changed(255, 1),
        low.to_vec(),
        high.to_vec(),
        Vec::new(),
        [&[0][..], &[7; 256]].concat(),
    ];
    for half in halves {
        let mut hand = Hand::new(13);
        hand.offered();
        let query = hand.right_closing(hand.client_inner(half));
        assert!(hand.send(&query).is_err());
    }
}

#[test]
fn w08_a_wrong_hash_padding_nonce_or_retry_id_is_refused() {
    let mut hand = Hand::new(14);
    hand.offered();
    let inner = hand.client_inner(hand.secret().public().to_vec());
    let data = encode(&enums::ClientDHInnerData::from(inner.clone()));
    let right = hand.closing(sha1(&[&data]), &data, None);
    let least = right.encrypted_data.len() - 20 - data.len();
    let mut hash = sha1(&[&data]);
    hash[0] ^= 1;
    let wrong = [
        hand.closing(hash, &data, None),
        hand.closing(sha1(&[&data]), &data, Some(least + 16)),
        hand.closing(sha1(&[&data]), &data, Some(least + 160)),
        hand.right_closing(types::ClientDHInnerData { nonce: [0; 16], ..inner.clone() }),
        hand.right_closing(types::ClientDHInnerData { server_nonce: [0; 16], ..inner.clone() }),
        hand.right_closing(types::ClientDHInnerData { retry_id: 1, ..inner }),
        functions::SetClientDHParams { nonce: [0; 16], ..right.clone() },
        functions::SetClientDHParams { server_nonce: [0; 16], ..right.clone() },
        functions::SetClientDHParams { encrypted_data: Vec::new(), ..right.clone() },
        functions::SetClientDHParams { encrypted_data: vec![0; 15], ..right.clone() },
        functions::SetClientDHParams { encrypted_data: vec![0; 1 << 16], ..right },
    ];
    for query in wrong {
        let mut hand = Hand::new(14);
        hand.offered();
        assert!(hand.send(&query).is_err());
        assert!(hand.server.accept(NOW).is_err());
    }
}

#[test]
fn w09_a_taken_id_asks_for_another_half() {
    let mut hand = Hand::new(15);
    let offer = hand.offered();
    let (_, mut refused) = hand.proposed(&offer);
    let mut retry_id = 0;
    for _ in 0..RETRIES_MAX {
        let packet = hand.server.collide(NOW).unwrap();
        let Ok(enums::SetClientDHParamsAnswer::DhGenRetry(retry)) = tl::decode(&body(&packet)) else {
            panic!("no retry")
        };
        assert!(retry.new_nonce_hash2 == new_nonce_hash(&hand, 2, &refused));
        let secret = hand.secret();
        let aux_hash = i64::from_le_bytes(sha1(&[refused.bytes()])[..8].try_into().unwrap());
        assert_ne!(aux_hash, retry_id);
        retry_id = aux_hash;
        let inner = types::ClientDHInnerData { retry_id, ..hand.client_inner(secret.public().to_vec()) };
        let Ok(Step::Proposed(theirs)) = hand.send(&hand.right_closing(inner)) else { panic!("no key") };
        refused = AuthKey::new(*secret.agree(&offer.inner.g_a).unwrap());
        assert!(theirs.auth_key.bytes() == refused.bytes());
    }
    assert!(hand.server.collide(NOW).is_err());
    assert!(hand.server.accept(NOW).is_err());
}

#[test]
fn w09_another_retry_id_is_refused() {
    for retry_id in [0, 1, -1] {
        let mut hand = Hand::new(16);
        let offer = hand.offered();
        hand.proposed(&offer);
        assert!(hand.server.collide(NOW).is_ok());
        let half = hand.secret().public().to_vec();
        let inner = types::ClientDHInnerData { retry_id, ..hand.client_inner(half) };
        assert!(hand.send(&hand.right_closing(inner)).is_err());
    }
}

#[test]
fn w09_an_exact_replay_gets_the_same_answer_and_a_changed_one_is_refused() {
    let mut hand = Hand::new(17);
    let query = hand.right_request();
    let first = replied(hand.send(&query));
    assert!(replied(hand.send(&query)) == first);
    // Other random bytes behind the object are the same query.
    let tailed = plain::write(8, &[&encode(&query)[..], &[9; 40]].concat());
    assert!(replied(receive(&mut hand.server, &tailed, NOW)) == first);
    let offer = hand.read_offer(&first);
    let secret = hand.secret();
    let closing = hand.right_closing(hand.client_inner(secret.public().to_vec()));
    let Ok(Step::Proposed(key)) = hand.send(&closing) else { panic!("no key") };
    assert!(matches!(hand.send(&closing), Ok(Step::Wait)));
    let packet = hand.server.accept(NOW).unwrap();
    let Ok(enums::SetClientDHParamsAnswer::DhGenOk(ok)) = tl::decode(&body(&packet)) else { panic!("no ok") };
    assert!(ok.new_nonce_hash1 == new_nonce_hash(&hand, 1, &key.auth_key));
    assert!(replied(hand.send(&closing)) == body(&packet));
    assert!(hand.server.accept(NOW).is_err());
    let _ = offer;
    let other = hand.right_closing(hand.client_inner(hand.secret().public().to_vec()));
    assert!(hand.send(&other).is_err());

    let mut hand = Hand::new(17);
    assert!(hand.send(&hand.right_request()).is_ok());
    assert!(hand.send(&hand.right_request()).is_err());
}

#[test]
fn a_request_that_comes_again_during_its_work_waits() {
    let mut hand = Hand::new(18);
    let query = packet(&hand.right_request());
    let Ok(Step::Work(work)) = hand.server.receive(&query, NOW) else { panic!("no work") };
    assert!(matches!(hand.server.receive(&query, NOW), Ok(Step::Wait)));
    assert!(matches!(hand.server.finish(work.run(), NOW), Ok(Step::Reply(_))));
}

#[test]
fn w10_keys_keep_leading_zeros_and_the_first_salt_is_that_of_the_nonces() {
    let mut hand = Hand::new(19);
    let offer = hand.offered();
    let (secret, shared) = loop {
        let secret = hand.secret();
        let shared = secret.agree(&offer.inner.g_a).unwrap();
        if shared[0] == 0 {
            break (secret, shared);
        }
    };
    let query = hand.right_closing(hand.client_inner(secret.public().to_vec()));
    let Ok(Step::Proposed(key)) = hand.send(&query) else { panic!("no key") };
    assert!(*key.auth_key.bytes() == *shared);
    assert_eq!(key.auth_key.id().to_le_bytes(), sha1(&[&*shared])[12..]);
    let salt: Vec<u8> = (0..8).map(|i| hand.new_nonce[i] ^ hand.asked.server_nonce[i]).collect();
    assert_eq!(key.first_salt.to_le_bytes(), salt[..]);
}

#[test]
fn w11_temporary_keys_live_between_a_second_and_a_day() {
    for (expires_in, good) in
        [(i32::MIN, false), (-1, false), (0, false), (1, true), (86_400, true), (86_401, false)]
    {
        let mut hand = Hand::new(20);
        let types::PQInnerDataDc { pq, p, q, nonce, server_nonce, new_nonce, dc } = hand.inner();
        let data = types::PQInnerDataTempDc::new(pq, p, q, nonce, server_nonce, new_nonce, dc, expires_in);
        let query = hand.request(hand.sealed(&encode(&enums::PQInnerData::from(data))));
        assert_eq!(hand.send(&query).is_ok(), good, "{expires_in}");
    }
}

#[test]
fn w14_only_the_four_queries_travel_plain() {
    let exchange = exchange(21);
    let refused = |body: &[u8]| {
        let mut server = Handshake::new(exchange.clone());
        server.receive(&plain::write(4, body), NOW).is_err()
    };
    let chance = Draws::new(21);
    for _ in 0..2000 {
        assert!(refused(&(&chance as &dyn Chance).bytes::<40>()));
    }
    assert!(refused(&[]) && refused(&[0; 3]));
    // Service queries, answers of the exchange and API calls, each with enough bytes behind it.
    for id in [
        0x7abe_77ecu32,
        0xf342_7b8c,
        0xe751_2126,
        0xd143_5160,
        0x73f1_f8dc,
        0x3072_cfa1,
        0x0516_2463,
        0xc4f9_186b,
    ] {
        assert!(refused(&[&id.to_le_bytes()[..], &[0; 200]].concat()));
    }
    let mut server = Handshake::new(exchange);
    assert!(
        server
            .receive(&[&[1][..], &packet(&functions::ReqPq { nonce: [1; 16] })[1..]].concat(), NOW)
            .is_err()
    );
}

#[test]
fn w14_up_to_255_bytes_stand_behind_a_query() {
    for (query, tail) in [(false, 0), (false, 255), (true, 1), (true, 255)] {
        let object = if query {
            encode(&functions::ReqPq { nonce: [1; 16] })
        } else {
            encode(&functions::ReqPqMulti { nonce: [1; 16] })
        };
        let mut server = Handshake::new(exchange(22));
        assert!(server.receive(&plain::write(4, &[&object[..], &vec![9; tail]].concat()), NOW).is_ok());
        assert!(server.receive(&plain::write(4, &[&object[..], &[9; 256]].concat()), NOW).is_err());
    }
    let mut hand = Hand::new(22);
    let query = plain::write(4, &[&encode(&hand.right_request())[..], &[3; 255]].concat());
    assert!(receive(&mut hand.server, &query, NOW).is_ok());
    let query = hand.right_closing(hand.client_inner(hand.secret().public().to_vec()));
    let query = plain::write(4, &[&encode(&query)[..], &[3; 255]].concat());
    assert!(matches!(receive(&mut hand.server, &query, NOW), Ok(Step::Proposed(_))));
}

#[test]
fn several_questions_on_one_connection_each_have_a_run() {
    let mut hand = Hand::new(23);
    for other in 1..RUNS_MAX as u8 {
        replied(hand.send(&functions::ReqPq { nonce: [other; 16] }));
    }
    assert!(hand.server.is_busy());
    let offer = hand.offered();
    let (theirs, ours) = hand.proposed(&offer);
    assert!(theirs.auth_key.id() == ours.id());
    // One more, and the oldest gives way.
    let mut hand = Hand::new(23);
    for other in 1..=RUNS_MAX as u8 {
        replied(hand.send(&functions::ReqPq { nonce: [other; 16] }));
    }
    assert!(hand.send(&hand.right_request()).is_err());
}
