//! W-15 to W-17: which packets open.

use mtproto::{
    auth_key::AuthKey,
    envelope::{Header, Refused, Side, open, seal},
};

use crate::peer::{Drawn, QUERY};

const HEADER: Header = Header { salt: 1, session_id: 2, msg_id: 3 << 32, seqno: 5 };

fn key() -> AuthKey {
    AuthKey::new(std::array::from_fn(|i| (i * 5 + 1) as u8))
}

/// A packet from the client whose plaintext is given whole, sealed as an attacker who has the key could.
fn sealed_raw(plaintext: &[u8]) -> Vec<u8> {
    let key = key();
    let msg_key = crypto::kdf::message_key(key.bytes(), Side::Client, plaintext);
    let keys = crypto::kdf::message_keys(key.bytes(), Side::Client, &msg_key);
    let mut data = plaintext.to_vec();
    crypto::aes_ige_encrypt(&keys.key, &keys.iv, &mut data);
    [&key.id().to_le_bytes()[..], &msg_key, &data].concat()
}

/// A plaintext with `length` stated, `body` bytes of body and `padding` bytes of padding.
fn plaintext(length: i32, body: usize, padding: usize) -> Vec<u8> {
    let mut bytes = vec![0; 28];
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.resize(32 + body + padding, 0xcc);
    bytes
}

fn opens(mut packet: Vec<u8>) -> bool {
    open(&key(), Side::Client, &mut packet).is_ok()
}

#[test]
fn what_was_sealed_opens_as_it_was() {
    let chance = Drawn::default();
    for side in [Side::Client, Side::Server] {
        for length in (0..2048).step_by(4) {
            let body: Vec<u8> = (0..length).map(|i| i as u8).collect();
            let mut packet = seal(&key(), side, HEADER, &body, &chance);
            let padding = packet.len() - 24 - 32 - length;
            assert!((12..28).contains(&padding) && (packet.len() - 24).is_multiple_of(16));
            let opened = open(&key(), side, &mut packet).unwrap();
            assert!(opened.header == HEADER && opened.body == body);
        }
    }
}

#[test]
fn the_quick_acknowledgement_is_the_start_of_the_hash_with_the_top_bit() {
    let plaintext = plaintext(4, 4, 12);
    let hash = crypto::sha256(&[&key().bytes()[88..120], &plaintext]);
    let mut packet = sealed_raw(&plaintext);
    let quick_ack = open(&key(), Side::Client, &mut packet).unwrap().quick_ack;
    assert_eq!(quick_ack, u32::from_le_bytes(hash[..4].try_into().unwrap()) | 0x8000_0000);
}

#[test]
fn w15_every_changed_bit_cut_and_foreign_key_is_the_one_refusal() {
    let chance = Drawn::default();
    let packet = seal(&key(), Side::Client, HEADER, &QUERY.repeat(16), &chance);
    let mut reactions = std::collections::BTreeSet::new();
    let mut try_open = |mut packet: Vec<u8>, key: &AuthKey| {
        let refusal: Option<Refused> = open(key, Side::Client, &mut packet).err();
        reactions.insert(refusal.map(|refused| format!("{refused:?}")));
    };
    for bit in 0..packet.len() * 8 {
        let mut mutant = packet.clone();
        mutant[bit / 8] ^= 1 << (bit % 8);
        try_open(mutant, &key());
    }
    for length in 0..packet.len() {
        try_open(packet[..length].to_vec(), &key());
    }
    for more in 1..64 {
        try_open([&packet[..], &vec![0; more]].concat(), &key());
    }
    // Another key under the same id: decrypts to garbage.
    let mut other = packet.clone();
    let foreign = AuthKey::new([0x5b; 256]);
    other[..8].copy_from_slice(&foreign.id().to_le_bytes());
    try_open(other, &foreign);
    assert_eq!(reactions.into_iter().collect::<Vec<_>>(), [Some("Refused".to_owned())]);
    assert!(opens(packet));
}

#[test]
fn w15_random_mutants_never_open() {
    let chance = Drawn::default();
    let packet = seal(&key(), Side::Client, HEADER, &QUERY.repeat(8), &chance);
    let mut state = 0x1234_5678_u64;
    for _ in 0..20_000 {
        let mut mutant = packet.clone();
        for _ in 0..3 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let at = 8 + (state >> 33) as usize % (mutant.len() - 8);
            mutant[at] = mutant[at].wrapping_add((state >> 20) as u8 | 1);
        }
        assert!(mutant == packet || !opens(mutant));
    }
}

#[test]
fn w16_lengths_and_paddings_at_their_edges() {
    for (length, body, padding, good) in [
        (4, 4, 12, true),
        (0, 0, 16, true),
        (16, 16, 1024, true),
        // The same number of bytes on the wire, cut elsewhere into body and padding.
        (8, 4, 12, false),
        (12, 0, 1040, false),
        (16, 0, 1040, true),
        (-4, 4, 12, false),
        (-1, 4, 12, false),
        (i32::MIN, 4, 12, false),
        (i32::MAX, 4, 12, false),
        (2, 4, 12, false),
        (5, 4, 12, false),
        (20, 4, 12, false),
        (5, 0, 16, false),
    ] {
        assert_eq!(opens(sealed_raw(&plaintext(length, body, padding))), good, "{length} {body} {padding}");
    }
}

#[test]
fn w16_padding_of_11_and_1025_is_refused() {
    // Bodies are multiples of 4, so these paddings take a stated length that is none: both rules refuse it.
    for (body, padding) in [(5, 11), (1, 11), (15, 1025), (4, 8), (0, 0), (12, 1028)] {
        let plain = plaintext(body, body as usize, padding);
        if plain.len().is_multiple_of(16) {
            assert!(!opens(sealed_raw(&plain)), "{body} {padding}");
        }
    }
}

#[test]
fn w17_what_the_server_sealed_does_not_come_back_to_it() {
    let chance = Drawn::default();
    for length in 0..2000 {
        let packet = seal(&key(), Side::Server, HEADER, &vec![0x11; length % 64 * 4], &chance);
        assert!(!opens(packet));
    }
}

#[test]
fn w17_packets_of_mtproto_1_are_refused() {
    let key = key();
    for body in (0..256).step_by(4) {
        let mut plain = plaintext(body, body as usize, 0);
        let msg_key = crypto::kdf::message_key_v1(&plain);
        plain.resize((plain.len() + 12).next_multiple_of(16), 0xdd);
        let keys = crypto::kdf::message_keys_v1(key.bytes(), Side::Client, &msg_key);
        crypto::aes_ige_encrypt(&keys.key, &keys.iv, &mut plain);
        assert!(!opens([&key.id().to_le_bytes()[..], &msg_key, &plain].concat()));
    }
}
