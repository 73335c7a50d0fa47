//! W-21: one packet, one effect.

use tl::mtproto::{enums, types};

use crate::peer::{Peer, QUERY, requests};

#[test]
fn w21_a_message_that_comes_again_runs_once_and_its_answer_is_said_again() {
    let mut peer = Peer::new();
    let (msg_id, seqno) = (peer.msg_id(), peer.seqno(true));
    let header = peer.header(msg_id, seqno);
    assert_eq!(peer.deliver(header, &QUERY).len(), 1);
    // While it runs, on this connection or another.
    assert!(peer.deliver(header, &QUERY).is_empty());
    assert!(peer.session.answer(msg_id, &[1; 8], false).is_empty());
    let first = peer.heard().into_iter().find(|said| said.result().is_some()).unwrap();
    for _ in 0..3 {
        assert!(peer.deliver(header, &QUERY).is_empty());
        let again = peer.heard_one();
        assert!(again.contained, "what is said again comes in a container");
        assert!((again.msg_id, &again.body) == (first.msg_id, &first.body));
    }
    peer.acknowledge(&[first.msg_id]);
    assert!(peer.deliver(header, &QUERY).is_empty());
    peer.pass(2000);
    let acks = enums::MsgsAck::from(types::MsgsAck::new(vec![msg_id]));
    assert!(peer.heard_one().object::<enums::MsgsAck>() == Some(acks));
}

#[test]
fn w21_a_long_answer_is_announced_when_its_request_comes_again() {
    let mut peer = Peer::new();
    let msg_id = peer.query();
    let mut state = 3_u32;
    let answer: Vec<u8> = (0..40_000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect();
    assert!(peer.session.answer(msg_id, &answer, false).is_empty());
    let said = peer.heard_one();
    assert!(peer.deliver(peer.header(msg_id, 1), &QUERY).is_empty());
    let Some(enums::MsgDetailedInfo::MsgDetailedInfo(info)) = peer.heard_one().object() else { panic!() };
    assert_eq!((info.msg_id, info.answer_msg_id, info.bytes), (msg_id, said.msg_id, said.body.len() as i32));
    peer.tell(&enums::MsgResendReq::from(types::MsgResendReq::new(vec![said.msg_id])));
    assert!(peer.heard_one().body == said.body);
}

#[test]
fn w21_ten_thousand_replays_in_any_order_have_one_effect_each() {
    let mut peer = Peer::new();
    let headers: Vec<_> = (0..1000)
        .map(|at| {
            let msg_id = peer.msg_id();
            peer.header(msg_id, at * 2 + 1)
        })
        .collect();
    let mut effects = std::collections::BTreeMap::new();
    let mut state = 11_u64;
    for _ in 0..10_000 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let header = headers[(state >> 33) as usize % headers.len()];
        for request in requests(peer.deliver(header, &QUERY)) {
            *effects.entry(request.msg_id).or_insert(0) += 1;
        }
        peer.heard();
    }
    assert_eq!(effects.len(), headers.len());
    assert!(effects.values().all(|count| *count == 1));
}

#[test]
fn w21_the_newest_1024_are_known_and_what_lies_below_the_window_is_20() {
    let mut peer = Peer::new();
    let mut headers = Vec::new();
    for at in 0..5000 {
        let msg_id = peer.msg_id();
        let header = peer.header(msg_id, at * 2 + 1);
        assert_eq!(peer.deliver(header, &QUERY).len(), 1);
        headers.push(header);
    }
    peer.heard();
    for (age, header) in headers.iter().rev().enumerate() {
        assert!(peer.deliver(*header, &QUERY).is_empty());
        let complaints = peer.complaints();
        if age < 1024 {
            assert!(complaints.is_empty(), "{age}");
        } else if !complaints.is_empty() {
            assert_eq!(complaints, [(header.msg_id, 20)]);
        }
    }
    assert!(peer.deliver(headers[0], &QUERY).is_empty());
    assert_eq!(peer.complaints(), [(headers[0].msg_id, 20)]);
}

#[test]
fn w21_what_was_forgotten_with_time_stays_refused_when_the_clock_jumps_back() {
    let mut peer = Peer::new();
    let msg_id = peer.msg_id();
    let header = peer.header(msg_id, 1);
    assert_eq!(peer.deliver(header, &QUERY).len(), 1);
    let then = peer.now;
    for _ in 0..20 {
        peer.pass(60_000);
        peer.session.tick(peer.now);
    }
    peer.now = then;
    assert!(peer.deliver(header, &QUERY).is_empty());
    assert_eq!(peer.complaints(), [(msg_id, 20)]);
}
