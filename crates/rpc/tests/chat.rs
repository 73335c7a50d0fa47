//! Writing, over the bytes of calls: what one person sends, the other has, with every count of pts exact.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[allow(dead_code, reason = "other tests use the rest")]
mod fixture;

use fixture::{
    Device,
    chat::{Chat, plain, texts},
    chat_with,
};
use tl::{enums, functions, types};

#[tokio::test]
async fn a_message_is_in_both_histories_and_pushed_to_every_other_session() {
    let chat = Chat::open().await;
    let sent = chat.send(&chat.phone, "Halo").await;
    assert_eq!((sent.pts, sent.pts_count, sent.out), (sent.id, 1, true));
    assert_eq!(chat.pts(&chat.phone).await, sent.pts);
    assert!(chat.house.pushed(&chat.phone).is_empty(), "the session that sent has it in its answer");
    chat.send(&chat.phone, "Apa kabar?").await;
    assert_eq!(chat.house.pushed(&chat.laptop).len(), 1);
    assert_eq!(chat.house.pushed(&chat.budis).len(), 2);

    let budis = chat.history(&chat.budis).await;
    assert_eq!(texts(&budis), ["Apa kabar?", "Halo"]);
    assert!(budis.iter().all(|message| !message.out && message.from_id.is_none()));
    assert!(budis[0].peer_id == chat_with(chat.anna));
    let annas = chat.history(&chat.laptop).await;
    assert!(annas.iter().all(|message| message.out && message.peer_id == chat_with(chat.budi)));
    assert!(annas[1].id == sent.id && annas[1].from_id == Some(chat_with(chat.anna)));
}

#[tokio::test]
async fn a_repeated_random_id_gives_the_first_message_again() {
    let chat = Chat::open().await;
    let request = chat.request(&chat.phone, "Sekali");
    let mut ids = Vec::new();
    for device in [&chat.phone, &chat.phone, &chat.laptop] {
        let Ok(enums::Updates::UpdateShortSentMessage(sent)) = chat.house.call(device, request.clone()).await
        else {
            panic!("not sent");
        };
        ids.push((sent.id, sent.pts));
    }
    assert!(ids.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(chat.history(&chat.budis).await.len(), 1);
}

#[tokio::test]
async fn text_is_trimmed_measured_in_utf16_and_its_entities_fitted() {
    let chat = Chat::open().await;
    let bold = |offset, length| enums::MessageEntity::from(types::MessageEntityBold::new(offset, length));
    let mut request = chat.request(&chat.phone, "  \u{1f426} merpati  ");
    // Over the whole, cutting the bird in two, past the end, and negative.
    request.entities = Some(vec![bold(0, 14), bold(3, 4), bold(20, 2), bold(-1, 3)]);
    let Ok(enums::Updates::UpdateShortSentMessage(sent)) = chat.house.call(&chat.phone, request).await else {
        panic!("not sent");
    };
    assert!(sent.entities == Some(vec![bold(0, 10)]));
    let found = chat.history(&chat.budis).await;
    assert_eq!(texts(&found), ["\u{1f426} merpati"]);
    assert!(found[0].entities == Some(vec![bold(0, 10)]));

    let refused = |text: String| chat.house.call(&chat.phone, chat.request(&chat.phone, &text));
    assert_eq!(refused(" \n ".into()).await.err().as_deref(), Some("MESSAGE_EMPTY"));
    assert_eq!(refused("\u{1f426}".repeat(2049)).await.err().as_deref(), Some("MESSAGE_TOO_LONG"));
    assert!(refused("\u{1f426}".repeat(2048)).await.is_ok());
}

#[tokio::test]
async fn a_mention_needs_the_proof_of_its_person() {
    let chat = Chat::open().await;
    let input =
        |hash| types::InputMessageEntityMentionName::new(0, 4, types::InputUser::new(22, hash).into()).into();
    let enums::InputPeer::InputPeerUser(budi) = chat.peer(&chat.phone) else { panic!("not a person") };
    let mut request = chat.request(&chat.phone, "Budi");
    request.entities = Some(vec![input(budi.access_hash), input(budi.access_hash ^ 1)]);
    let Ok(enums::Updates::UpdateShortSentMessage(sent)) = chat.house.call(&chat.phone, request).await else {
        panic!("not sent");
    };
    assert!(sent.entities == Some(vec![types::MessageEntityMentionName::new(0, 4, 22).into()]));
}

#[tokio::test]
async fn a_reply_points_to_each_sides_own_message_and_may_quote() {
    let chat = Chat::open().await;
    chat.send(&chat.budis, "Hanya agar nomornya berbeda").await;
    chat.send(&chat.phone, "Burung merpati terbang").await;
    let question = chat.history(&chat.budis).await.remove(0);
    let mut request = chat.request(&chat.budis, "Ke mana?");
    let mut reply = types::InputReplyToMessage::new(question.id);
    reply.quote_text = Some("merpati".into());
    request.reply_to = Some(reply.clone().into());
    assert!(chat.house.call(&chat.budis, request.clone()).await.is_ok());
    let answer = chat.history(&chat.phone).await.remove(0);
    let Some(enums::MessageReplyHeader::MessageReplyHeader(header)) = answer.reply_to else {
        panic!("no reply")
    };
    let annas = chat.history(&chat.phone).await.remove(1);
    assert_eq!(header.reply_to_msg_id, Some(annas.id));
    assert_eq!((header.quote_text.as_deref(), header.quote_offset), (Some("merpati"), Some(7)));

    reply.quote_text = Some("elang".into());
    request.reply_to = Some(reply.into());
    request.random_id += 100;
    assert_eq!(
        chat.house.call(&chat.budis, request.clone()).await.err().as_deref(),
        Some("QUOTE_TEXT_INVALID")
    );
    request.reply_to = Some(types::InputReplyToMessage::new(9999).into());
    assert_eq!(
        chat.house.call(&chat.budis, request).await.err().as_deref(),
        Some("REPLY_MESSAGE_ID_INVALID")
    );
}

#[tokio::test]
async fn a_repeated_reply_gets_its_first_answer_though_the_question_is_gone() {
    let chat = Chat::open().await;
    let question = chat.send(&chat.phone, "Sudah makan?").await;
    let mut request = chat.request(&chat.phone, "Belum");
    request.reply_to = Some(types::InputReplyToMessage::new(question.id).into());
    let first = chat.house.call(&chat.phone, request.clone()).await.ok();
    let delete = functions::messages::DeleteMessages {
        revoke: true,
        ..functions::messages::DeleteMessages::new(vec![question.id])
    };
    assert!(chat.house.call(&chat.phone, delete).await.is_ok());
    assert!(first.is_some() && chat.house.call(&chat.phone, request.clone()).await.ok() == first);
    request.random_id += 100;
    assert_eq!(
        chat.house.call(&chat.phone, request).await.err().as_deref(),
        Some("REPLY_MESSAGE_ID_INVALID")
    );
}

#[tokio::test]
async fn a_wrong_access_hash_is_a_missing_peer() {
    let chat = Chat::open().await;
    let enums::InputPeer::InputPeerUser(budi) = chat.peer(&chat.phone) else { panic!("not a person") };
    let enums::InputPeer::InputPeerUser(his) = chat.peer(&chat.budis) else { panic!("not a person") };
    for hash in [0, 1, -1, budi.access_hash ^ 1, his.access_hash] {
        let peer: enums::InputPeer = types::InputPeerUser::new(22, hash).into();
        let request = functions::messages::SendMessage::new(peer, "x".into(), 1);
        assert_eq!(chat.house.call(&chat.phone, request).await.err().as_deref(), Some("PEER_ID_INVALID"));
    }
    let missing: enums::InputPeer = types::InputPeerUser::new(9_999, budi.access_hash).into();
    let request = functions::messages::GetHistory::new(missing, 0, 0, 0, 1, 0, 0, 0);
    assert_eq!(chat.house.call(&chat.phone, request).await.err().as_deref(), Some("PEER_ID_INVALID"));
}

#[tokio::test]
async fn a_forward_names_its_first_author_and_saved_messages_where_it_was() {
    let chat = Chat::open().await;
    chat.send(&chat.budis, "Kata Budi").await;
    let seen = chat.history(&chat.phone).await.remove(0);
    let forward = |to, random_ids: Vec<i64>| {
        functions::messages::ForwardMessages::new(chat.peer(&chat.phone), vec![seen.id], random_ids, to)
    };
    let to_self = forward(enums::InputPeer::InputPeerSelf, vec![7]);
    let enums::Updates::Updates(updates) = chat.house.call(&chat.phone, to_self).await.unwrap() else {
        panic!("not updates");
    };
    let [enums::Update::UpdateMessageID(id), enums::Update::UpdateNewMessage(new)] =
        updates.updates.as_slice()
    else {
        panic!("not an id and a message");
    };
    let saved = plain(new.message.clone()).unwrap();
    assert_eq!((id.id, id.random_id), (saved.id, 7));
    assert!(saved.peer_id == chat_with(chat.anna));
    let Some(enums::MessageFwdHeader::MessageFwdHeader(header)) = saved.fwd_from else { panic!("no header") };
    assert!(
        header.from_id == Some(chat_with(chat.budi)) && header.saved_from_peer == Some(chat_with(chat.budi))
    );
    assert_eq!((header.date, header.saved_from_msg_id), (seen.date, Some(seen.id)));

    let mut back = forward(chat.peer(&chat.phone), vec![8]);
    back.drop_author = true;
    chat.house.call(&chat.phone, back).await.unwrap();
    let received = chat.history(&chat.budis).await.remove(0);
    assert!(received.message == "Kata Budi" && received.fwd_from.is_none());
    let uneven = chat.house.call(&chat.phone, forward(chat.peer(&chat.phone), vec![1, 2])).await;
    assert_eq!(uneven.err().as_deref(), Some("RANDOM_ID_INVALID"));
}

#[tokio::test]
async fn who_is_blocked_writes_into_the_void_and_who_blocks_cannot_write() {
    let chat = Chat::open().await;
    let by = boxes::By::user(chat.budi);
    chat.house.services.domain.blocks.set(by, chat.anna, true).await.unwrap();
    chat.send(&chat.phone, "Kau di sana?").await;
    assert!(chat.history(&chat.budis).await.is_empty());
    let refused = chat.house.call(&chat.budis, chat.request(&chat.budis, "Tidak")).await;
    assert_eq!(refused.err().as_deref(), Some("YOU_BLOCKED_USER"));
}

#[tokio::test]
async fn a_key_without_a_person_is_told_so_and_an_unknown_method_by_name() {
    let chat = Chat::open().await;
    let stranger = Device { user: None, ..chat.phone.clone() };
    let refused = chat.house.call(&stranger, functions::updates::GetState::new()).await;
    assert_eq!(refused.err().as_deref(), Some("AUTH_KEY_UNREGISTERED"));
    let refused = chat.house.call(&chat.phone, functions::smsjobs::GetStatus::new()).await;
    assert_eq!(refused.err().as_deref(), Some("METHOD_INVALID"));
}

#[tokio::test]
async fn notes_to_oneself_are_one_message_that_may_always_be_edited() {
    let chat = Chat::open().await;
    let to_self = |text: &str, random| {
        functions::messages::SendMessage::new(enums::InputPeer::InputPeerSelf, text.into(), random)
    };
    let before = chat.pts(&chat.phone).await;
    let enums::Updates::Updates(updates) = chat.house.call(&chat.phone, to_self("Catatan", 5)).await.unwrap()
    else {
        panic!("not updates");
    };
    let note = updates.updates.into_iter().find_map(|update| match update {
        enums::Update::UpdateNewMessage(new) => plain(new.message.clone()),
        _ => None,
    });
    let note = note.unwrap();
    assert!(note.peer_id == chat_with(chat.anna) && note.saved_peer_id == Some(chat_with(chat.anna)));
    assert_eq!(chat.pts(&chat.phone).await, before + 1);
    chat.house.pass(90 * 24 * 3600);
    let mut edit = functions::messages::EditMessage::new(enums::InputPeer::InputPeerSelf, note.id);
    edit.message = Some("Catatan lama".into());
    assert!(chat.house.call(&chat.phone, edit).await.is_ok());
}

#[tokio::test]
async fn somebody_named_in_a_message_can_be_reached_through_it_and_nobody_else() {
    let chat = Chat::open().await;
    let citra = chat.house.person(33, "Citra").await;
    chat.house.person(44, "Dewi").await;
    let enums::InputPeer::InputPeerUser(proof) = chat.house.peer(chat.budi, citra) else {
        panic!("not a person")
    };
    let named = types::InputUser::new(33, proof.access_hash).into();
    let mut request = chat.request(&chat.budis, "Citra yang itu");
    request.entities = Some(vec![types::InputMessageEntityMentionName::new(0, 5, named).into()]);
    chat.house.call(&chat.budis, request).await.unwrap();
    let seen = chat.history(&chat.phone).await.remove(0);
    let through = |peer: enums::InputPeer, msg_id, user_id| {
        let peer = types::InputPeerUserFromMessage::new(peer, msg_id, user_id).into();
        functions::messages::GetHistory::new(peer, 0, 0, 0, 1, 0, 0, 0)
    };
    let from = chat.peer(&chat.phone);
    assert!(chat.house.call(&chat.phone, through(from.clone(), seen.id, 33)).await.is_ok());
    for (user, msg_id, error) in [(44, seen.id, "PEER_ID_INVALID"), (33, 4242, "MESSAGE_ID_INVALID")] {
        let refused = chat.house.call(&chat.phone, through(from.clone(), msg_id, user)).await;
        assert_eq!(refused.err().as_deref(), Some(error));
    }
    // The message stands in the chat with Budi and in no other.
    let elsewhere = chat.house.call(&chat.phone, through(enums::InputPeer::InputPeerSelf, seen.id, 33)).await;
    assert_eq!(elsewhere.err().as_deref(), Some("MESSAGE_ID_INVALID"));
}
