//! Voice messages are unread on both sides until the one who got them has listened, once, and for nobody else.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test may panic, and is an edge")]

mod support;

use boxes::{By, Content, DueNow, DueWhat, Event, Media, Message, MessageKind, NewMessage, Peer, UserId};
use support::{House, history};

const ALICE: UserId = UserId(11);
const BUDI: UserId = UserId(22);

fn file(kind: MessageKind) -> Content {
    let media = Media::Document { id: 5, flags: 0, ttl_seconds: None, kind: kind.code(), plays: None };
    Content { media: Some(media), ..Content::default() }
}

/// Whether the newest message is to be opened, in the box of `user`.
async fn unread(house: &House, user: UserId, other: UserId) -> bool {
    history(&house.boxes, user, Peer::User(other)).await.unwrap()[0].media_unread
}

#[tokio::test]
async fn a_voice_message_is_opened_for_both_sides_once() {
    let house = House::new().await;
    let voice = NewMessage::new(By::user(ALICE), Peer::User(BUDI), 1, 1_000, file(MessageKind::Voice));
    let sent = house.boxes.send(vec![voice]).await.unwrap().remove(0);
    let there = history(&house.boxes, BUDI, Peer::User(ALICE)).await.unwrap()[0].id;
    assert!(unread(&house, ALICE, BUDI).await && unread(&house, BUDI, ALICE).await);
    let own = house.boxes.read_contents(By::user(ALICE), Peer::User(BUDI), &[sent.id]).await.unwrap();
    assert_eq!(own.pts_count, 0, "the author opens nothing");

    let read = house.boxes.read_contents(By::user(BUDI), Peer::User(ALICE), &[there, 999]).await.unwrap();
    assert_eq!(read.pts_count, 1);
    assert!(matches!(&read.entries[0].event, Event::MentionsRead(ids) if *ids == [there]));
    assert!(!unread(&house, ALICE, BUDI).await && !unread(&house, BUDI, ALICE).await);
    let pts = house.boxes.state(ALICE).await.unwrap().pts;
    let again = house.boxes.read_contents(By::user(BUDI), Peer::User(ALICE), &[there]).await.unwrap();
    assert_eq!((again.pts_count, house.boxes.state(ALICE).await.unwrap().pts), (0, pts));
}

#[tokio::test]
async fn what_is_not_listened_to_and_notes_to_oneself_are_not_unread() {
    let house = House::new().await;
    for (to, kind) in [(BUDI, MessageKind::Photo), (BUDI, MessageKind::Music), (ALICE, MessageKind::Voice)] {
        let message = NewMessage::new(By::user(ALICE), Peer::User(to), 0, 1_000, file(kind));
        house.boxes.send(vec![message]).await.unwrap();
        assert!(!unread(&house, ALICE, to).await);
    }
}

/// Does what the worker above does, but for files.
async fn work(house: &House) {
    let now = house.now();
    while let Some(DueNow::Shard(shard)) = house.boxes.due_queue().take(now) {
        for row in house.boxes.due_in(shard, now).await.unwrap() {
            match row.what {
                DueWhat::Seen(_) => house.boxes.take_seen(row.user, &[row]).await.unwrap(),
                DueWhat::FileOf(..) => house.boxes.due_done(row).await.unwrap(),
                _ => unreachable!("nothing else is due here"),
            }
        }
        house.boxes.due_rest(shard, now + 1).await;
    }
}

/// The newest message, in the box of `user`.
async fn newest(house: &House, user: UserId, other: UserId) -> Message {
    history(&house.boxes, user, Peer::User(other)).await.unwrap().remove(0)
}

async fn is_gone(house: &House, user: UserId, other: UserId) -> bool {
    let message = newest(house, user, other).await;
    assert_eq!(message.content.text, "Lihat");
    matches!(message.content.media, Some(Media::Seen { .. }))
}

/// Ayu sends something with a text, and Budi opens it; gives its id at both.
async fn sent_and_opened(house: &House, media: Media) -> (i32, i32) {
    let content = Content { text: "Lihat".into(), media: Some(media), ..Content::default() };
    let new = NewMessage::new(By::user(ALICE), Peer::User(BUDI), 1, house.now(), content);
    let sent = house.boxes.send(vec![new]).await.unwrap().remove(0);
    assert!(unread(house, ALICE, BUDI).await && unread(house, BUDI, ALICE).await);
    house.pass(1_000);
    work(house).await;
    assert!(!is_gone(house, BUDI, ALICE).await, "it stays until it is seen");
    let there = newest(house, BUDI, ALICE).await.id;
    house.boxes.read_contents(By::user(BUDI), Peer::User(ALICE), &[there]).await.unwrap();
    (sent.id, there)
}

#[tokio::test]
async fn what_goes_after_being_seen_goes_at_its_time_from_both_boxes_whatever_breaks() {
    let photo = |ttl_seconds| Media::Photo { id: 5, flags: 0, ttl_seconds };
    let video = |ttl_seconds| Media::Document { id: 5, flags: 0, ttl_seconds, kind: 11, plays: Some(45) };
    for (media, stays) in [
        (photo(Some(10)), 10),
        (photo(Some(i32::MAX)), 30),
        (video(Some(3)), 46),
        (video(Some(i32::MAX)), 75),
    ] {
        let mut house = House::new().await;
        let (here, there) = sent_and_opened(&house, media.clone()).await;
        house.pass(stays - 1);
        work(&house).await;
        assert!(!is_gone(&house, ALICE, BUDI).await && !is_gone(&house, BUDI, ALICE).await);
        // Opening it again gives it no more time.
        house.boxes.read_contents(By::user(BUDI), Peer::User(ALICE), &[there]).await.unwrap();
        house.reopen().await;
        house.pass(1);
        work(&house).await;
        assert!(is_gone(&house, ALICE, BUDI).await && is_gone(&house, BUDI, ALICE).await);
        for (user, id) in [(ALICE, here), (BUDI, there)] {
            let told = house.heard.of(user);
            let edits = told.iter().filter(|entry| {
                matches!(&entry.event, Event::Edited(message) if message.id == id && message.edit_hidden)
            });
            assert_eq!(edits.count(), 1);
        }
        let before = house.boxes.state(BUDI).await.unwrap().pts;
        house.reopen().await;
        house.pass(1_000);
        work(&house).await;
        assert_eq!(house.boxes.state(BUDI).await.unwrap().pts, before, "it goes once");
        assert_eq!(house.boxes.due_queue().next(), None);
        // Words that were changed before their author's copy had gone bring nothing back.
        let content = Content { text: "Lihat".into(), media: Some(media), ..Content::default() };
        house.boxes.edit(By::user(ALICE), here, content).await.unwrap();
        assert!(is_gone(&house, BUDI, ALICE).await);
    }
}

#[tokio::test]
async fn a_kill_while_it_is_opened_or_goes_leaves_it_gone_once_in_both_boxes() {
    for durable in 0..5 {
        let mut house = House::new().await;
        let media = Media::Photo { id: 5, flags: 0, ttl_seconds: Some(10) };
        let (_, there) = sent_and_opened(&house, media).await;
        house.pass(10);
        let boxes = house.boxes.clone();
        let row = boxes::DueAt { at: house.now(), user: BUDI, what: DueWhat::Seen(there) };
        let running = tokio::spawn(async move { boxes.take_seen(BUDI, &[row]).await });
        tokio::task::yield_now().await;
        house.crash(durable).await;
        running.abort();
        work(&house).await;
        assert!(is_gone(&house, ALICE, BUDI).await && is_gone(&house, BUDI, ALICE).await, "{durable}");
        let pts = house.boxes.state(BUDI).await.unwrap().pts;
        house.pass(10);
        work(&house).await;
        assert_eq!(house.boxes.state(BUDI).await.unwrap().pts, pts);
    }
}

#[tokio::test]
async fn what_is_to_be_seen_once_stands_in_no_list_of_photos() {
    let house = House::new().await;
    let media = Media::Photo { id: 5, flags: 0, ttl_seconds: Some(10) };
    let content = Content { media: Some(media), ..Content::default() };
    assert_eq!(content.kind(), MessageKind::Photo);
    assert_eq!(content.listed_kind(), MessageKind::Other);
    let new = NewMessage::new(By::user(ALICE), Peer::User(BUDI), 1, house.now(), content);
    house.boxes.send(vec![new]).await.unwrap();
    assert!(unread(&house, BUDI, ALICE).await);
}
