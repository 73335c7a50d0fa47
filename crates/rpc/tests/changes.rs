//! Changing what was said: edits, deletes, reads and what is only told, on both sides and on every device.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[allow(dead_code, reason = "other tests use the rest")]
mod fixture;

use boxes::Event;
use fixture::{
    Device,
    chat::{Chat, texts},
};
use tl::{enums, functions};

#[tokio::test]
async fn only_the_author_edits_and_only_for_two_days() {
    let chat = Chat::open().await;
    let sent = chat.send(&chat.phone, "Slaah").await;
    let edit = |device: &Device, id, text: &str| {
        let mut request = functions::messages::EditMessage::new(chat.peer(device), id);
        request.message = Some(text.into());
        request
    };
    let budis_id = chat.history(&chat.budis).await[0].id;
    let refused = chat.house.call(&chat.budis, edit(&chat.budis, budis_id, "x")).await;
    assert_eq!(refused.err().as_deref(), Some("MESSAGE_AUTHOR_REQUIRED"));
    let refused = chat.house.call(&chat.phone, edit(&chat.phone, sent.id, "Slaah")).await;
    assert_eq!(refused.err().as_deref(), Some("MESSAGE_NOT_MODIFIED"));
    let refused = chat.house.call(&chat.phone, edit(&chat.phone, 777, "x")).await;
    assert_eq!(refused.err().as_deref(), Some("MESSAGE_ID_INVALID"));

    let answer = chat.house.call(&chat.phone, edit(&chat.phone, sent.id, "Salah")).await.unwrap();
    let enums::Updates::Updates(updates) = answer else { panic!("not updates") };
    let [enums::Update::UpdateEditMessage(update)] = updates.updates.as_slice() else {
        panic!("not one edit")
    };
    assert_eq!((update.pts, update.pts_count), (sent.pts + 1, 1));
    let seen = chat.history(&chat.budis).await.remove(0);
    assert_eq!((seen.message.as_str(), seen.id), ("Salah", budis_id));
    assert!(seen.edit_date.is_some());

    chat.house.pass(48 * 3600 + 1);
    let refused = chat.house.call(&chat.phone, edit(&chat.phone, sent.id, "Terlambat")).await;
    assert_eq!(refused.err().as_deref(), Some("MESSAGE_EDIT_TIME_EXPIRED"));
}

#[tokio::test]
async fn a_delete_takes_the_other_sides_copy_only_when_it_says_so() {
    let chat = Chat::open().await;
    let first = chat.send(&chat.phone, "satu").await;
    let second = chat.send(&chat.phone, "dua").await;
    let third = chat.send(&chat.phone, "tiga").await;
    let delete = |ids: Vec<i32>, revoke| functions::messages::DeleteMessages {
        revoke,
        ..functions::messages::DeleteMessages::new(ids)
    };
    let enums::messages::AffectedMessages::AffectedMessages(affected) =
        chat.house.call(&chat.phone, delete(vec![first.id, second.id], true)).await.unwrap();
    assert_eq!((affected.pts, affected.pts_count), (third.pts + 2, 2));
    assert_eq!(texts(&chat.history(&chat.budis).await), ["tiga"]);
    chat.house.call(&chat.phone, delete(vec![third.id], false)).await.unwrap();
    assert_eq!(texts(&chat.history(&chat.budis).await), ["tiga"]);
    assert!(chat.history(&chat.phone).await.is_empty());
    let enums::messages::AffectedMessages::AffectedMessages(again) =
        chat.house.call(&chat.phone, delete(vec![third.id, 4242], true)).await.unwrap();
    assert_eq!((again.pts, again.pts_count), (affected.pts + 1, 0));
}

#[tokio::test]
async fn a_history_is_deleted_for_both_when_it_says_so() {
    let chat = Chat::open().await;
    for text in ["satu", "dua", "tiga"] {
        chat.send(&chat.phone, text).await;
        chat.send(&chat.budis, text).await;
    }
    let mut request = functions::messages::DeleteHistory::new(chat.peer(&chat.phone), 0);
    request.revoke = true;
    let before = chat.pts(&chat.phone).await;
    let enums::messages::AffectedHistory::AffectedHistory(affected) =
        chat.house.call(&chat.phone, request).await.unwrap();
    assert_eq!((affected.pts, affected.pts_count, affected.offset), (before + 6, 6, 0));
    assert!(chat.history(&chat.phone).await.is_empty());
    assert!(chat.history(&chat.budis).await.is_empty());
}

#[tokio::test]
async fn reading_moves_the_mark_once_and_tells_the_author() {
    let chat = Chat::open().await;
    let sent = chat.send(&chat.phone, "satu").await;
    chat.send(&chat.phone, "dua").await;
    chat.house.pushed(&chat.phone);
    let last = chat.history(&chat.budis).await[0].id;
    let read = functions::messages::ReadHistory::new(chat.peer(&chat.budis), last);
    let before = chat.pts(&chat.budis).await;
    let enums::messages::AffectedMessages::AffectedMessages(affected) =
        chat.house.call(&chat.budis, read.clone()).await.unwrap();
    assert_eq!((affected.pts, affected.pts_count), (before + 1, 1));
    let told = chat.house.pushed(&chat.phone);
    let [entry] = told.as_slice() else { panic!("not one entry") };
    assert!(matches!(entry.event, Event::ReadOutbox { max_id, .. } if max_id == sent.id + 1));
    let enums::messages::AffectedMessages::AffectedMessages(again) =
        chat.house.call(&chat.budis, read).await.unwrap();
    assert_eq!((again.pts, again.pts_count), (affected.pts, 0));
}

#[tokio::test]
async fn typing_is_told_to_the_other_side_and_kept_nowhere() {
    let chat = Chat::open().await;
    let action = enums::SendMessageAction::SendMessageTypingAction;
    let request = functions::messages::SetTyping::new(chat.peer(&chat.phone), action);
    assert!(chat.house.call(&chat.phone, request).await.unwrap());
    assert!(matches!(
        chat.house.told.notices.lock().unwrap().as_slice(),
        [(to, domain::Notice::Typing { from, .. }, None)] if *to == chat.budi && *from == chat.anna
    ));
    assert!(matches!(
        chat.difference(&chat.budis, chat.pts(&chat.budis).await).await,
        enums::updates::Difference::DifferenceEmpty(_)
    ));
}
