//! Pinned messages and the archive: in both boxes or in one, in differences, and when the other side was away.

#![allow(clippy::unwrap_used, reason = "a fixture that fails fails its test")]

mod support;

use boxes::{ARCHIVE_FOLDER, Action, BoxError, By, Event, HistoryQuery, Peer, Pin, UserId};
use support::{Device, House, screen};

const ANNA: UserId = UserId(1);
const BUDI: UserId = UserId(2);

const PIN: Pin = Pin { pinned: true, oneside: false, silent: false };
const UNPIN: Pin = Pin { pinned: false, ..PIN };

#[tokio::test]
async fn a_pin_for_both_is_in_both_boxes_and_leaves_a_service_message() {
    let house = House::new().await;
    house.send(BUDI, ANNA, "hai").await;
    let id = house.boxes.all_dialogs(ANNA).await.unwrap()[0].top_message;
    let done = house.boxes.pin(By::user(ANNA), Peer::User(BUDI), id, PIN).await.unwrap();
    assert_eq!((done.pts, done.pts_count), (id + 2, 2));
    assert!(matches!(&done.entries[0].event, Event::Pinned { ids, pinned: true, .. } if *ids == [id]));
    let Event::New(told) = &done.entries[1].event else { panic!("no service message") };
    assert!(told.content.action == Some(Action::PinMessage));
    assert_eq!(told.reply_to.as_ref().map(|reply| reply.id), Some(id));
    let theirs = house.boxes.pinned(BUDI, Peer::User(ANNA)).await.unwrap();
    assert_eq!(theirs.len(), 1);
    let again = house.boxes.pin(By::user(ANNA), Peer::User(BUDI), id, PIN).await.unwrap();
    assert_eq!((again.pts, again.pts_count), (done.pts, 0));
    let gone = house.boxes.pin(By::user(BUDI), Peer::User(ANNA), theirs[0], UNPIN).await.unwrap();
    assert_eq!(gone.pts_count, 1);
    assert!(house.boxes.pinned(ANNA, Peer::User(BUDI)).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_pin_for_oneself_stays_in_ones_box() {
    let house = House::new().await;
    house.send(ANNA, BUDI, "hai").await;
    let id = house.boxes.all_dialogs(ANNA).await.unwrap()[0].top_message;
    let pin = Pin { oneside: true, ..PIN };
    let before = house.boxes.state(BUDI).await.unwrap();
    house.boxes.pin(By::user(ANNA), Peer::User(BUDI), id, pin).await.unwrap();
    assert_eq!(house.boxes.pinned(ANNA, Peer::User(BUDI)).await.unwrap(), [id]);
    assert_eq!(house.boxes.state(BUDI).await.unwrap(), before);
    let unknown = house.boxes.pin(By::user(ANNA), Peer::User(BUDI), 77, pin).await;
    assert_eq!(unknown.err(), Some(BoxError::NoSuchMessage { id: 77 }));
    house.boxes.delete(By::user(ANNA), &[id], false).await.unwrap();
    assert!(house.boxes.pinned(ANNA, Peer::User(BUDI)).await.unwrap().is_empty());
}

#[tokio::test]
async fn all_pins_go_at_once_and_a_window_shows_a_part_of_them() {
    let house = House::new().await;
    for text in ["satu", "dua", "tiga"] {
        house.send(ANNA, BUDI, text).await;
    }
    for id in [2, 3, 4] {
        house.boxes.pin(By::user(ANNA), Peer::User(BUDI), id, PIN).await.unwrap();
    }
    let query = HistoryQuery { limit: 1, offset_id: 4, ..HistoryQuery::default() };
    let page = house.boxes.pinned_messages(ANNA, Peer::User(BUDI), query).await.unwrap();
    assert_eq!((page.messages[0].id, page.messages.len(), page.count, page.offset_id_offset), (3, 1, 3, 1));
    let done = house.boxes.unpin_all(By::user(BUDI), Peer::User(ANNA)).await.unwrap();
    assert_eq!(done.pts_count, 1);
    assert!(house.boxes.pinned(ANNA, Peer::User(BUDI)).await.unwrap().is_empty());
    assert!(house.boxes.pinned(BUDI, Peer::User(ANNA)).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_device_that_was_away_learns_of_pins_and_of_the_archive() {
    let house = House::new().await;
    house.send(BUDI, ANNA, "hai").await;
    house.boxes.pin(By::user(ANNA), Peer::User(BUDI), 2, PIN).await.unwrap();
    let moved = [(Peer::User(BUDI), ARCHIVE_FOLDER), (Peer::User(UserId(9)), ARCHIVE_FOLDER)];
    let done = house.boxes.move_to_folders(By::user(ANNA), &moved).await.unwrap();
    assert!(matches!(&done.entries[0].event, Event::Folders(moved) if moved.len() == 1));
    for limit in [None, Some(1)] {
        for user in [ANNA, BUDI] {
            let mut device = Device::new();
            device.catch_up(&house.boxes, user, limit).await.unwrap();
            assert_eq!(device.screen(), screen(&house.boxes, user).await);
        }
    }
    let archive = boxes::DialogsQuery { limit: 9, folder: Some(ARCHIVE_FOLDER), ..Default::default() };
    assert_eq!(house.boxes.dialogs(ANNA, archive).await.unwrap().dialogs.len(), 1);
    assert_eq!(house.boxes.dialogs(BUDI, archive).await.unwrap().dialogs.len(), 0);
}

#[tokio::test]
async fn pinned_dialogs_come_first_and_pages_go_on_behind_them() {
    let house = House::new().await;
    for other in 10..16 {
        house.send(ANNA, UserId(other), "hai").await;
    }
    let pins = [Peer::User(UserId(11)), Peer::User(UserId(13))];
    let peers = async |query: boxes::DialogsQuery, without| {
        let page = house.boxes.dialogs_with_pins(ANNA, query, &pins, without).await.unwrap();
        let peer = |dialog: &boxes::Dialog| match dialog.peer {
            Peer::User(UserId(id)) => id,
            _ => 0,
        };
        page.dialogs.iter().map(peer).collect::<Vec<_>>()
    };
    let all = boxes::DialogsQuery { limit: 4, ..Default::default() };
    assert_eq!(peers(all, false).await, [11, 13, 15, 14]);
    assert_eq!(peers(all, true).await, [15, 14, 12, 10]);
    let top = house.boxes.dialog(ANNA, Peer::User(UserId(14))).await.unwrap().unwrap().top_message;
    let next = boxes::DialogsQuery { offset_id: top, offset_peer: Some(Peer::User(UserId(14))), ..all };
    assert_eq!(peers(next, false).await, [12, 10]);
    assert_eq!(peers(next, true).await, [12, 10]);
}
