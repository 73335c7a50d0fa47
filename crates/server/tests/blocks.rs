//! A block holds for messages that are sent after a restart, live and in what is read later: nothing of it rests on
//! what the process before had in mind.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::sync::Arc;

use common::{Device, Place};
use tl::{enums, functions, types};

async fn contact(device: &mut Device, phone: &str) -> enums::InputPeer {
    let contact = types::InputPhoneContact::new(1, phone.into(), "Friend".into(), String::new()).into();
    let enums::contacts::ImportedContacts::ImportedContacts(known) =
        device.call_ok(&functions::contacts::ImportContacts::new(vec![contact])).await;
    let Some(enums::User::User(user)) = known.users.first() else { panic!("nobody") };
    types::InputPeerUser::new(user.id, user.access_hash.unwrap()).into()
}

fn send(to: &enums::InputPeer, text: &str, random_id: i64) -> functions::messages::SendMessage {
    functions::messages::SendMessage::new(to.clone(), text.into(), random_id)
}

/// The texts of a history, newest first.
async fn history(device: &mut Device, peer: &enums::InputPeer) -> Vec<String> {
    let asked = functions::messages::GetHistory::new(peer.clone(), 0, 0, 0, 50, 0, 0, 0);
    let enums::messages::Messages::Messages(page) = device.call_ok(&asked).await else { panic!("a slice") };
    let text = |message| match message {
        enums::Message::Message(message) => Some(message.message),
        _ => None,
    };
    page.messages.into_iter().filter_map(text).collect()
}

/// What a device was told of live: texts of new messages.
fn told(device: &mut Device) -> Vec<String> {
    let mut texts = Vec::new();
    for updates in device.updates() {
        match updates {
            enums::Updates::UpdateShortMessage(short) => texts.push(short.message),
            enums::Updates::Updates(updates) => {
                texts.extend(updates.updates.into_iter().filter_map(|update| match update {
                    enums::Update::UpdateNewMessage(new) => match new.message {
                        enums::Message::Message(message) => Some(message.message),
                        _ => None,
                    },
                    _ => None,
                }));
            }
            _ => {}
        }
    }
    texts
}

#[tokio::test]
async fn a_restart_keeps_a_block_in_force_for_a_live_send() {
    let place = Place::new().await;
    let mut ayu = place.person("+15550000001", "Ayu").await;
    let mut budi = place.person("+15550000002", "Budi").await;
    let (to_budi, to_ayu) =
        (contact(&mut ayu, "+15550000002").await, contact(&mut budi, "+15550000001").await);
    budi.call_ok(&send(&to_ayu, "before", 1)).await;
    assert!(ayu.call_ok(&functions::contacts::Block::new(to_budi.clone())).await);

    // The process ends as the power would end it, and another one begins on what it left.
    let memory = Arc::new(place.memory.kill(usize::MAX));
    let (ayus_key, budis_key) = (ayu.key(), budi.key());
    let clock = Arc::clone(&place.clock);
    drop((place, ayu, budi));
    let place = Place::on(memory, clock).await;
    let (mut ayu, mut budi) = (place.with_key(ayus_key), place.with_key(budis_key));
    ayu.call_ok(&functions::updates::GetState::new()).await;
    told(&mut ayu);

    budi.call_ok(&send(&to_ayu, "while blocked", 2)).await;
    ayu.turn().await.unwrap();
    assert!(told(&mut ayu).is_empty());
    assert_eq!(history(&mut ayu, &to_budi).await, ["before"]);
    assert_eq!(history(&mut budi, &to_ayu).await, ["while blocked", "before"]);

    assert!(ayu.call_ok(&functions::contacts::Unblock::new(to_budi.clone())).await);
    budi.call_ok(&send(&to_ayu, "after", 3)).await;
    ayu.turn().await.unwrap();
    assert_eq!(told(&mut ayu), ["after"]);
    assert_eq!(history(&mut ayu, &to_budi).await, ["after", "before"]);
}
