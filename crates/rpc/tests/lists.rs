//! The list of chats: drafts, pins, marks, the archive and folders, on two devices and against bad input.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[allow(dead_code, reason = "other tests use the rest")]
mod fixture;

use boxes::{Event, Peer};
use domain::Notice;
use fixture::{Device, START, chat::Chat};
use tl::{enums, functions, types};

/// What the other devices of `device` were told since the last look.
fn told(chat: &Chat, device: &Device) -> Vec<Notice> {
    let mut notices = chat.house.told.notices.lock().unwrap();
    let mine =
        notices.iter().filter(|(to, _, except)| Some(*to) == device.user && *except == Some(device.session));
    let told = mine.map(|(_, notice, _)| notice.clone()).collect();
    notices.clear();
    told
}

fn named(peer: enums::InputPeer) -> enums::InputDialogPeer {
    types::InputDialogPeer::new(peer).into()
}

fn draft_of(dialog: &types::Dialog) -> Option<String> {
    match dialog.draft.as_ref()? {
        enums::DraftMessage::DraftMessage(draft) => Some(draft.message.clone()),
        enums::DraftMessage::DraftMessageEmpty(_) => None,
    }
}

async fn dialogs(chat: &Chat, device: &Device, folder: Option<i32>) -> Vec<types::Dialog> {
    let mut request = functions::messages::GetDialogs::new(0, 0, enums::InputPeer::InputPeerEmpty, 100, 0);
    request.folder_id = folder;
    let dialogs = match chat.house.call(device, request).await.unwrap() {
        enums::messages::Dialogs::Dialogs(all) => all.dialogs,
        enums::messages::Dialogs::DialogsSlice(slice) => slice.dialogs,
        enums::messages::Dialogs::DialogsNotModified(_) => panic!("not modified"),
    };
    let plain = |dialog| match dialog {
        enums::Dialog::Dialog(dialog) => dialog,
        _ => panic!("no plain dialog"),
    };
    dialogs.into_iter().map(plain).collect()
}

/// The updates of a difference that carry no message.
async fn others(chat: &Chat, device: &Device) -> Vec<enums::Update> {
    let pts = chat.pts(device).await;
    let request = functions::updates::GetDifference::new(pts, START as i32, 0);
    match chat.house.call(device, request).await.unwrap() {
        enums::updates::Difference::Difference(difference) => difference.other_updates,
        enums::updates::Difference::DifferenceEmpty(_) => Vec::new(),
        _ => panic!("another difference"),
    }
}

#[tokio::test]
async fn a_draft_stands_in_the_list_on_all_devices_until_it_is_sent() {
    let chat = Chat::open().await;
    chat.send(&chat.budis, "hai").await;
    let mut save = functions::messages::SaveDraft::new(chat.peer(&chat.phone), " belum selesai ".into());
    save.entities = Some(vec![types::MessageEntityBold::new(1, 5).into()]);
    save.reply_to = Some(types::InputReplyToMessage::new(2).into());
    assert!(chat.house.call(&chat.phone, save.clone()).await.unwrap());
    assert!(matches!(told(&chat, &chat.phone).as_slice(), [Notice::Draft { draft: Some(_), .. }]));
    let dialog = dialogs(&chat, &chat.laptop, None).await.remove(0);
    assert_eq!(draft_of(&dialog).as_deref(), Some(" belum selesai "));
    let Some(enums::DraftMessage::DraftMessage(draft)) = dialog.draft else { panic!("no draft") };
    assert_eq!(draft.entities.as_ref().map(Vec::len), Some(1));
    assert!(
        matches!(draft.reply_to, Some(enums::InputReplyTo::InputReplyToMessage(reply)) if reply.reply_to_msg_id == 2)
    );
    let enums::Updates::Updates(all) =
        chat.house.call(&chat.laptop, functions::messages::GetAllDrafts::new()).await.unwrap()
    else {
        panic!("not updates")
    };
    assert_eq!((all.updates.len(), all.users.len()), (1, 1));
    tokio::task::yield_now().await;
    assert!(others(&chat, &chat.laptop).await.iter().any(|update| matches!(update,
        enums::Update::UpdateDraftMessage(update)
            if matches!(&update.draft, enums::DraftMessage::DraftMessage(_)))));

    let mut send = chat.request(&chat.phone, "selesai");
    send.clear_draft = true;
    chat.house.call(&chat.phone, send).await.unwrap();
    assert!(matches!(told(&chat, &chat.phone).as_slice(), [Notice::Draft { draft: None, .. }]));
    assert!(dialogs(&chat, &chat.laptop, None).await[0].draft.is_none());

    chat.house.call(&chat.phone, save).await.unwrap();
    chat.house.call(&chat.phone, functions::messages::ClearAllDrafts::new()).await.unwrap();
    assert!(dialogs(&chat, &chat.laptop, None).await[0].draft.is_none());
    let mut long = functions::messages::SaveDraft::new(chat.peer(&chat.phone), "x".repeat(4097));
    assert_eq!(chat.house.call(&chat.phone, long.clone()).await.err().as_deref(), Some("MESSAGE_TOO_LONG"));
    long.peer = chat.house.peer(chat.budi, chat.anna);
    assert_eq!(chat.house.call(&chat.phone, long).await.err().as_deref(), Some("PEER_ID_INVALID"));
}

#[tokio::test]
async fn chats_on_top_keep_their_order_and_their_number() {
    let chat = Chat::open().await;
    let mut peers = Vec::new();
    for id in 30..37 {
        let other = chat.house.person(id, "Orang").await;
        let peer = chat.house.peer(chat.anna, other);
        let send = functions::messages::SendMessage::new(peer.clone(), "hai".into(), id);
        chat.house.call(&chat.phone, send).await.unwrap();
        peers.push(peer);
    }
    let toggle = |peer: &enums::InputPeer, pinned| functions::messages::ToggleDialogPin {
        pinned,
        ..functions::messages::ToggleDialogPin::new(named(peer.clone()))
    };
    for peer in &peers[..5] {
        assert!(chat.house.call(&chat.phone, toggle(peer, true)).await.unwrap());
    }
    let sixth = chat.house.call(&chat.phone, toggle(&peers[5], true)).await;
    assert_eq!(sixth.err().as_deref(), Some("PINNED_DIALOGS_TOO_MUCH"));
    let stranger = chat.house.call(&chat.phone, toggle(&chat.peer(&chat.phone), true)).await;
    assert_eq!(stranger.err().as_deref(), Some("PEER_HISTORY_EMPTY"));
    let order = async || -> Vec<(i64, bool)> {
        let line = |dialog: types::Dialog| match dialog.peer {
            enums::Peer::PeerUser(user) => (user.user_id, dialog.pinned),
            _ => panic!("not a person"),
        };
        dialogs(&chat, &chat.laptop, Some(0)).await.into_iter().map(line).collect()
    };
    let top: Vec<_> = order().await.into_iter().filter(|(_, pinned)| *pinned).map(|(id, _)| id).collect();
    assert_eq!(top, [34, 33, 32, 31, 30]);
    let reorder = |order: &[&enums::InputPeer], force| functions::messages::ReorderPinnedDialogs {
        force,
        ..functions::messages::ReorderPinnedDialogs::new(
            0,
            order.iter().map(|peer| named((*peer).clone())).collect(),
        )
    };
    told(&chat, &chat.phone);
    chat.house.call(&chat.phone, reorder(&[&peers[0], &peers[2]], false)).await.unwrap();
    assert!(matches!(told(&chat, &chat.phone).as_slice(),
        [Notice::PinnedDialogs { folder: 0, order }] if order.len() == 5));
    chat.house.call(&chat.phone, reorder(&[&peers[0], &peers[2]], true)).await.unwrap();
    assert_eq!(order().await[..3], [(30, true), (32, true), (36, false)]);
    let enums::messages::PeerDialogs::PeerDialogs(pinned) =
        chat.house.call(&chat.laptop, functions::messages::GetPinnedDialogs::new(0)).await.unwrap();
    assert_eq!((pinned.dialogs.len(), pinned.messages.len(), pinned.users.len()), (2, 2, 3));
    let wrong = chat.house.call(&chat.phone, functions::messages::GetPinnedDialogs::new(2)).await;
    assert_eq!(wrong.err().as_deref(), Some("FOLDER_ID_INVALID"));
}

#[tokio::test]
async fn a_mark_stands_until_the_chat_is_read() {
    let chat = Chat::open().await;
    chat.send(&chat.phone, "hai").await;
    let mark = functions::messages::MarkDialogUnread {
        unread: true,
        ..functions::messages::MarkDialogUnread::new(named(chat.peer(&chat.phone)))
    };
    chat.house.call(&chat.phone, mark).await.unwrap();
    assert!(dialogs(&chat, &chat.laptop, None).await[0].unread_mark);
    let marks = functions::messages::GetDialogUnreadMarks::new();
    assert_eq!(chat.house.call(&chat.laptop, marks.clone()).await.unwrap().len(), 1);
    let read = functions::messages::ReadHistory::new(chat.peer(&chat.phone), 0);
    chat.house.call(&chat.phone, read).await.unwrap();
    assert!(matches!(told(&chat, &chat.phone).last(), Some(Notice::UnreadMark { unread: false, .. })));
    assert!(chat.house.call(&chat.laptop, marks).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_pinned_message_is_found_and_shown_at_both_sides() {
    let chat = Chat::open().await;
    chat.send(&chat.phone, "alamat rumah").await;
    let sent = chat.send(&chat.phone, "alamat kantor").await;
    let pin = functions::messages::UpdatePinnedMessage::new(chat.peer(&chat.phone), sent.id);
    let enums::Updates::Updates(done) = chat.house.call(&chat.phone, pin.clone()).await.unwrap() else {
        panic!("not updates")
    };
    assert!(matches!(done.updates.as_slice(), [
        enums::Update::UpdatePinnedMessages(pinned),
        enums::Update::UpdateNewMessage(told),
    ] if pinned.pinned && matches!(&told.message, enums::Message::MessageService(service)
        if matches!(service.action, enums::MessageAction::MessageActionPinMessage))));
    let enums::Updates::Updates(again) = chat.house.call(&chat.phone, pin).await.unwrap() else {
        panic!("not updates")
    };
    assert!(again.updates.is_empty());
    for device in [&chat.phone, &chat.budis] {
        let search = |text: &str| {
            let filter = enums::MessagesFilter::InputMessagesFilterPinned;
            functions::messages::Search::new(chat.peer(device), text.into(), filter, 0, 0, 0, 0, 10, 0, 0, 0)
        };
        let found = fixture::chat::messages(chat.house.call(device, search("")).await.unwrap());
        assert_eq!(fixture::chat::texts(&found), ["alamat kantor"]);
        assert!(found[0].pinned);
        let id = found[0].id;
        let found = fixture::chat::messages(chat.house.call(device, search("rumah")).await.unwrap());
        assert!(found.is_empty());
        let other = chat.house.peer(device.user.unwrap(), chat.other(device));
        let enums::InputPeer::InputPeerUser(user) = other else { panic!("not a person") };
        let input = types::InputUser::new(user.user_id, user.access_hash);
        let enums::users::UserFull::UserFull(full) =
            chat.house.call(device, functions::users::GetFullUser::new(input.into())).await.unwrap();
        let enums::UserFull::UserFull(full) = full.full_user;
        assert_eq!(full.pinned_msg_id, Some(id));
    }
    let unpin = functions::messages::UnpinAllMessages::new(chat.peer(&chat.budis));
    chat.house.call(&chat.budis, unpin).await.unwrap();
    assert!(!chat.history(&chat.phone).await.iter().any(|message| message.pinned));
    let wrong = functions::messages::UpdatePinnedMessage::new(chat.peer(&chat.phone), 4242);
    assert_eq!(chat.house.call(&chat.phone, wrong).await.err().as_deref(), Some("MESSAGE_ID_INVALID"));
}

#[tokio::test]
async fn an_archived_chat_comes_back_with_a_message_unless_it_is_muted_or_kept() {
    let chat = Chat::open().await;
    chat.send(&chat.budis, "hai").await;
    let archive = |folder| {
        let named = types::InputFolderPeer::new(chat.peer(&chat.phone), folder);
        functions::folders::EditPeerFolders::new(vec![named.into()])
    };
    let enums::Updates::Updates(done) = chat.house.call(&chat.phone, archive(1)).await.unwrap() else {
        panic!("not updates")
    };
    assert!(
        matches!(done.updates.as_slice(), [enums::Update::UpdateFolderPeers(moved)] if moved.pts_count == 1)
    );
    assert!(dialogs(&chat, &chat.laptop, Some(0)).await.is_empty());
    assert_eq!(dialogs(&chat, &chat.laptop, Some(1)).await[0].folder_id, Some(1));
    assert_eq!(dialogs(&chat, &chat.laptop, None).await.len(), 1);
    let pinned = functions::messages::GetPinnedDialogs::new(0);
    let enums::messages::PeerDialogs::PeerDialogs(top) = chat.house.call(&chat.laptop, pinned).await.unwrap();
    assert!(matches!(top.dialogs.as_slice(), [enums::Dialog::DialogFolder(folder)]
        if folder.unread_unmuted_peers_count == 1));
    chat.house.pushed(&chat.phone);
    chat.send(&chat.budis, "masih di sana?").await;
    let told = chat.house.pushed(&chat.phone);
    assert!(
        matches!(&told.last().unwrap().event, Event::Folders(moved) if *moved == [(Peer::User(chat.budi), 0)])
    );
    assert_eq!(dialogs(&chat, &chat.laptop, Some(0)).await.len(), 1);

    let mut settings = types::GlobalPrivacySettings::new();
    settings.keep_archived_unmuted = true;
    let keep = functions::account::SetGlobalPrivacySettings::new(settings.into());
    chat.house.call(&chat.phone, keep).await.unwrap();
    chat.house.call(&chat.phone, archive(1)).await.unwrap();
    chat.send(&chat.budis, "halo?").await;
    assert!(dialogs(&chat, &chat.laptop, Some(0)).await.is_empty());

    let settings = types::GlobalPrivacySettings::new();
    let unkeep = functions::account::SetGlobalPrivacySettings::new(settings.into());
    chat.house.call(&chat.phone, unkeep).await.unwrap();
    let mut muted = types::InputPeerNotifySettings::new();
    muted.mute_until = Some(i32::MAX);
    let target = types::InputNotifyPeer::new(chat.peer(&chat.phone));
    let mute = functions::account::UpdateNotifySettings::new(target.into(), muted.into());
    chat.house.call(&chat.phone, mute).await.unwrap();
    chat.send(&chat.budis, "halo?").await;
    assert!(dialogs(&chat, &chat.laptop, Some(0)).await.is_empty());
    let wrong = chat.house.call(&chat.phone, archive(7)).await;
    assert_eq!(wrong.err().as_deref(), Some("FOLDER_ID_INVALID"));
}

fn filter(id: i32, title: &str, include: Vec<enums::InputPeer>) -> types::DialogFilter {
    let title = types::TextWithEntities::new(title.into(), Vec::new());
    types::DialogFilter::new(id, title.into(), Vec::new(), include, Vec::new())
}

async fn set(chat: &Chat, id: i32, filter: types::DialogFilter) -> Option<String> {
    let mut request = functions::messages::UpdateDialogFilter::new(id);
    request.filter = Some(filter.into());
    chat.house.call(&chat.phone, request).await.err()
}

async fn filters(chat: &Chat) -> Vec<i32> {
    let enums::messages::DialogFilters::DialogFilters(found) =
        chat.house.call(&chat.laptop, functions::messages::GetDialogFilters::new()).await.unwrap();
    found
        .filters
        .iter()
        .map(|filter| match filter {
            enums::DialogFilter::DialogFilter(filter) => filter.id,
            _ => 0,
        })
        .collect()
}

#[tokio::test]
async fn folders_are_kept_in_order_and_bad_ones_change_nothing() {
    let chat = Chat::open().await;
    let budi = chat.peer(&chat.phone);
    assert_eq!(filters(&chat).await, [0]);
    assert_eq!(set(&chat, 2, filter(2, "Kerja", vec![budi.clone()])).await, None);
    assert!(matches!(told(&chat, &chat.phone).as_slice(), [Notice::Filter { id: 2, filter: Some(_) }]));
    assert_eq!(set(&chat, 7, filter(7, "Rumah", vec![budi.clone()])).await, None);
    assert_eq!(filters(&chat).await, [0, 2, 7]);
    let order = functions::messages::UpdateDialogFiltersOrder::new(vec![7, 0]);
    chat.house.call(&chat.phone, order).await.unwrap();
    assert_eq!(filters(&chat).await, [7, 0, 2]);

    let hidden = chat.house.peer(chat.budi, chat.anna);
    let unknown: enums::InputPeer = types::InputPeerUser::new(4242, 1).into();
    for (id, bad, error) in [
        (3, filter(3, "", vec![budi.clone()]), "FILTER_TITLE_EMPTY"),
        (3, filter(3, "Nama yang panjang", vec![budi.clone()]), "MESSAGE_TOO_LONG"),
        (3, filter(3, "Kosong", vec![]), "FILTER_INCLUDE_EMPTY"),
        (3, filter(3, "Asing", vec![hidden]), "PEER_ID_INVALID"),
        (3, filter(3, "Asing", vec![unknown]), "PEER_ID_INVALID"),
        (3, filter(3, "Banyak", vec![budi.clone(); 101]), "FILTER_INCLUDE_TOO_MUCH"),
        (1, filter(1, "Satu", vec![budi.clone()]), "FILTER_ID_INVALID"),
        (256, filter(256, "Jauh", vec![budi.clone()]), "FILTER_ID_INVALID"),
    ] {
        assert_eq!(set(&chat, id, bad).await.as_deref(), Some(error));
    }
    let wrong = functions::messages::UpdateDialogFiltersOrder::new(vec![7, 9]);
    assert_eq!(chat.house.call(&chat.phone, wrong).await.err().as_deref(), Some("FILTER_ID_INVALID"));
    let gone = functions::messages::UpdateDialogFilter::new(9);
    assert_eq!(chat.house.call(&chat.phone, gone).await.err().as_deref(), Some("FILTER_ID_INVALID"));
    assert_eq!(filters(&chat).await, [7, 0, 2]);

    chat.house.call(&chat.phone, functions::messages::UpdateDialogFilter::new(2)).await.unwrap();
    assert_eq!(filters(&chat).await, [7, 0]);
    tokio::task::yield_now().await;
    let missed = others(&chat, &chat.laptop).await;
    assert!(missed.iter().any(|update| matches!(update,
        enums::Update::UpdateDialogFilter(update) if update.id == 2 && update.filter.is_none())));
}

#[tokio::test]
async fn a_hundred_folders_are_kept_and_not_one_more() {
    let chat = Chat::open().await;
    let budi = chat.peer(&chat.phone);
    for id in 2..102 {
        assert_eq!(set(&chat, id, filter(id, "Folder", vec![budi.clone()])).await, None);
    }
    let last = set(&chat, 102, filter(102, "Folder", vec![budi.clone()])).await;
    assert_eq!(last.as_deref(), Some("DIALOG_FILTERS_TOO_MUCH"));
    assert_eq!(filters(&chat).await.len(), 101);
    assert_eq!(set(&chat, 2, filter(2, "Lain", vec![budi])).await, None);
}

#[tokio::test]
async fn people_are_not_shared_in_folders_and_a_link_that_nobody_made_leads_nowhere() {
    let chat = Chat::open().await;
    let budi = chat.peer(&chat.phone);
    set(&chat, 2, filter(2, "Kerja", vec![budi.clone()])).await;
    let list = |id| enums::InputChatlist::from(types::InputChatlistDialogFilter::new(id));
    let export = functions::chatlists::ExportChatlistInvite::new(list(2), "Kerja".into(), vec![budi.clone()]);
    assert_eq!(chat.house.call(&chat.phone, export).await.err().as_deref(), Some("PEER_ID_INVALID"));
    let export = functions::chatlists::ExportChatlistInvite::new(list(2), "Kerja".into(), Vec::new());
    assert_eq!(chat.house.call(&chat.phone, export).await.err().as_deref(), Some("PEERS_LIST_EMPTY"));
    let export = functions::chatlists::ExportChatlistInvite::new(list(5), "Kerja".into(), vec![budi]);
    assert_eq!(chat.house.call(&chat.phone, export).await.err().as_deref(), Some("FILTER_ID_INVALID"));
    let leave = functions::chatlists::LeaveChatlist::new(list(2), vec![]);
    assert_eq!(chat.house.call(&chat.phone, leave).await.err().as_deref(), Some("FILTER_NOT_SUPPORTED"));
    for (slug, error) in [("", "INVITE_SLUG_EMPTY"), ("abc", "INVITE_SLUG_EXPIRED")] {
        let check = functions::chatlists::CheckChatlistInvite::new(slug.into());
        assert_eq!(chat.house.call(&chat.phone, check).await.err().as_deref(), Some(error));
    }
    let enums::chatlists::ExportedInvites::ExportedInvites(links) =
        chat.house.call(&chat.phone, functions::chatlists::GetExportedInvites::new(list(2))).await.unwrap();
    assert!(links.invites.is_empty());
}
