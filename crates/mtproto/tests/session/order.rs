//! W-29: invokeAfterMsg(s).

use mtproto::session::{Event, WAIT_MILLIS, WAITING_MAX};
use tl::{Layer, functions};

use crate::peer::{Peer, QUERY, Said, container, requests};

fn after(msg_ids: &[i64]) -> Vec<u8> {
    let wrapper = match msg_ids {
        [msg_id] => tl::encode(&functions::InvokeAfterMsg::new(*msg_id), Layer::NEWEST),
        many => tl::encode(&functions::InvokeAfterMsgs::new(many.to_vec()), Layer::NEWEST),
    };
    [&wrapper[..], &QUERY].concat()
}

fn msg_ids(events: Vec<Event>) -> Vec<i64> {
    requests(events).into_iter().map(|request| request.msg_id).collect()
}

/// The (request, message) of each rpc_error.
fn errors(said: Vec<Said>) -> Vec<(i64, String)> {
    let error = |said: &Said| {
        let (request, result) = said.result()?;
        (result[..4] == 0x2144_ca19_u32.to_le_bytes())
            .then(|| (request, String::from_utf8_lossy(&result[9..9 + usize::from(result[8])]).into_owned()))
    };
    said.iter().filter_map(error).collect()
}

#[test]
fn w29_a_query_runs_when_its_predecessors_have_been_answered() {
    let mut peer = Peer::new();
    let (first, second) = (peer.query(), peer.query());
    let (third, events) = peer.send(&after(&[first, second]));
    assert!(events.is_empty());
    assert!(peer.session.answer(first, &QUERY, false).is_empty());
    assert_eq!(msg_ids(peer.session.answer(second, &QUERY, false)), [third]);
    let (fourth, events) = peer.send(&after(&[first]));
    assert_eq!(msg_ids(events), [fourth], "a predecessor that was answered before holds nothing up");
}

#[test]
fn w29_a_predecessor_may_come_later() {
    let mut peer = Peer::new();
    let (early, late) = (peer.msg_id(), peer.msg_id());
    assert!(peer.deliver(peer.header(late, 3), &after(&[early])).is_empty());
    assert_eq!(msg_ids(peer.deliver(peer.header(early, 1), &QUERY)), [early]);
    assert_eq!(msg_ids(peer.session.answer(early, &QUERY, false)), [late]);
}

#[test]
fn w29_a_failed_predecessor_fails_all_that_follow() {
    let mut peer = Peer::new();
    let first = peer.query();
    let (second, _) = peer.send(&after(&[first]));
    let (third, _) = peer.send(&after(&[second]));
    peer.heard();
    assert!(peer.session.answer(first, &[0; 8], true).is_empty());
    let failed = |msg_id| (msg_id, "MSG_WAIT_FAILED".to_owned());
    assert_eq!(errors(peer.heard()), [failed(second), failed(third)]);
    let (fourth, events) = peer.send(&after(&[first]));
    assert!(events.is_empty());
    assert_eq!(errors(peer.heard()), [failed(fourth)]);
}

#[test]
fn w29_waiting_ends_after_half_a_second() {
    let mut peer = Peer::new();
    let first = peer.query();
    let (second, _) = peer.send(&after(&[first]));
    let (unknown, _) = peer.send(&after(&[4]));
    let (own, _) = {
        let own = peer.msg_id();
        peer.send(&after(&[own + 4]))
    };
    peer.heard();
    let deadline = peer.session.next_deadline().unwrap();
    assert_eq!(deadline.0, peer.now.0 + WAIT_MILLIS);
    peer.pass(WAIT_MILLIS - 1);
    assert!(peer.session.tick(peer.now).is_empty() && errors(peer.heard()).is_empty());
    peer.pass(1);
    assert!(peer.session.tick(peer.now).is_empty());
    let timeouts = [second, unknown, own].map(|msg_id| (msg_id, "MSG_WAIT_TIMEOUT".to_owned()));
    assert_eq!(errors(peer.heard()), timeouts);
    assert!(peer.session.answer(first, &QUERY, false).is_empty(), "what timed out does not run later");
}

#[test]
fn w29_only_so_many_wait() {
    let mut peer = Peer::new();
    let first = peer.query();
    for _ in 0..WAITING_MAX {
        assert!(peer.send(&after(&[first])).1.is_empty());
    }
    let (one_more, events) = peer.send(&after(&[first]));
    assert!(events.is_empty());
    assert_eq!(errors(peer.heard()), [(one_more, "MSG_WAIT_TIMEOUT".to_owned())]);
    assert_eq!(peer.session.answer(first, &QUERY, false).len(), WAITING_MAX);
}

#[test]
fn w29_only_so_many_bytes_wait() {
    let mut peer = Peer::new();
    let first = peer.query();
    let long = [&after(&[first])[..], &vec![0; 1 << 20]].concat();
    for _ in 0..3 {
        assert!(peer.send(&long).1.is_empty());
    }
    let (one_more, _) = peer.send(&long);
    assert_eq!(errors(peer.heard()), [(one_more, "MSG_WAIT_TIMEOUT".to_owned())]);
}

#[test]
fn w29_shuffled_batches_never_run_before_their_predecessors() {
    let mut state = 5_u64;
    let mut draw = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as usize % below
    };
    for _ in 0..500 {
        let mut peer = Peer::new();
        let chain: Vec<(i64, i32)> = (0..12).map(|_| (peer.msg_id(), peer.seqno(true))).collect();
        let bodies: Vec<Vec<u8>> = (0..chain.len())
            .map(|at| match at.checked_sub(1) {
                Some(before) => after(&[chain[before].0]),
                None => QUERY.to_vec(),
            })
            .collect();
        let mut order: Vec<usize> = (0..chain.len()).collect();
        for at in (1..order.len()).rev() {
            order.swap(at, draw(at + 1));
        }
        let messages: Vec<_> =
            order.iter().map(|at| (chain[*at].0, chain[*at].1, &bodies[*at][..])).collect();
        let (outer, seqno) = (peer.msg_id(), peer.seqno(false));
        let mut events = peer.deliver(peer.header(outer, seqno), &container(&messages));
        let mut ran = Vec::new();
        while let [msg_id] = msg_ids(std::mem::take(&mut events))[..] {
            ran.push(msg_id);
            events = peer.session.answer(msg_id, &QUERY, false);
        }
        assert!(ran.into_iter().eq(chain.into_iter().map(|(msg_id, _)| msg_id)));
    }
}
