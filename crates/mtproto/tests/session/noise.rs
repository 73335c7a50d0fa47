//! W-27: whatever stands in an opened packet, the session says something or nothing, and goes on.

use tl::{
    Layer, functions as api,
    mtproto::{enums, functions, types},
};

use crate::peer::{Peer, QUERY, container, gzip_packed};

/// Bodies of everything that a session reads.
fn seeds() -> Vec<Vec<u8>> {
    let ids = vec![4, 8, 12];
    let init = api::InitConnection::new(
        6,
        "device".into(),
        "system".into(),
        "1".into(),
        "id".into(),
        String::new(),
        "id".into(),
    );
    let wrapped =
        [tl::encode(&api::InvokeWithLayer::new(198), Layer::NEWEST), tl::encode(&init, Layer::NEWEST)];
    vec![
        [&wrapped.concat()[..], &QUERY].concat(),
        [&wrapped.concat()[..], &gzip_packed(&QUERY)].concat(),
        [&tl::encode(&api::InvokeAfterMsgs::new(ids.clone()), Layer::NEWEST)[..], &QUERY].concat(),
        gzip_packed(&wrapped.concat()),
        tl::encode(&enums::MsgsAck::from(types::MsgsAck::new(ids.clone())), Layer::NEWEST),
        tl::encode(
            &enums::MsgsAllInfo::from(types::MsgsAllInfo::new(ids.clone(), vec![4; 3])),
            Layer::NEWEST,
        ),
        tl::encode(&enums::MsgResendReq::from(types::MsgResendAnsReq::new(ids)), Layer::NEWEST),
        tl::encode(&functions::PingDelayDisconnect::new(1, 2), Layer::NEWEST),
        tl::encode(&functions::GetFutureSalts::new(3), Layer::NEWEST),
        tl::encode(&functions::RpcDropAnswer::new(4), Layer::NEWEST),
        container(&[(4, 1, &QUERY), (8, 3, &QUERY)]),
    ]
}

#[test]
fn w27_mutants_of_every_message_leave_a_session_that_works() {
    let seeds = seeds();
    let mut state = 23_u64;
    let mut draw = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as usize % below
    };
    let mut peer = Peer::new();
    let mut taken = 0;
    for round in 0..30_000_i32 {
        let mut body = seeds[draw(seeds.len())].clone();
        for _ in 0..draw(4) {
            let at = draw(body.len());
            match draw(3) {
                0 => body[at] ^= 1 << draw(8),
                1 => body[at] = [0, 1, 0x7f, 0x80, 0xfe, 0xff][draw(6)],
                _ => body.truncate(at & !3),
            }
            if body.is_empty() {
                break;
            }
        }
        if draw(3) == 0 {
            let (msg_id, seqno) = (peer.msg_id(), 4 * round + draw(2) as i32);
            body = container(&[(msg_id, seqno, &body)]);
        }
        let (msg_id, seqno) = (peer.msg_id(), 4 * round + 2 + (draw(4) == 0) as i32);
        taken += peer.deliver(peer.header(msg_id, seqno), &body).len();
        if round % 16 == 0 {
            peer.pass(700);
            peer.session.tick(peer.now);
            peer.heard();
        }
    }
    assert!(taken > 1000, "most mutants reach what they are about");
    let msg_id = peer.msg_id();
    assert_eq!(peer.deliver(peer.header(msg_id, i32::MAX), &QUERY).len(), 1);
    assert!(peer.session.answer(msg_id, &QUERY, false).is_empty());
    assert!(peer.heard().iter().any(|said| said.result() == Some((msg_id, &QUERY[..]))));
}
