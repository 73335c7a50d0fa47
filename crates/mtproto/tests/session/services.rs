//! W-25 and the calls of the service schema, read and written as the generated types say.

use mtproto::session::{DISCONNECT_DELAY_SECONDS_MAX, Event, KeyDestruction, SERVICE_IDS_MAX};
use tl::{
    Function, Layer, functions as api,
    mtproto::{enums, functions, types},
};

use crate::peer::{Peer, QUERY, SESSION, gzip_packed};

#[test]
fn w13_the_innermost_query_is_what_is_handed_out() {
    // As TDLib with a temporary key sends it.
    let bind = tl::encode(&api::auth::BindTempAuthKey::new(1, 2, 3, vec![4; 40]), Layer::NEWEST);
    let init = api::InitConnection::new(
        6,
        "device".into(),
        "system".into(),
        "1".into(),
        "id".into(),
        String::new(),
        "id".into(),
    );
    let body = [
        tl::encode(&api::InvokeWithLayer::new(214), Layer::NEWEST),
        tl::encode(&init, Layer::NEWEST),
        gzip_packed(&bind),
    ];
    let mut peer = Peer::fresh();
    let (_, events) = peer.send(&body.concat());
    let [Event::Request(request)] = &events[..] else { panic!("one request") };
    assert!(request.function_id == api::auth::BindTempAuthKey::ID && request.body == bind);
    assert!(request.invocation.layer == Some(214) && request.invocation.init.is_some());
}

#[test]
fn ping_is_answered_with_its_id() {
    let mut peer = Peer::new();
    let msg_id = peer.ping(77);
    let said = peer.heard_one();
    assert!(said.object::<enums::Pong>() == Some(types::Pong::new(msg_id, 77).into()));
    assert!(said.msg_id & 3 == 1 && said.seqno & 1 == 0);
    let (msg_id, _) = peer.send(&tl::encode(&functions::Ping::new(78), Layer::NEWEST));
    assert!(peer.heard_one().object::<enums::Pong>() == Some(types::Pong::new(msg_id, 78).into()));
}

#[test]
fn w25_disconnect_delays_are_capped() {
    let mut peer = Peer::new();
    for (delay, seconds) in
        [(75, 75), (0, 1), (-5, 1), (i32::MAX, DISCONNECT_DELAY_SECONDS_MAX), (i32::MIN, 1)]
    {
        let (_, events) = peer.tell(&functions::PingDelayDisconnect::new(3, delay));
        let [Event::DisconnectAt(at)] = events[..] else { panic!() };
        assert_eq!(at.0 - peer.now.0, i64::from(seconds) * 1000);
        assert_eq!(peer.heard().len(), 1);
    }
}

#[test]
fn w25_8192_ids_pass_and_8193_close_with_429() {
    type Make = fn(Vec<i64>) -> Vec<u8>;
    let makers: [Make; 4] = [
        |ids| tl::encode(&enums::MsgsAck::from(types::MsgsAck::new(ids)), Layer::NEWEST),
        |ids| tl::encode(&enums::MsgsStateReq::from(types::MsgsStateReq::new(ids)), Layer::NEWEST),
        |ids| tl::encode(&enums::MsgResendReq::from(types::MsgResendReq::new(ids)), Layer::NEWEST),
        |ids| tl::encode(&enums::MsgResendReq::from(types::MsgResendAnsReq::new(ids)), Layer::NEWEST),
    ];
    for make in makers {
        for (count, closes) in [(SERVICE_IDS_MAX, false), (SERVICE_IDS_MAX + 1, true)] {
            let mut peer = Peer::new();
            let (msg_id, seqno) = (peer.msg_id(), peer.seqno(false));
            let events = peer.deliver(peer.header(msg_id, seqno), &make(vec![8; count]));
            assert_eq!(matches!(events[..], [Event::Close(-429)]), closes);
            assert_eq!(events.len(), usize::from(closes));
        }
    }
}

#[test]
fn w25_destroying_a_session_says_what_became_of_it() {
    let mut peer = Peer::new();
    for existed in [true, false] {
        let (_, events) = peer.tell(&functions::DestroySession::new(99));
        assert!(matches!(events[..], [Event::DestroySession { session_id: 99 }]));
        peer.session.session_destroyed(99, existed);
        let expected: enums::DestroySessionRes = if existed {
            types::DestroySessionOk::new(99).into()
        } else {
            types::DestroySessionNone::new(99).into()
        };
        assert!(peer.heard_one().object() == Some(expected));
    }
    let (_, events) = peer.tell(&functions::DestroySession::new(SESSION));
    assert!(events.is_empty());
    let none: enums::DestroySessionRes = types::DestroySessionNone::new(SESSION).into();
    assert!(peer.heard_one().object() == Some(none));
}

#[test]
fn destroying_the_auth_key_is_answered_bare_and_as_a_result() {
    let call = tl::encode(&functions::DestroyAuthKey::new(), Layer::NEWEST);
    let wrapped = [tl::encode(&api::InvokeWithLayer::new(152), Layer::NEWEST), call.clone()].concat();
    for (body, outcome, expected) in [
        (&call, KeyDestruction::Done, enums::DestroyAuthKeyRes::DestroyAuthKeyOk),
        (&wrapped, KeyDestruction::None, enums::DestroyAuthKeyRes::DestroyAuthKeyNone),
        (&wrapped, KeyDestruction::Failed, enums::DestroyAuthKeyRes::DestroyAuthKeyFail),
    ] {
        let mut peer = Peer::new();
        let (msg_id, events) = peer.send(body);
        assert!(matches!(events[..], [Event::DestroyAuthKey { msg_id: asked }] if asked == msg_id));
        peer.session.auth_key_destroyed(msg_id, outcome);
        let said = peer.heard();
        let bytes = tl::encode(&expected, Layer::NEWEST);
        assert!(said.len() == 2 && said[0].result() == Some((msg_id, &bytes[..])) && said[1].body == bytes);
    }
}

#[test]
fn w19_future_salts_hold_what_the_key_will_accept() {
    let mut peer = Peer::new();
    for (asked, given) in [(0, 1), (1, 1), (32, 32), (65, 64), (i32::MAX, 64)] {
        let (msg_id, _) = peer.tell(&functions::GetFutureSalts::new(asked));
        let enums::FutureSalts::FutureSalts(salts) = peer.heard_one().object().unwrap();
        assert_eq!((salts.req_msg_id, salts.now, salts.salts.len()), (msg_id, peer.now.seconds(), given));
    }
}

#[test]
fn states_of_requests_are_told() {
    let mut peer = Peer::new();
    let (running, skipped, answered) = (peer.query(), peer.msg_id(), peer.query());
    assert!(peer.session.answer(answered, &QUERY, false).is_empty());
    peer.heard();
    let later = ((peer.now.0 / 1000 + 20) << 32) | 4;
    let ids = vec![running, skipped, answered, later, 4];
    let (msg_id, _) = peer.tell(&enums::MsgsStateReq::from(types::MsgsStateReq::new(ids)));
    let enums::MsgsStateInfo::MsgsStateInfo(info) = peer.heard_one().object().unwrap();
    assert_eq!((info.req_msg_id, info.info), (msg_id, vec![4 | 32, 2, 4 | 64, 3, 2]));
}

#[test]
fn messages_are_said_again_when_asked_for() {
    let mut peer = Peer::new();
    let msg_id = peer.query();
    assert!(peer.session.answer(msg_id, &QUERY, false).is_empty());
    let answer = peer.heard_one();
    peer.tell(&enums::MsgResendReq::from(types::MsgResendReq::new(vec![answer.msg_id])));
    assert!(peer.heard_one().body == answer.body);
    peer.tell(&enums::MsgResendReq::from(types::MsgResendAnsReq::new(vec![msg_id])));
    assert!(peer.heard_one().msg_id == answer.msg_id);
    let ids = vec![answer.msg_id, 5];
    let (asked, _) = peer.tell(&enums::MsgResendReq::from(types::MsgResendReq::new(ids)));
    let said = peer.heard();
    assert!(said.len() == 2 && said[0].body == answer.body);
    let enums::MsgsStateInfo::MsgsStateInfo(info) = said[1].object().unwrap();
    assert_eq!((info.req_msg_id, info.info), (asked, vec![4, 1]));
}

#[test]
fn a_state_that_says_received_acknowledges() {
    let mut peer = Peer::new();
    peer.session.push([1; 8].into());
    let push = peer.heard_one();
    let told = types::MsgsAllInfo::new(vec![push.msg_id], vec![4]);
    peer.tell(&enums::MsgsAllInfo::from(told));
    peer.session.attached(peer.now);
    assert!(peer.heard().is_empty());
}

#[test]
fn an_answer_can_be_dropped_before_while_and_after_it_runs() {
    let mut peer = Peer::new();
    let dropped = |peer: &mut Peer, request: i64| {
        let (msg_id, events) = peer.send(&tl::encode(&functions::RpcDropAnswer::new(request), Layer::NEWEST));
        let said = peer.heard_one();
        let (answers, result) = said.result().unwrap();
        assert_eq!(answers, msg_id);
        (tl::decode::<enums::RpcDropAnswer>(result).unwrap(), events.len())
    };
    assert!(dropped(&mut peer, 4) == (enums::RpcDropAnswer::RpcAnswerUnknown, 0));

    let running = peer.query();
    assert!(dropped(&mut peer, running) == (enums::RpcDropAnswer::RpcAnswerDroppedRunning, 1));
    assert!(peer.session.answer(running, &QUERY, false).is_empty());
    assert!(peer.heard().is_empty());

    let answered = peer.query();
    assert!(peer.session.answer(answered, &QUERY, false).is_empty());
    let said = peer.heard_one();
    let (outcome, _) = dropped(&mut peer, answered);
    let expected = types::RpcAnswerDropped::new(said.msg_id, said.seqno, said.body.len() as i32);
    assert!(outcome == enums::RpcDropAnswer::RpcAnswerDropped(expected));
    assert!(dropped(&mut peer, answered) == (enums::RpcDropAnswer::RpcAnswerUnknown, 0));
}

#[test]
fn w25_http_wait_is_told_within_bounds_and_complaints_of_the_client_are_tolerated() {
    let mut peer = Peer::new();
    let (_, events) = peer.tell(&enums::HttpWait::from(types::HttpWait::new(7, i32::MAX, i32::MIN)));
    let [Event::HttpWait(wait)] = events[..] else { panic!() };
    assert_eq!((wait.max_delay, wait.wait_after, wait.max_wait), (7, 60_000, 0));
    assert!(peer.heard().is_empty());
    let bad = types::BadMsgNotification::new(1, 2, 16);
    let (_, events) = peer.tell(&enums::BadMsgNotification::from(bad));
    assert!(events.is_empty() && peer.heard().is_empty());
}

#[test]
fn w27_service_messages_cut_anywhere_end_in_an_error() {
    let ids = vec![4, 8, 12];
    let whole = [
        tl::encode(&functions::PingDelayDisconnect::new(1, 2), Layer::NEWEST),
        tl::encode(
            &enums::MsgsAllInfo::from(types::MsgsAllInfo::new(ids.clone(), vec![4; 3])),
            Layer::NEWEST,
        ),
        tl::encode(&enums::MsgsStateReq::from(types::MsgsStateReq::new(ids)), Layer::NEWEST),
        tl::encode(&functions::RpcDropAnswer::new(4), Layer::NEWEST),
        tl::encode(&functions::DestroySession::new(4), Layer::NEWEST),
        tl::encode(&functions::GetFutureSalts::new(4), Layer::NEWEST),
    ];
    for body in whole {
        for cut in (4..body.len()).step_by(4) {
            let mut peer = Peer::new();
            let (msg_id, events) = peer.send(&body[..cut]);
            assert!(events.is_empty());
            assert_eq!(peer.heard_one().result().map(|(request, _)| request), Some(msg_id));
        }
    }
}

#[test]
fn w27_messages_without_a_constructor_are_refused() {
    let mut peer = Peer::new();
    let (_, events) = peer.send(&[]);
    assert!(events.is_empty());
    assert_eq!(peer.heard().len(), 1);
}
