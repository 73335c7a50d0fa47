//! Voice messages are unread on both sides until the one who got them has listened, once, and for nobody else.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use boxes::{By, Content, Event, Media, MessageKind, NewMessage, Peer, UserId};
use support::{House, history};

const ALICE: UserId = UserId(11);
const BUDI: UserId = UserId(22);

fn file(kind: MessageKind) -> Content {
    let media = Media::Document { id: 5, flags: 0, ttl_seconds: None, kind: kind.code() };
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
