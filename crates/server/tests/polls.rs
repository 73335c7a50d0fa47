//! A poll closes at its time, also where the server was down then: those who are there hear of it once.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::{sync::Arc, time::Duration};

use common::{Device, Place};
use tl::{enums, functions, types};

async fn contact(device: &mut Device, phone: &str) -> enums::InputPeer {
    let contact = types::InputPhoneContact::new(1, phone.into(), "Friend".into(), String::new()).into();
    let enums::contacts::ImportedContacts::ImportedContacts(known) =
        device.call_ok(&functions::contacts::ImportContacts::new(vec![contact])).await;
    let Some(enums::User::User(user)) = known.users.first() else { panic!("nobody") };
    types::InputPeerUser::new(user.id, user.access_hash.unwrap()).into()
}

fn words(text: &str) -> enums::TextWithEntities {
    types::TextWithEntities::new(text.into(), Vec::new()).into()
}

fn poll(to: enums::InputPeer) -> functions::messages::SendMedia {
    let answer = |text: &str| types::PollAnswer::new(words(text), text.as_bytes().to_vec()).into();
    let poll = types::Poll::new(0, words("Now?"), vec![answer("Yes"), answer("No")], 0);
    let poll = types::Poll { close_period: Some(60), ..poll };
    let media = types::InputMediaPoll::new(poll.into()).into();
    functions::messages::SendMedia::new(to, media, String::new(), 7)
}

/// Does what is due, as the worker would.
async fn work(place: &Place) {
    let services = place.node.services();
    let now = place.world.clock.now().seconds();
    while let Some(due) = services.boxes.due_queue().take(now) {
        services.domain.chats.do_due(due).await;
    }
}

/// How often a device has heard since the last look that a poll is closed.
async fn ends(device: &mut Device) -> usize {
    device.turn().await.unwrap();
    let closed = |update: enums::Update| match update {
        enums::Update::UpdateMessagePoll(update) => {
            matches!(&update.poll, Some(enums::Poll::Poll(poll)) if poll.closed)
        }
        _ => false,
    };
    let all = device.updates().into_iter().flat_map(|updates| match updates {
        enums::Updates::Updates(updates) => updates.updates,
        _ => Vec::new(),
    });
    all.filter(|update| closed(update.clone())).count()
}

#[tokio::test]
async fn a_poll_closes_once_at_its_time_also_after_a_restart() {
    let place = Place::new().await;
    let mut ayu = place.person("+15550000001", "Ayu").await;
    let mut budi = place.person("+15550000002", "Budi").await;
    let (to_budi, to_ayu) =
        (contact(&mut ayu, "+15550000002").await, contact(&mut budi, "+15550000001").await);
    ayu.call_ok(&poll(to_budi)).await;
    place.clock.forward(Duration::from_secs(30));
    work(&place).await;
    assert_eq!((ends(&mut ayu).await, ends(&mut budi).await), (0, 0));

    // Another process begins on what this one left.
    let memory = Arc::new(place.memory.kill(usize::MAX));
    let (ayus_key, budis_key, clock) = (ayu.key(), budi.key(), Arc::clone(&place.clock));
    drop((place, ayu, budi));
    let place = Place::on(memory, clock).await;
    let (mut ayu, mut budi) = (place.with_key(ayus_key), place.with_key(budis_key));
    for device in [&mut ayu, &mut budi] {
        device.call_ok(&functions::updates::GetState::new()).await;
        assert_eq!(ends(device).await, 0);
    }
    place.clock.forward(Duration::from_secs(31));
    work(&place).await;
    assert_eq!((ends(&mut ayu).await, ends(&mut budi).await), (1, 1));
    place.clock.forward(Duration::from_secs(1_000));
    work(&place).await;
    assert_eq!((ends(&mut ayu).await, ends(&mut budi).await), (0, 0));

    let asked = functions::messages::GetHistory::new(to_ayu, 0, 0, 0, 10, 0, 0, 0);
    let enums::messages::Messages::Messages(page) = budi.call_ok(&asked).await else { panic!("a slice") };
    let Some(enums::Message::Message(message)) = page.messages.into_iter().next() else {
        panic!("no message")
    };
    let vote = functions::messages::SendVote::new(
        page.users
            .into_iter()
            .find_map(|user| match user {
                enums::User::User(user) if !user.is_self => {
                    Some(types::InputPeerUser::new(user.id, user.access_hash?).into())
                }
                _ => None,
            })
            .unwrap(),
        message.id,
        vec![tl::Bytes(b"Yes".to_vec())],
    );
    assert_eq!(budi.call_refused(&vote).await, "400 MESSAGE_POLL_CLOSED");
}
