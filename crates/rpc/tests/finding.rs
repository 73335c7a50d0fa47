//! Finding again: search, dialogs, differences, and the layer in which all that is told.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[allow(dead_code, reason = "other tests use the rest")]
mod fixture;

use boxes::UserId;
use fixture::{
    Device,
    chat::{Chat, messages, plain, texts, user_id},
    chat_with,
};
use tl::{enums, functions, types};

#[tokio::test]
async fn search_finds_words_in_one_chat_and_over_all() {
    let chat = Chat::open().await;
    let citra = chat.house.person(33, "Citra").await;
    for text in ["Burung merpati", "kucing", "MERPATI pos"] {
        chat.send(&chat.phone, text).await;
    }
    let to_citra = chat.house.peer(chat.anna, citra);
    let request = functions::messages::SendMessage::new(to_citra, "merpati lain".into(), 900);
    chat.house.call(&chat.phone, request).await.unwrap();
    let filter = enums::MessagesFilter::InputMessagesFilterEmpty;
    let here = functions::messages::Search::new(
        chat.peer(&chat.budis),
        "merpati".into(),
        filter.clone(),
        0,
        0,
        0,
        0,
        10,
        0,
        0,
        0,
    );
    assert_eq!(
        texts(&messages(chat.house.call(&chat.budis, here).await.unwrap())),
        ["MERPATI pos", "Burung merpati"]
    );
    let everywhere = |query: &str| {
        let empty = enums::InputPeer::InputPeerEmpty;
        functions::messages::SearchGlobal::new(query.into(), filter.clone(), 0, 0, 0, empty, 0, 10)
    };
    let found = messages(chat.house.call(&chat.laptop, everywhere("merpati")).await.unwrap());
    assert_eq!(texts(&found), ["merpati lain", "MERPATI pos", "Burung merpati"]);
    let nothing = chat.house.call(&chat.laptop, everywhere(" ")).await;
    assert_eq!(nothing.err().as_deref(), Some("SEARCH_QUERY_EMPTY"));
}

#[tokio::test]
async fn dialogs_come_newest_first_in_pages_without_gap_or_repeat() {
    let chat = Chat::open().await;
    for id in 100..105 {
        let other = chat.house.person(id, "Teman").await;
        let to = chat.house.peer(chat.anna, other);
        let request = functions::messages::SendMessage::new(to, "Halo".into(), id);
        chat.house.call(&chat.phone, request).await.unwrap();
        chat.house.pass(1);
    }
    let mut seen = Vec::new();
    let mut request = functions::messages::GetDialogs::new(0, 0, enums::InputPeer::InputPeerEmpty, 2, 0);
    loop {
        let (dialogs, found) = match chat.house.call(&chat.laptop, request.clone()).await.unwrap() {
            enums::messages::Dialogs::Dialogs(page) => (page.dialogs, page.messages),
            enums::messages::Dialogs::DialogsSlice(page) => {
                assert_eq!(page.count, 5);
                (page.dialogs, page.messages)
            }
            _ => panic!("no dialogs"),
        };
        let Some(enums::Dialog::Dialog(last)) = dialogs.last() else { break };
        let enums::Peer::PeerUser(peer) = &last.peer else { panic!("not a person") };
        request.offset_peer = chat.house.peer(chat.anna, UserId(peer.user_id));
        let last = found.into_iter().filter_map(plain).next_back().unwrap();
        (request.offset_id, request.offset_date) = (last.id, last.date);
        seen.extend(dialogs.iter().map(|dialog| match dialog {
            enums::Dialog::Dialog(dialog) => dialog.peer.clone(),
            _ => panic!("a folder"),
        }));
    }
    let expected: Vec<_> = (100..105).rev().map(|id| chat_with(UserId(id))).collect();
    assert!(seen == expected);
}

#[tokio::test]
async fn a_difference_tells_what_was_missed_and_asks_for_no_more() {
    let chat = Chat::open().await;
    let start = chat.pts(&chat.laptop).await;
    let sent = chat.send(&chat.phone, "satu").await;
    chat.send(&chat.budis, "dua").await;
    let enums::updates::Difference::Difference(missed) = chat.difference(&chat.laptop, start).await else {
        panic!("no difference");
    };
    let new: Vec<_> = missed.new_messages.into_iter().filter_map(plain).collect();
    assert_eq!(texts(&new), ["satu", "dua"]);
    let ids = missed.other_updates.iter().filter_map(|update| match update {
        enums::Update::UpdateMessageID(id) => Some(id.id),
        _ => None,
    });
    let ids: Vec<_> = ids.collect();
    assert_eq!(ids, [sent.id]);
    let enums::updates::State::State(state) = missed.state;
    assert_eq!(state.pts, chat.pts(&chat.phone).await);
    assert!(matches!(
        chat.difference(&chat.laptop, state.pts).await,
        enums::updates::Difference::DifferenceEmpty(_)
    ));
}

#[tokio::test]
async fn a_limit_of_one_repairs_exactly_one_missing_pts() {
    let chat = Chat::open().await;
    let start = chat.pts(&chat.laptop).await;
    for text in ["satu", "dua", "tiga"] {
        chat.send(&chat.phone, text).await;
    }
    let mut request = functions::updates::GetDifference::new(start, fixture::START as i32, 0);
    request.pts_limit = Some(1);
    let enums::updates::Difference::DifferenceSlice(slice) =
        chat.house.call(&chat.laptop, request).await.unwrap()
    else {
        panic!("no slice");
    };
    let new: Vec<_> = slice.new_messages.into_iter().filter_map(plain).collect();
    assert_eq!(texts(&new), ["satu"]);
    let enums::updates::State::State(state) = slice.intermediate_state;
    assert_eq!(state.pts, start + 1);
}

#[tokio::test]
async fn links_are_found_in_plain_text_and_can_be_searched_for() {
    let chat = Chat::open().await;
    for text in ["tanpa tautan", "lihat https://merpati.example/ ya", "@budi"] {
        chat.send(&chat.phone, text).await;
    }
    let seen = chat.history(&chat.budis).await;
    assert!(seen[1].entities == Some(vec![types::MessageEntityUrl::new(6, 24).into()]));
    let filter = enums::MessagesFilter::InputMessagesFilterUrl;
    let request = functions::messages::Search::new(
        chat.peer(&chat.budis),
        String::new(),
        filter,
        0,
        0,
        0,
        0,
        10,
        0,
        0,
        0,
    );
    let found = messages(chat.house.call(&chat.budis, request).await.unwrap());
    assert_eq!(texts(&found), ["lihat https://merpati.example/ ya"]);
}

#[tokio::test]
async fn what_one_device_has_set_another_learns_from_the_difference() {
    let chat = Chat::open().await;
    let pts = chat.pts(&chat.laptop).await;
    let by = boxes::By::session(chat.anna, chat.phone.session);
    chat.house.services.domain.blocks.set(by, chat.budi, true).await.unwrap();
    // What is kept for devices that are away is written beside the push.
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    let enums::updates::Difference::Difference(missed) = chat.difference(&chat.laptop, pts).await else {
        panic!("nothing was kept");
    };
    let [enums::Update::UpdatePeerBlocked(update)] = missed.other_updates.as_slice() else {
        panic!("no block")
    };
    assert!(update.blocked && update.peer_id == chat_with(chat.budi));
    assert_eq!(missed.users.iter().map(user_id).collect::<Vec<_>>(), [chat.budi.0]);
    chat.house.pass(3600);
    let later = functions::updates::GetDifference::new(pts, fixture::START as i32 + 3600, 0);
    let later = chat.house.call(&chat.laptop, later).await.unwrap();
    assert!(matches!(later, enums::updates::Difference::DifferenceEmpty(_)));
}

#[tokio::test]
async fn every_session_is_answered_at_the_layer_that_it_speaks() {
    let chat = Chat::open().await;
    chat.send(&chat.budis, "Halo").await;
    let old = Device { layer: tl::Layer::new(152), ..chat.phone.clone() };
    let request = functions::messages::GetHistory::new(chat.peer(&old), 0, 0, 0, 10, 0, 0, 0);
    let bytes = chat.house.bytes(&old, &request).await;
    let words: Vec<u32> = bytes.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word)).collect();
    // messages.messages, message and user as layer 152 has them.
    for id in [0x8c71_8e87, 0x3811_6ee0, 0x8f97_c628] {
        assert!(words.contains(&id), "{id:#x} is missing");
    }
}

#[tokio::test]
async fn a_repair_of_one_pts_whose_message_is_gone_tells_a_delete_without_count() {
    let chat = Chat::open().await;
    let start = chat.pts(&chat.laptop).await;
    let sent = chat.send(&chat.phone, "satu").await;
    chat.send(&chat.phone, "dua").await;
    let delete = functions::messages::DeleteMessages::new(vec![sent.id]);
    chat.house.call(&chat.phone, delete).await.unwrap();
    let mut request = functions::updates::GetDifference::new(start, fixture::START as i32, 0);
    request.pts_limit = Some(1);
    let enums::updates::Difference::DifferenceSlice(slice) =
        chat.house.call(&chat.laptop, request).await.unwrap()
    else {
        panic!("no slice");
    };
    assert!(slice.new_messages.is_empty());
    let [enums::Update::UpdateDeleteMessages(gone)] = slice.other_updates.as_slice() else {
        panic!("not one delete");
    };
    assert_eq!((gone.messages.as_slice(), gone.pts, gone.pts_count), ([sent.id].as_slice(), start + 1, 0));
}
