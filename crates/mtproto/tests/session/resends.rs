//! W-30 and what is kept for a client: acknowledgements, reconnections, bounds, and how messages are packed.

use std::{collections::BTreeSet, sync::Arc};

use tl::mtproto::{enums, types};

use crate::peer::{Peer, QUERY, Said};

const UPDATES_TOO_LONG: u32 = 0xe317_af7e;

fn update(tag: u8, length: usize) -> Arc<[u8]> {
    vec![tag; length].into()
}

fn results(said: &[Said]) -> Vec<i64> {
    said.iter().filter_map(|said| said.result()).map(|(request, _)| request).collect()
}

#[test]
fn a_single_message_leaves_without_a_container() {
    let mut peer = Peer::new();
    let msg_id = peer.query();
    assert!(peer.session.answer(msg_id, &QUERY, false).is_empty());
    let answer = peer.heard_one();
    assert!(!answer.contained && answer.result() == Some((msg_id, &QUERY[..])));
    assert!(answer.msg_id & 3 == 1 && answer.seqno & 1 == 1);
    peer.session.push(update(7, 8));
    let push = peer.heard_one();
    assert!(!push.contained && push.body == [7; 8]);
    assert!(push.msg_id & 3 == 3 && push.seqno == answer.seqno + 2 && push.msg_id > answer.msg_id);
}

#[test]
fn what_is_ready_leaves_in_one_container_in_order() {
    let mut peer = Peer::new();
    let (first, second) = (peer.query(), peer.query());
    peer.ping(9);
    assert!(peer.session.answer(second, &QUERY, false).is_empty());
    peer.session.push(update(1, 12));
    assert!(peer.session.answer(first, &QUERY, false).is_empty());
    let said = peer.heard();
    assert!(said.len() == 4 && said.iter().all(|said| said.contained));
    assert_eq!(results(&said), [second, first]);
    assert!(said.is_sorted_by(|a, b| a.msg_id < b.msg_id && a.seqno <= b.seqno));
    assert_eq!(said[1].msg_id & 3, 3);
}

#[test]
fn more_than_a_container_holds_leaves_in_several_packets() {
    let mut peer = Peer::new();
    for _ in 0..40 {
        let msg_id = peer.query();
        assert!(peer.session.answer(msg_id, &noise(100_000), false).is_empty());
    }
    let mut packets = 0;
    let mut bytes = 0;
    while let Some(packet) = peer.session.flush(&peer.key, &peer.salts, peer.now, &peer.chance) {
        assert!(packet.len() <= (1 << 20) + 128);
        packets += 1;
        bytes += packet.len();
    }
    assert!((4..=5).contains(&packets) && bytes > 4_000_000);
}

#[test]
fn an_answer_larger_than_a_container_leaves_alone() {
    let mut peer = Peer::new();
    let msg_id = peer.query();
    peer.session.push(update(1, 12));
    assert!(peer.session.answer(msg_id, &noise(1_200_000), false).is_empty());
    let said = peer.heard();
    assert_eq!(results(&said), [msg_id]);
    assert!(!said[1].contained);
}

#[test]
fn long_answers_are_packed_when_that_is_shorter() {
    let mut peer = Peer::new();
    let msg_id = peer.query();
    assert!(peer.session.answer(msg_id, &[7; 10_000], false).is_empty());
    let said = peer.heard_one();
    let (request, result) = said.result().unwrap();
    assert!(request == msg_id && result[..4] == 0x3072_cfa1_u32.to_le_bytes() && result.len() < 200);
    let packed: tl::Bytes = tl::decode(&result[4..]).unwrap();
    assert!(mtproto::gzip::unpack(&packed.0).unwrap() == [7; 10_000]);
}

#[test]
fn requests_are_acknowledged_when_their_answer_takes_long() {
    let mut peer = Peer::new();
    let msg_id = peer.query();
    assert!(peer.heard().is_empty());
    assert_eq!(peer.session.next_deadline().unwrap().0, peer.now.0 + 1000);
    peer.pass(1000);
    let acks = peer.heard_one();
    assert!(acks.object::<enums::MsgsAck>() == Some(types::MsgsAck::new(vec![msg_id]).into()));
    assert_eq!(acks.seqno & 1, 0);
    peer.pass(10_000);
    assert!(peer.heard().is_empty());
}

#[test]
fn what_was_not_acknowledged_is_said_again_on_a_new_connection() {
    let mut peer = Peer::new();
    let msg_id = peer.query();
    assert!(peer.session.answer(msg_id, &QUERY, false).is_empty());
    peer.session.push(update(3, 8));
    peer.session.push(update(4, 8));
    let first = peer.heard();
    peer.acknowledge(&[first[1].msg_id]);
    peer.session.detached();
    peer.session.push(update(5, 8));
    peer.pass(5000);
    peer.session.attached(peer.now);
    let again = peer.heard();
    let kept = |said: &Said| (said.msg_id, said.seqno, said.body.clone());
    assert!(again.len() == 3 && again.iter().all(|said| said.contained));
    assert!(kept(&again[0]) == kept(&first[0]) && kept(&again[1]) == kept(&first[2]));
    assert!(again[2].body == [5; 8]);
    let heard: Vec<i64> = again.iter().map(|said| said.msg_id).collect();
    peer.acknowledge(&heard);
    peer.session.attached(peer.now);
    assert!(peer.heard().is_empty());
}

#[test]
fn w30_what_is_said_again_comes_in_a_container_under_a_fresh_msg_key() {
    let mut peer = Peer::new();
    peer.session.push(update(3, 64));
    let first = peer.heard_one();
    for _ in 0..2000 {
        peer.session.attached(peer.now);
        let again = peer.heard_one();
        assert!(again.contained && again.msg_id == first.msg_id && again.body == first.body);
    }
    let different: BTreeSet<_> = peer.msg_keys.iter().collect();
    assert_eq!(different.len(), peer.msg_keys.len());
}

#[test]
fn old_answers_are_said_again_under_a_new_msg_id_and_old_updates_give_way() {
    let mut peer = Peer::new();
    let msg_id = peer.query();
    assert!(peer.session.answer(msg_id, &QUERY, false).is_empty());
    peer.session.push(update(3, 8));
    let first = peer.heard();
    peer.session.detached();
    peer.pass(130_000);
    peer.session.attached(peer.now);
    let again = peer.heard();
    assert_eq!(results(&again), [msg_id]);
    assert!(again.len() == 2 && again[0].msg_id > first[1].msg_id);
    assert_eq!(again[1].constructor(), UPDATES_TOO_LONG);
}

#[test]
fn updates_without_a_connection_are_bounded_and_give_way_to_updates_too_long() {
    let mut peer = Peer::new();
    peer.session.detached();
    for _ in 0..10_000 {
        peer.session.push(update(1, 1000));
        assert!(peer.session.unsent_bytes() <= 64 << 10);
    }
    assert!(peer.session.updates_let_go());
    peer.session.attached(peer.now);
    peer.session.push(update(2, 8));
    let said = peer.heard();
    assert!(said.len() == 2 && said[0].constructor() == UPDATES_TOO_LONG && said[1].body == [2; 8]);
    assert!(!peer.session.updates_let_go());
}

#[test]
fn sent_updates_beyond_the_bound_are_let_go_and_told_on_reconnection_only() {
    let mut peer = Peer::new();
    for _ in 0..400 {
        peer.session.push(update(1, 1000));
        assert!(peer.heard_one().body == [1; 1000]);
    }
    assert!(peer.session.updates_let_go());
    peer.session.attached(peer.now);
    assert_eq!(peer.heard_one().constructor(), UPDATES_TOO_LONG);
    peer.session.push(update(1, 8));
    let said = peer.heard_one();
    peer.acknowledge(&[said.msg_id]);
    assert!(!peer.session.updates_let_go(), "the client has what came later on the same connection");
}

#[test]
fn a_request_whose_answer_was_let_go_is_unknown_when_the_client_asks() {
    let mut peer = Peer::new();
    let msg_ids: Vec<i64> = (0..8)
        .map(|_| {
            let msg_id = peer.query();
            assert!(peer.session.answer(msg_id, &noise(60_000), false).is_empty());
            peer.heard();
            msg_id
        })
        .collect();
    peer.tell(&enums::MsgsStateReq::from(types::MsgsStateReq::new(msg_ids.clone())));
    let enums::MsgsStateInfo::MsgsStateInfo(info) = peer.heard_one().object().unwrap();
    assert_eq!((info.info[0], info.info[7]), (1, 4 | 64));
    peer.deliver(peer.header(msg_ids[0], 1), &QUERY);
    assert!(peer.heard().iter().all(|said| said.result().is_none()), "it does not run again either");
}

#[test]
fn msg_ids_grow_strictly_and_follow_the_clock() {
    let mut peer = Peer::new();
    let mut last = 0;
    for step in [0, 0, 1, 1000, -500, 0, 60_000, -3_600_000, 1] {
        peer.pass(step);
        for tag in 0..50 {
            peer.session.push(update(tag, 8));
            let said = peer.heard_one();
            assert!(said.msg_id > last);
            if step > 0 {
                let ahead = (said.msg_id >> 32) - peer.now.0 / 1000;
                assert!((0..=1).contains(&ahead) || peer.now.0 < 1_799_999_000_000);
            }
            last = said.msg_id;
        }
    }
}

#[test]
fn a_session_without_a_connection_asks_for_nothing_that_only_a_flush_can_do() {
    let mut peer = Peer::new();
    peer.query();
    peer.session.detached();
    for _ in 0..10 {
        let Some(deadline) = peer.session.next_deadline() else { return };
        assert!(deadline > peer.now);
        peer.now = deadline;
        assert!(peer.session.tick(peer.now).is_empty());
    }
    panic!("it never comes to rest");
}

#[test]
fn an_idle_session_is_small() {
    let mut peer = Peer::new();
    for _ in 0..2000 {
        let msg_id = peer.query();
        assert!(peer.session.answer(msg_id, &QUERY, false).is_empty());
        let said = peer.heard();
        peer.acknowledge(&said.iter().map(|said| said.msg_id).collect::<Vec<_>>());
    }
    while let Some(deadline) = peer.session.next_deadline() {
        assert!(deadline.0 < peer.now.0 + 600_000, "a session at rest asks for no more ticks");
        peer.now = deadline;
        assert!(peer.session.tick(peer.now).is_empty() && peer.heard().is_empty());
    }
    assert!(size_of::<mtproto::session::Session>() <= 512);
}

/// Bytes that do not shrink.
fn noise(length: usize) -> Vec<u8> {
    let mut state = length as u64;
    let mut bytes = Vec::with_capacity(length);
    for _ in 0..length {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        bytes.push((state >> 56) as u8);
    }
    bytes
}
