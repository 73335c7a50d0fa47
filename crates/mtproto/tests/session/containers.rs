//! W-24 and W-26: containers are taken whole or not at all, and what gzip may lie around.

use mtproto::session::CONTAINER_MESSAGES_MAX;

use crate::peer::{Peer, QUERY, Said, container, gzip_packed, requests};

const RPC_ERROR: u32 = 0x2144_ca19;

/// A container of `count` queries, and its header's msg_id and seqno, drawn from the peer.
fn queries(peer: &mut Peer, count: usize) -> (Vec<(i64, i32)>, i64, i32) {
    let inner = (0..count).map(|_| (peer.msg_id(), peer.seqno(true))).collect();
    (inner, peer.msg_id(), peer.seqno(false))
}

fn packed(inner: &[(i64, i32)], body: &[u8]) -> Vec<u8> {
    let messages: Vec<_> = inner.iter().map(|(msg_id, seqno)| (*msg_id, *seqno, body)).collect();
    container(&messages)
}

/// What came of a container with one flaw: how many requests, and the complaints.
fn flawed(flaw: impl FnOnce(&mut Vec<(i64, i32)>, &mut i64, &mut Vec<u8>)) -> (usize, Vec<i32>, bool) {
    let mut peer = Peer::new();
    let (mut inner, mut outer, seqno) = queries(&mut peer, 3);
    let mut body = packed(&inner, &QUERY);
    flaw(&mut inner, &mut outer, &mut body);
    let ran = requests(peer.deliver(peer.header(outer, seqno), &body)).len();
    let complaints = peer.complaints();
    let about_outer = complaints.iter().all(|(msg_id, _)| *msg_id == outer);
    (ran, complaints.into_iter().map(|(_, code)| code).collect(), about_outer)
}

#[test]
fn w24_a_container_is_taken_apart_in_order() {
    let mut peer = Peer::fresh();
    let (inner, outer, seqno) = queries(&mut peer, 5);
    let ran = requests(peer.deliver(peer.header(outer, seqno), &packed(&inner, &QUERY)));
    assert!(ran.iter().map(|request| request.msg_id).eq(inner.iter().map(|(msg_id, _)| *msg_id)));
    assert!(ran.iter().all(|request| request.body == QUERY && request.function_id == 0xc4f9_186b));
    let created = peer.heard_one();
    assert_eq!(created.body[4..12], inner[0].0.to_le_bytes(), "first_msg_id is the lowest inner msg_id");
}

#[test]
fn w24_empty_and_full_containers_are_taken() {
    for count in [0, CONTAINER_MESSAGES_MAX] {
        let mut peer = Peer::new();
        let (inner, outer, seqno) = queries(&mut peer, count);
        let body = packed(&inner, &QUERY);
        assert_eq!(requests(peer.deliver(peer.header(outer, seqno), &body)).len(), count);
        assert!(peer.complaints().is_empty());
    }
}

#[test]
fn w24_a_reused_container_id_is_19_and_runs_nothing() {
    let mut peer = Peer::new();
    let (inner, outer, seqno) = queries(&mut peer, 2);
    let body = packed(&inner, &QUERY);
    assert_eq!(requests(peer.deliver(peer.header(outer, seqno), &body)).len(), 2);
    for _ in 0..3 {
        assert!(peer.deliver(peer.header(outer, seqno), &body).is_empty());
        assert_eq!(peer.complaints(), [(outer, 19)]);
    }
    // Also the id of a message that was no container.
    assert!(peer.deliver(peer.header(inner[0].0, seqno), &body).is_empty());
    assert_eq!(peer.complaints(), [(inner[0].0, 19)]);
}

#[test]
fn w24_one_flaw_in_one_message_and_none_runs() {
    let refused = (0, vec![64], true);
    let inner_not_below = |inner: &mut Vec<(i64, i32)>, outer: &mut i64, body: &mut Vec<u8>| {
        inner[2].0 = *outer;
        *body = packed(inner, &QUERY);
    };
    assert_eq!(flawed(inner_not_below), refused, "an inner msg_id that is the container's");
    let above = |inner: &mut Vec<(i64, i32)>, outer: &mut i64, body: &mut Vec<u8>| {
        inner[1].0 = *outer + 4;
        *body = packed(inner, &QUERY);
    };
    assert_eq!(flawed(above), refused, "an inner msg_id above the container's");
    let twice = |inner: &mut Vec<(i64, i32)>, _: &mut i64, body: &mut Vec<u8>| {
        inner[2].0 = inner[0].0;
        *body = packed(inner, &QUERY);
    };
    assert_eq!(flawed(twice), refused, "the same inner msg_id twice");
    let nested = |inner: &mut Vec<(i64, i32)>, _: &mut i64, body: &mut Vec<u8>| {
        let empty = container(&[]);
        *body = container(&[(inner[0].0, 1, &QUERY), (inner[1].0, 2, &empty), (inner[2].0, 3, &QUERY)]);
    };
    assert_eq!(flawed(nested), refused, "a container in a container");
    let no_body = |inner: &mut Vec<(i64, i32)>, _: &mut i64, body: &mut Vec<u8>| {
        *body = container(&[(inner[0].0, 1, &QUERY), (inner[1].0, 3, &[])]);
    };
    assert_eq!(flawed(no_body), refused, "a message without a body");
    for bytes in [-1, 0, 2, 8, 1 << 20, i32::MAX, i32::MIN] {
        let wrong = |_: &mut Vec<(i64, i32)>, _: &mut i64, body: &mut Vec<u8>| {
            body[20..24].copy_from_slice(&bytes.to_le_bytes());
        };
        assert_eq!(flawed(wrong), refused, "{bytes} bytes stated");
    }
    for count in [-1, 0, 2, 4, i32::MAX] {
        let wrong = |_: &mut Vec<(i64, i32)>, _: &mut i64, body: &mut Vec<u8>| {
            body[4..8].copy_from_slice(&count.to_le_bytes());
        };
        assert_eq!(flawed(wrong), refused, "{count} messages stated");
    }
    let too_many = |inner: &mut Vec<(i64, i32)>, outer: &mut i64, body: &mut Vec<u8>| {
        let first = inner[0].0;
        *inner = (0..=CONTAINER_MESSAGES_MAX as i64).map(|at| (first + 4 * at, 1)).collect();
        *outer = first + 4 * 5000;
        *body = packed(inner, &QUERY);
    };
    assert_eq!(flawed(too_many), refused, "1025 messages");
}

#[test]
fn w24_containers_cut_anywhere_run_nothing() {
    let whole = {
        let mut peer = Peer::new();
        let (inner, _, _) = queries(&mut peer, 3);
        packed(&inner, &QUERY).len()
    };
    for cut in (4..whole).step_by(4) {
        let (ran, complaints, _) = flawed(|_, _, body| body.truncate(cut));
        assert_eq!((ran, complaints), (0, vec![64]), "cut at {cut}");
    }
}

#[test]
fn inner_messages_out_of_order_are_taken() {
    let mut peer = Peer::new();
    let (mut inner, outer, seqno) = queries(&mut peer, 4);
    inner.reverse();
    assert_eq!(requests(peer.deliver(peer.header(outer, seqno), &packed(&inner, &QUERY))).len(), 4);
    assert!(peer.complaints().is_empty());
}

#[test]
fn an_inner_message_of_a_wrong_time_is_refused_by_itself() {
    let mut peer = Peer::new();
    let (mut inner, outer, seqno) = queries(&mut peer, 3);
    inner[0].0 = 4 | 1 << 32;
    assert_eq!(requests(peer.deliver(peer.header(outer, seqno), &packed(&inner, &QUERY))).len(), 2);
    assert_eq!(peer.complaints(), [(inner[0].0, 16)]);
}

#[test]
fn w26_a_packed_query_runs_unpacked() {
    let mut peer = Peer::new();
    let (msg_id, events) = peer.send(&gzip_packed(&QUERY.repeat(100)));
    let [request] = &requests(events)[..] else { panic!() };
    assert!(request.msg_id == msg_id && request.body == QUERY.repeat(100));
    let (inner, outer, seqno) = queries(&mut peer, 2);
    let ran = requests(peer.deliver(peer.header(outer, seqno), &packed(&inner, &gzip_packed(&QUERY))));
    assert!(ran.len() == 2 && ran.iter().all(|request| request.body == QUERY));
}

#[test]
fn w26_bombs_and_nested_packs_are_400_and_the_session_lives() {
    let bomb = gzip_packed(&vec![0; 64 << 20]);
    let in_gzip = gzip_packed(&gzip_packed(&QUERY));
    let container_in_gzip = gzip_packed(&container(&[]));
    let two_members = {
        let bytes = gzip_packed(&QUERY);
        let inside = &bytes[5..5 + usize::from(bytes[4])];
        let twice = [inside, inside].concat();
        [&bytes[..4], &tl::encode(&tl::Bytes(twice), tl::Layer::NEWEST)].concat()
    };
    let trailing = [gzip_packed(&QUERY), vec![0; 8]].concat();
    let mut peer = Peer::new();
    for body in [bomb, in_gzip, container_in_gzip, two_members, trailing, gzip_packed(&[]), gzip_packed(&[1])]
    {
        let (msg_id, events) = peer.send(&body);
        assert!(events.is_empty());
        assert_eq!(refusal(&peer.heard_one()), Some((msg_id, 400)));
        let query = peer.query();
        assert!(peer.session.answer(query, &QUERY, false).is_empty());
        assert_eq!(peer.heard_one().result().map(|(request, _)| request), Some(query));
    }
}

/// The (request, code) of an rpc_error.
fn refusal(said: &Said) -> Option<(i64, i32)> {
    let (request, result) = said.result()?;
    let (constructor, rest) = result.split_first_chunk::<4>()?;
    (u32::from_le_bytes(*constructor) == RPC_ERROR)
        .then_some((request, i32::from_le_bytes(*rest.first_chunk()?)))
}
