//! What makes private chats whole: answers to messages of other chats, saved messages by whom they are from, effects.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[allow(dead_code, reason = "other tests use the rest")]
mod fixture;

use boxes::UserId;
use fixture::{
    Device,
    chat::{Chat, messages, texts},
};
use tl::{enums, functions, types};

/// Anna and Budi, and Cici whom Anna knows as well.
async fn stage() -> (Chat, UserId, Device) {
    let chat = Chat::open().await;
    let cici = chat.house.person(33, "Cici").await;
    let cicis = chat.house.device(cici, 1);
    (chat, cici, cicis)
}

/// Anna's words to Cici that answer a message of her chat with Budi.
fn answer(chat: &Chat, cici: UserId, id: i32, random_id: i64) -> functions::messages::SendMessage {
    let reply = types::InputReplyToMessage {
        reply_to_peer_id: Some(chat.peer(&chat.phone)),
        ..types::InputReplyToMessage::new(id)
    };
    functions::messages::SendMessage {
        reply_to: Some(reply.into()),
        ..functions::messages::SendMessage::new(
            chat.house.peer(chat.anna, cici),
            "punya kita?".into(),
            random_id,
        )
    }
}

async fn newest(chat: &Chat, device: &Device, other: UserId) -> types::Message {
    let peer = chat.house.peer(device.user.unwrap(), other);
    let request = functions::messages::GetHistory::new(peer, 0, 0, 0, 1, 0, 0, 0);
    messages(chat.house.call(device, request).await.unwrap()).remove(0)
}

fn header(message: types::Message) -> types::MessageReplyHeader {
    match message.reply_to {
        Some(enums::MessageReplyHeader::MessageReplyHeader(header)) => *header,
        _ => panic!("no header"),
    }
}

#[tokio::test]
async fn an_answer_to_another_chat_tells_the_words_and_keeps_the_place_to_its_author() {
    let (chat, cici, cicis) = stage().await;
    chat.send(&chat.budis, "kereta jam sembilan").await;
    let there = chat.history(&chat.phone).await.remove(0);
    chat.house.call(&chat.phone, answer(&chat, cici, there.id, 70)).await.unwrap();

    let told = header(newest(&chat, &cicis, chat.anna).await);
    assert_eq!(told.quote_text.as_deref(), Some("kereta jam sembilan"));
    assert!(!told.quote && told.reply_from.is_some());
    assert!(told.reply_to_msg_id.is_none() && told.reply_to_peer_id.is_none());
    let own = header(newest(&chat, &chat.laptop, cici).await);
    assert_eq!(own.reply_to_msg_id, Some(there.id));
    assert!(own.reply_to_peer_id == Some(fixture::chat_with(chat.budi)));

    // A repeat gives the first result, whatever has become of the message that it answered.
    let delete = functions::messages::DeleteMessages::new(vec![there.id]);
    chat.house.call(&chat.phone, delete).await.unwrap();
    chat.house.call(&chat.phone, answer(&chat, cici, there.id, 70)).await.unwrap();
    let error = chat.house.call(&chat.phone, answer(&chat, cici, there.id, 71)).await.err();
    assert_eq!(error.as_deref(), Some("REPLY_MESSAGE_ID_INVALID"));
    let peer = chat.house.peer(chat.anna, cici);
    let request = functions::messages::GetHistory::new(peer, 0, 0, 0, 9, 0, 0, 0);
    assert_eq!(texts(&messages(chat.house.call(&chat.phone, request).await.unwrap())), ["punya kita?"]);
}

#[tokio::test]
async fn nobody_answers_elsewhere_what_may_not_be_forwarded() {
    let (chat, cici, _) = stage().await;
    let toggle = functions::messages::ToggleNoForwards::new(chat.peer(&chat.budis), true);
    chat.send(&chat.budis, "antara kita").await;
    let there = chat.history(&chat.phone).await.remove(0);
    chat.house.call(&chat.budis, toggle).await.unwrap();
    let error = chat.house.call(&chat.phone, answer(&chat, cici, there.id, 80)).await.err();
    assert_eq!(error.as_deref(), Some("CHAT_FORWARDS_RESTRICTED"));
}

#[tokio::test]
async fn saved_messages_stand_in_the_part_of_whom_they_are_from_and_go_by_part() {
    let (chat, cici, cicis) = stage().await;
    let me = || enums::InputPeer::InputPeerSelf;
    let to_anna =
        functions::messages::SendMessage::new(chat.house.peer(cici, chat.anna), "dari Cici".into(), 90);
    chat.house.call(&cicis, to_anna).await.unwrap();
    chat.send(&chat.budis, "dari Budi").await;
    let note = functions::messages::SendMessage::new(me(), "catatan".into(), 91);
    chat.house.call(&chat.phone, note).await.unwrap();
    for (other, random_id) in [(chat.budi, 92), (cici, 93)] {
        let from = newest(&chat, &chat.phone, other).await.id;
        let peer = chat.house.peer(chat.anna, other);
        let forward = functions::messages::ForwardMessages::new(peer, vec![from], vec![random_id], me());
        chat.house.call(&chat.phone, forward).await.unwrap();
    }
    let parts = async || {
        let request =
            functions::messages::GetSavedDialogs::new(0, 0, enums::InputPeer::InputPeerEmpty, 10, 0);
        match chat.house.call(&chat.laptop, request).await.unwrap() {
            enums::messages::SavedDialogs::SavedDialogs(all) => all.dialogs.len(),
            _ => panic!("not all"),
        }
    };
    assert_eq!(parts().await, 3);
    let part = async |words: &str| {
        let request = functions::messages::Search {
            saved_peer_id: Some(chat.peer(&chat.phone)),
            ..functions::messages::Search::new(
                me(),
                words.into(),
                enums::MessagesFilter::InputMessagesFilterEmpty,
                0,
                0,
                0,
                0,
                9,
                0,
                0,
                0,
            )
        };
        messages(chat.house.call(&chat.laptop, request).await.unwrap()).len()
    };
    assert_eq!((part("dari").await, part("cici").await, part("").await), (1, 0, 1));
    let delete = functions::messages::DeleteSavedHistory::new(chat.peer(&chat.phone), 0);
    let enums::messages::AffectedHistory::AffectedHistory(done) =
        chat.house.call(&chat.phone, delete).await.unwrap();
    assert_eq!((done.pts_count, done.offset), (1, 0));
    assert_eq!((parts().await, part("dari").await), (2, 0));
}

#[tokio::test]
async fn an_effect_goes_along_and_is_told_to_both() {
    let (chat, ..) = stage().await;
    let enums::messages::AvailableEffects::AvailableEffects(all) =
        chat.house.call(&chat.phone, functions::messages::GetAvailableEffects::new(0)).await.unwrap()
    else {
        panic!("no list")
    };
    let Some(enums::AvailableEffect::AvailableEffect(first)) = all.effects.first() else { panic!("none") };
    let send =
        functions::messages::SendMessage { effect: Some(first.id), ..chat.request(&chat.phone, "api") };
    let enums::Updates::Updates(told) = chat.house.call(&chat.phone, send).await.unwrap() else {
        panic!("an answer that leaves the effect out")
    };
    assert!(told.updates.len() > 1);
    for device in [&chat.phone, &chat.budis] {
        assert_eq!(chat.history(device).await.remove(0).effect, Some(first.id));
    }
    let other = functions::messages::SendMessage { effect: Some(1), ..chat.request(&chat.phone, "api") };
    assert_eq!(chat.house.call(&chat.phone, other).await.err().as_deref(), Some("EFFECT_ID_INVALID"));
    let again = functions::messages::GetAvailableEffects::new(all.hash);
    let again = chat.house.call(&chat.phone, again).await.unwrap();
    assert!(matches!(again, enums::messages::AvailableEffects::AvailableEffectsNotModified));
}
