//! Two people and their devices, over the bytes of calls: what one writes, changes, deletes and reads, the other
//! has, and every count of pts is exact.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod fixture;

use boxes::{Event, UserId};
use fixture::{Device, House, chat_with};
use tl::{enums, functions, types};

/// Anna with two devices, Budi with one.
struct Chat {
    house: House,
    anna: UserId,
    budi: UserId,
    phone: Device,
    laptop: Device,
    budis: Device,
    /// The next random id.
    random: std::cell::Cell<i64>,
}

impl Chat {
    async fn open() -> Chat {
        let house = House::open().await;
        let (anna, budi) = (house.person(11, "Anna").await, house.person(22, "Budi").await);
        let (phone, laptop) = (house.device(anna, 1), house.device(anna, 2));
        let budis = house.device(budi, 1);
        Chat { house, anna, budi, phone, laptop, budis, random: 1.into() }
    }

    fn other(&self, device: &Device) -> UserId {
        if device.user == Some(self.anna) { self.budi } else { self.anna }
    }

    fn peer(&self, device: &Device) -> enums::InputPeer {
        self.house.peer(device.user.unwrap(), self.other(device))
    }

    fn request(&self, device: &Device, text: &str) -> functions::messages::SendMessage {
        self.random.set(self.random.get() + 1);
        functions::messages::SendMessage::new(self.peer(device), text.into(), self.random.get())
    }

    async fn send(&self, device: &Device, text: &str) -> types::UpdateShortSentMessage {
        match self.house.call(device, self.request(device, text)).await {
            Ok(enums::Updates::UpdateShortSentMessage(sent)) => *sent,
            Ok(_) => panic!("no updateShortSentMessage"),
            Err(error) => panic!("{error}"),
        }
    }

    async fn history(&self, device: &Device) -> Vec<types::Message> {
        let request = functions::messages::GetHistory::new(self.peer(device), 0, 0, 0, 100, 0, 0, 0);
        messages(self.house.call(device, request).await.unwrap())
    }

    async fn difference(&self, device: &Device, pts: i32) -> enums::updates::Difference {
        let request = functions::updates::GetDifference::new(pts, fixture::START as i32, 0);
        self.house.call(device, request).await.unwrap()
    }

    async fn pts(&self, device: &Device) -> i32 {
        let enums::updates::State::State(state) =
            self.house.call(device, functions::updates::GetState::new()).await.unwrap();
        state.pts
    }
}

/// The plain messages of an answer, as it orders them.
fn messages(answer: enums::messages::Messages) -> Vec<types::Message> {
    let (found, users) = match answer {
        enums::messages::Messages::Messages(page) => (page.messages, page.users),
        enums::messages::Messages::MessagesSlice(page) => (page.messages, page.users),
        _ => panic!("neither messages nor a slice"),
    };
    let known: Vec<i64> = users.iter().map(user_id).collect();
    let found: Vec<types::Message> = found.into_iter().filter_map(plain).collect();
    for message in &found {
        for peer in [Some(&message.peer_id), message.from_id.as_ref()].into_iter().flatten() {
            let enums::Peer::PeerUser(peer) = peer else { panic!("not a person") };
            assert!(known.contains(&peer.user_id), "a peer is named and not in users");
        }
    }
    found
}

fn plain(message: enums::Message) -> Option<types::Message> {
    match message {
        enums::Message::Message(message) => Some(*message),
        _ => None,
    }
}

fn user_id(user: &enums::User) -> i64 {
    match user {
        enums::User::User(user) => user.id,
        enums::User::UserEmpty(user) => user.id,
    }
}

fn texts(found: &[types::Message]) -> Vec<&str> {
    found.iter().map(|message| message.message.as_str()).collect()
}

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

#[tokio::test]
async fn who_is_blocked_writes_into_the_void_and_who_blocks_cannot_write() {
    let chat = Chat::open().await;
    let by = boxes::By { user: chat.budi, session: None };
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
    let refused = chat.house.call(&chat.phone, functions::messages::GetAllStickers::new(0)).await;
    assert_eq!(refused.err().as_deref(), Some("METHOD_INVALID"));
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
    let by = boxes::By { user: chat.anna, session: Some(chat.phone.session) };
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
    assert_eq!(elsewhere.err().as_deref(), Some("PEER_ID_INVALID"));
}
