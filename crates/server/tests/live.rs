//! Living sessions: who gets which push, what a replay does, and when connections end (demands W-18, W-21,
//! L-12, O-2, O-11).

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::{
    task::{Context, Waker},
    time::Duration,
};

use common::{Device, Place};
use tl::{enums, functions};

const AYU: &str = "+15550000001";
const BUDI: &str = "+15550000002";

/// How `from` addresses the person of `phone`.
async fn peer(from: &mut Device, phone: &str) -> enums::InputPeer {
    let contact = tl::types::InputPhoneContact::new(1, phone.into(), "x".into(), String::new());
    let request = functions::contacts::ImportContacts::new(vec![contact.into()]);
    let enums::contacts::ImportedContacts::ImportedContacts(imported) = from.call_ok(&request).await;
    match imported.users.first().unwrap() {
        enums::User::User(user) => tl::types::InputPeerUser::new(user.id, user.access_hash.unwrap()).into(),
        enums::User::UserEmpty(_) => panic!("nobody"),
    }
}

fn message(to: &enums::InputPeer, text: &str, random_id: i64) -> functions::messages::SendMessage {
    functions::messages::SendMessage::new(to.clone(), text.into(), random_id)
}

/// The texts of new messages in updates.
fn texts(updates: &[enums::Updates]) -> Vec<String> {
    let mut texts = Vec::new();
    for update in updates {
        let enums::Updates::Updates(updates) = update else { continue };
        for update in &updates.updates {
            if let enums::Update::UpdateNewMessage(new) = update
                && let enums::Message::Message(message) = &new.message
            {
                texts.push(message.message.clone());
            }
        }
    }
    texts
}

#[tokio::test]
async fn a_send_reaches_every_other_session_once_and_its_own_never() {
    let place = Place::new().await;
    let mut ayu = place.person(AYU, "Ayu").await;
    let mut ayus_second = place.with_key(ayu.key());
    ayus_second.call_ok(&functions::updates::GetState::new()).await;
    let mut budi = place.person(BUDI, "Budi").await;
    let to = peer(&mut ayu, BUDI).await;
    ayus_second.turn().await.unwrap();
    // What signing in brought is none of this test's business.
    ayus_second.updates();
    ayu.updates();
    for (number, text) in ["one", "two", "three"].into_iter().enumerate() {
        ayu.call_ok(&message(&to, text, number as i64 + 1)).await;
    }
    for device in [&mut ayu, &mut ayus_second, &mut budi] {
        device.turn().await.unwrap();
    }
    assert!(texts(&ayu.updates()).is_empty());
    assert_eq!(texts(&ayus_second.updates()), ["one", "two", "three"]);
    assert_eq!(texts(&budi.updates()), ["one", "two", "three"]);
}

#[tokio::test]
async fn a_session_that_wants_no_updates_gets_none() {
    let place = Place::new().await;
    let mut ayu = place.person(AYU, "Ayu").await;
    let budi = place.person(BUDI, "Budi").await;
    let mut silent = place.with_key(budi.key());
    let call = silent.begin_without_updates(&functions::updates::GetState::new());
    silent.turn().await.unwrap();
    assert!(silent.answer(call).unwrap().is_ok());
    let to = peer(&mut ayu, BUDI).await;
    ayu.call_ok(&message(&to, "hi", 1)).await;
    silent.turn().await.unwrap();
    assert!(silent.updates().is_empty());
}

#[tokio::test]
async fn a_packet_that_comes_again_on_another_connection_runs_once() {
    let place = Place::new().await;
    let mut ayu = place.person(AYU, "Ayu").await;
    ayu.begin(&message(&enums::InputPeer::InputPeerSelf, "only once", 1));
    let packet = ayu.bytes();
    let mut second = place.open();
    ayu.connection.receive(&packet).await;
    second.receive(&[&[0xee; 4][..], &packet].concat()).await;
    ayu.turn().await.unwrap();
    // The same call under another random_id would be another message; the replay was none.
    let state = functions::messages::GetHistory::new(enums::InputPeer::InputPeerSelf, 0, 0, 0, 100, 0, 0, 0);
    let mut reader = place.another(AYU).await;
    let history = match reader.call_ok(&state).await {
        enums::messages::Messages::Messages(messages) => messages.messages,
        enums::messages::Messages::MessagesSlice(messages) => messages.messages,
        _ => panic!("no messages"),
    };
    assert_eq!(history.len(), 1);
}

#[tokio::test]
async fn a_terminated_session_is_closed_and_signed_out() {
    let place = Place::new().await;
    let mut ayu = place.person(AYU, "Ayu").await;
    let lost = place.another(AYU).await;
    let enums::account::Authorizations::Authorizations(all) =
        ayu.call_ok(&functions::account::GetAuthorizations::new()).await;
    let hash = all
        .authorizations
        .iter()
        .map(|authorization| match authorization {
            enums::Authorization::Authorization(one) => one.hash,
        })
        .find(|hash| *hash != 0)
        .unwrap();
    ayu.call_ok(&functions::account::ResetAuthorization::new(hash)).await;
    assert!(lost.connection.is_closing());
    let mut again = place.with_key(lost.key());
    let refused = again.call_refused(&functions::updates::GetState::new()).await;
    assert_eq!(refused, "401 AUTH_KEY_UNREGISTERED");
}

#[tokio::test]
async fn whoever_logs_out_hears_it_and_gets_no_more_updates() {
    let place = Place::new().await;
    let mut ayu = place.person(AYU, "Ayu").await;
    let mut budi = place.person(BUDI, "Budi").await;
    budi.call_ok(&functions::auth::LogOut::new()).await;
    let to = peer(&mut ayu, BUDI).await;
    ayu.call_ok(&message(&to, "hi", 1)).await;
    budi.turn().await.unwrap();
    assert!(budi.updates().is_empty());
    assert_eq!(budi.call_refused(&functions::updates::GetState::new()).await, "401 AUTH_KEY_UNREGISTERED");
}

#[tokio::test]
async fn a_connection_that_reads_nothing_is_cut_and_loses_nothing() {
    let place = Place::new().await;
    let mut ayu = place.person(AYU, "Ayu").await;
    let mut budi = place.person(BUDI, "Budi").await;
    let to = peer(&mut ayu, BUDI).await;
    let text = "x".repeat(4000);
    let mut sent = 0;
    while !budi.connection.is_closing() {
        sent += 1;
        assert!(sent < 1000, "a slow reader is never cut");
        ayu.call_ok(&message(&to, &text, sent)).await;
    }
    assert!(sent * 4000 > 500_000);
    let mut again = place.with_key(budi.key());
    let state = again.call_ok(&functions::updates::GetState::new()).await;
    let enums::updates::State::State(state) = state;
    assert_eq!(i64::from(state.unread_count), sent);
    assert_eq!(budi.turn().await, Ok(()));
}

#[tokio::test]
async fn a_connection_that_says_nothing_ends() {
    let place = Place::new().await;
    let mut nothing = place.open();
    place.clock.forward(Duration::from_secs(9));
    nothing.collect();
    assert!(!nothing.is_closing());
    place.clock.forward(Duration::from_secs(2));
    nothing.collect();
    assert!(nothing.is_closing());

    let mut half = place.open();
    half.receive(&[0xee, 0xee, 0xee, 0xee, 40, 0]).await;
    place.clock.forward(Duration::from_secs(11));
    half.collect();
    assert!(half.is_closing());

    let mut idle = place.person(AYU, "Ayu").await;
    place.clock.forward(Duration::from_secs(29 * 60));
    idle.connection.collect();
    assert!(!idle.connection.is_closing());
    place.clock.forward(Duration::from_secs(2 * 60));
    idle.connection.collect();
    assert!(idle.connection.is_closing());
}

/// Whether the task of this connection would go on at once instead of sleeping.
fn is_awake(connection: &server::node::Connection) -> bool {
    connection.link().poll_woken(&mut Context::from_waker(Waker::noop())).is_ready()
}

#[tokio::test]
async fn a_connection_without_anything_to_do_sleeps_until_something_is_there_for_it() {
    let place = Place::new().await;
    // Before its first byte, which may come a moment after it was accepted.
    let mut silent = place.open();
    silent.process().await;
    assert!(silent.collect().is_empty() && !is_awake(&silent));

    // What its own call has said was collected with it.
    let (mut ayu, mut budi) = (place.person(AYU, "Ayu").await, place.person(BUDI, "Budi").await);
    budi.call_ok(&functions::updates::GetState::new()).await;
    ayu.call_ok(&functions::updates::GetState::new()).await;
    assert!(!is_awake(&ayu.connection) && !is_awake(&budi.connection));

    // What others say wakes it, once.
    let to_budi = peer(&mut ayu, BUDI).await;
    ayu.call_ok(&message(&to_budi, "are you awake", 1)).await;
    assert!(is_awake(&budi.connection) && !is_awake(&budi.connection));
    budi.turn().await.unwrap();
    assert!(!is_awake(&budi.connection));
}
