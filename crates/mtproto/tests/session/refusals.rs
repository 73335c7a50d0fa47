//! W-18 to W-20, W-22 and W-23: first packets, salts, times and seqnos.

use mtproto::salts::{SALT_SECONDS, SaltSecret, Salts};
use tl::mtproto::{enums::BadMsgNotification, types};
use world::UnixMillis;

use crate::peer::{Peer, QUERY, gzip_packed, msg_id_at, requests};

#[test]
fn w18_a_session_begins_with_new_session_created_once() {
    let mut peer = Peer::fresh();
    let msg_id = peer.query();
    let said = peer.heard();
    let types::NewSessionCreated { first_msg_id, unique_id, server_salt } = created(&said[0]);
    assert_eq!((first_msg_id, unique_id, server_salt), (msg_id, 0x0a11, peer.salts.current(peer.now)));
    assert_eq!(said[0].seqno & 1, 1);
    peer.query();
    peer.ping(1);
    assert!(peer.heard().iter().all(|said| said.constructor() != NEW_SESSION_CREATED));
}

#[test]
fn w18_a_refused_packet_begins_no_session() {
    let mut peer = Peer::fresh();
    let msg_id = peer.msg_id();
    peer.deliver(peer.header(msg_id + 1, 1), &QUERY);
    let header = mtproto::envelope::Header { salt: 0, ..peer.header(msg_id, 1) };
    assert!(peer.deliver(header, &QUERY).is_empty());
    assert_eq!(peer.complaints(), [(msg_id + 1, 18), (msg_id, 48)]);
    peer.query();
    assert_eq!(peer.heard()[0].constructor(), NEW_SESSION_CREATED);
}

#[test]
fn w18_sessions_never_hear_each_other() {
    let mut peers = [Peer::new(), Peer::new()];
    let mut open: [Vec<i64>; 2] = Default::default();
    let mut state = 7_u64;
    for _ in 0..5000 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let at = (state >> 40) as usize % 2;
        let (peer, open) = (&mut peers[at], &mut open[at]);
        let tag = at as u8 + 1;
        match (state >> 50) % 3 {
            0 => open.push(peer.query()),
            1 => {
                if let Some(msg_id) = open.pop() {
                    assert!(peer.session.answer(msg_id, &[tag; 8], false).is_empty());
                }
            }
            _ => peer.session.push([tag; 12].into()),
        }
        peer.pass(10);
        for said in peer.heard() {
            let (_, text) = said.result().unwrap_or((0, &said.body));
            assert!(said.constructor() == MSGS_ACK || text.iter().all(|byte| *byte == tag));
            peer.acknowledge(&[said.msg_id]);
        }
    }
}

#[test]
fn w19_a_wrong_salt_is_told_the_right_one_and_nothing_runs() {
    let mut peer = Peer::new();
    for salt in [0, -1, peer.salts.current(peer.now) ^ 1, peer.salts.current(UnixMillis(0))] {
        let (msg_id, seqno) = (peer.msg_id(), 77);
        let header = mtproto::envelope::Header { salt, ..peer.header(msg_id, seqno) };
        assert!(peer.deliver(header, &QUERY).is_empty());
        let Some(BadMsgNotification::BadServerSalt(bad)) = peer.heard_one().object() else { panic!() };
        assert_eq!((bad.bad_msg_id, bad.bad_msg_seqno, bad.error_code), (msg_id, seqno, 48));
        assert_eq!(bad.new_server_salt, peer.salts.current(peer.now));
    }
    peer.query();
}

#[test]
fn w19_the_old_salt_runs_for_1800_seconds_after_the_change_and_not_after() {
    for (after_change, good) in [(0, true), (SALT_SECONDS - 1, true), (SALT_SECONDS, false)] {
        let mut peer = Peer::new();
        let old = peer.salts.current(peer.now);
        while peer.salts.current(peer.now) == old {
            peer.pass(1000);
        }
        peer.pass(after_change * 1000);
        let msg_id = peer.msg_id();
        let header = mtproto::envelope::Header { salt: old, ..peer.header(msg_id, 1) };
        assert_eq!(peer.deliver(header, &QUERY).len(), usize::from(good), "{after_change}");
        assert_eq!(peer.complaints(), if good { vec![] } else { vec![(msg_id, 48)] });
    }
}

#[test]
fn w20_msg_ids_are_taken_from_300_seconds_behind_to_30_ahead() {
    for (millis, code) in [
        (-301_000, Some(16)),
        (-300_000, None),
        (1, None),
        (30_000, None),
        (31_000, Some(17)),
        (-3_600_000, Some(16)),
    ] {
        let mut peer = Peer::new();
        let msg_id = msg_id_at(UnixMillis(peer.now.0 + millis));
        // Older than the ping that began the session, so its seqno may not be above it.
        let events = peer.deliver(peer.header(msg_id, if millis < 0 { -1 } else { 1 }), &QUERY);
        assert_eq!(events.len(), usize::from(code.is_none()), "{millis}");
        assert_eq!(peer.complaints(), Vec::from_iter(code.map(|code| (msg_id, code))), "{millis}");
    }
}

#[test]
fn w20_msg_ids_with_low_bits_or_without_a_fraction_are_refused() {
    let mut peer = Peer::new();
    let whole_second = (peer.now.0 / 1000 + 1) << 32;
    for (msg_id, code) in
        [(whole_second | 5, 18), (whole_second | 6, 18), (whole_second | 7, 18), (whole_second, 48)]
    {
        assert!(peer.deliver(peer.header(msg_id, 1), &QUERY).is_empty());
        assert_eq!(peer.complaints(), [(msg_id, code)]);
    }
    // What Pyrogram sends next: the same message, four later. It is done.
    assert_eq!(peer.deliver(peer.header(whole_second | 4, 3), &QUERY).len(), 1);
    assert_eq!(peer.complaints(), []);
    for msg_id in [0, -4, i64::MIN, i64::MAX & !3, 4] {
        assert!(peer.deliver(peer.header(msg_id, 1), &QUERY).is_empty());
        assert_eq!(peer.complaints().len(), 1);
    }
}

#[test]
fn w22_nothing_of_before_a_restart_runs_after_it() {
    let mut peer = Peer::new();
    let first = peer.salts.current(peer.now) ^ 0x55;
    peer.salts = peer.salts.clone().with_first(first, peer.now);
    let mut recorded = Vec::new();
    for at in 0..1000 {
        let msg_id = peer.msg_id();
        let salt = if at % 2 == 0 { first } else { peer.salts.current(peer.now) };
        let header = mtproto::envelope::Header { salt, ..peer.header(msg_id, at * 2 + 1) };
        assert_eq!(peer.deliver(header, &QUERY).len(), 1);
        recorded.push(header);
        peer.pass(13);
    }
    // The session is gone with the process, the auth key is not; salts follow from a new secret.
    let mut restarted = Peer::fresh();
    restarted.now = peer.now;
    restarted.salts = Salts::new(SaltSecret::new([10; 32]), restarted.key.id());
    for header in recorded {
        assert!(restarted.deliver(header, &QUERY).is_empty());
    }
    assert!(restarted.complaints().iter().all(|(_, code)| *code == 48));
}

#[test]
fn w23_a_seqno_below_or_above_its_neighbours_is_refused() {
    let mut peer = Peer::new();
    let msg_ids: Vec<i64> = (0..8).map(|_| peer.msg_id()).collect();
    let mut deliver = |at: usize, seqno: i32| {
        let runs = requests(peer.deliver(peer.header(msg_ids[at], seqno), &QUERY)).len();
        (runs, peer.complaints().first().map(|(_, code)| *code))
    };
    assert_eq!(deliver(2, 11), (1, None));
    assert_eq!(deliver(3, 9), (0, Some(32)));
    assert_eq!(deliver(3, 11), (0, Some(32)));
    assert_eq!(deliver(6, 21), (1, None));
    assert_eq!(deliver(4, 23), (0, Some(33)));
    assert_eq!(deliver(4, 21), (0, Some(33)));
    assert_eq!(deliver(4, 15), (1, None));
    assert_eq!(deliver(1, 13), (0, Some(33)));
    assert_eq!(deliver(1, 3), (1, None));
}

#[test]
fn w23_odd_containers_are_34_and_even_queries_35() {
    let empty = crate::peer::container(&[]);
    for (body, seqno, code) in [(empty, 1, 34), (QUERY.to_vec(), 2, 35), (gzip_packed(&QUERY), 2, 35)] {
        let mut peer = Peer::new();
        let msg_id = peer.msg_id();
        assert!(peer.deliver(peer.header(msg_id, seqno), &body).is_empty());
        assert_eq!(peer.complaints(), [(msg_id, code)]);
        // A refused message is not remembered: the same msg_id may come right.
        assert!(peer.deliver(peer.header(msg_id, seqno ^ 1), &body).len() < 2);
        assert!(peer.complaints().is_empty());
    }
}

#[test]
fn w23_acknowledgements_may_be_odd_or_even_as_clients_differ() {
    let acks =
        tl::encode(&tl::mtproto::enums::MsgsAck::from(types::MsgsAck::new(vec![5])), tl::Layer::NEWEST);
    for (body, seqno) in [(acks.clone(), 0), (acks.clone(), 1), (gzip_packed(&acks), 1)] {
        let mut peer = Peer::new();
        let msg_id = peer.msg_id();
        assert!(peer.deliver(peer.header(msg_id, seqno), &body).is_empty());
        assert!(peer.complaints().is_empty());
    }
}

const NEW_SESSION_CREATED: u32 = 0x9ec2_0908;
const MSGS_ACK: u32 = 0x62d6_b459;

fn created(said: &crate::peer::Said) -> types::NewSessionCreated {
    let tl::mtproto::enums::NewSession::NewSessionCreated(created) = said.object().unwrap();
    created
}
