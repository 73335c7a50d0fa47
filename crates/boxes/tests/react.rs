//! What one person thinks of a message reaches the other, also one who was away; and what is new to an author is
//! counted until he has seen it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use boxes::{BoxError, By, Difference, Event, NewReaction, Peer, UserId};
use support::{House, history};

const ALICE: UserId = UserId(11);
const BUDI: UserId = UserId(22);

fn given(emoji: &[&str]) -> Vec<NewReaction> {
    emoji.iter().map(|emoji| NewReaction { emoji: (*emoji).into(), big: false }).collect()
}

/// What Alice's newest message to Budi shows in the box of `user`: emoji, whose, unread.
async fn shown(house: &House, user: UserId, other: UserId) -> Vec<(String, UserId, bool)> {
    let message = history(&house.boxes, user, Peer::User(other)).await.unwrap().remove(0);
    message.reactions.into_iter().map(|one| (one.emoji, one.user, one.unread)).collect()
}

async fn unread(house: &House, user: UserId, other: UserId) -> i32 {
    house.boxes.dialog(user, Peer::User(other)).await.unwrap().unwrap().unread_reactions_count
}

#[tokio::test]
async fn a_reaction_stands_in_both_boxes_and_is_new_to_the_author_alone() {
    let house = House::new().await;
    house.send(BUDI, UserId(33), "earlier").await;
    let sent = house.send(ALICE, BUDI, "Halo").await;
    let there = history(&house.boxes, BUDI, Peer::User(ALICE)).await.unwrap()[0].id;
    let entry = house.boxes.react(By::user(BUDI), there, given(&["a", "b"])).await.unwrap();
    assert!(matches!(&entry.event, Event::Reacted(message) if message.edit_hidden));
    assert_eq!((entry.pts, entry.pts_count), (there + 1, 1));
    assert_eq!(shown(&house, BUDI, ALICE).await, [("a".into(), BUDI, false), ("b".into(), BUDI, false)]);
    assert_eq!(shown(&house, ALICE, BUDI).await, [("a".into(), BUDI, true), ("b".into(), BUDI, true)]);
    assert_eq!((unread(&house, ALICE, BUDI).await, unread(&house, BUDI, ALICE).await), (1, 0));
    // The author's own is news to nobody else's count, and stands beside the other's.
    house.boxes.react(By::user(ALICE), sent.id, given(&["c"])).await.unwrap();
    assert_eq!(shown(&house, BUDI, ALICE).await.len(), 3);
    assert_eq!(unread(&house, BUDI, ALICE).await, 0);
    // Taken back, nothing is left to be seen.
    house.boxes.react(By::user(BUDI), there, Vec::new()).await.unwrap();
    assert_eq!(shown(&house, ALICE, BUDI).await, [("c".into(), ALICE, false)]);
    assert_eq!(unread(&house, ALICE, BUDI).await, 0);
}

#[tokio::test]
async fn what_an_author_has_seen_is_unread_no_more() {
    let house = House::new().await;
    for text in ["1", "2", "3"] {
        house.send(ALICE, BUDI, text).await;
    }
    for message in history(&house.boxes, BUDI, Peer::User(ALICE)).await.unwrap() {
        house.boxes.react(By::user(BUDI), message.id, given(&["a"])).await.unwrap();
    }
    let ids = house.boxes.unread_reactions(ALICE, Peer::User(BUDI)).await.unwrap();
    assert_eq!(ids.len(), 3);
    let seen = house.boxes.read_reactions(By::user(ALICE), Peer::User(BUDI), Some(&ids[..1])).await.unwrap();
    assert_eq!((seen.pts_count, seen.offset, unread(&house, ALICE, BUDI).await), (1, 0, 2));
    house.boxes.delete(By::user(ALICE), &ids[1..2], false).await.unwrap();
    assert_eq!(unread(&house, ALICE, BUDI).await, 1);
    let all = house.boxes.read_reactions(By::user(ALICE), Peer::User(BUDI), None).await.unwrap();
    assert!(matches!(&all.entries[0].event, Event::ReactionsRead(read) if read[..] == ids[2..]));
    assert_eq!((all.pts_count, unread(&house, ALICE, BUDI).await), (1, 0));
    let again = house.boxes.read_reactions(By::user(ALICE), Peer::User(BUDI), None).await.unwrap();
    assert_eq!((again.pts_count, again.pts), (0, all.pts));
}

#[tokio::test]
async fn a_device_that_was_away_learns_of_a_reaction_and_an_edit_of_once_each() {
    let house = House::new().await;
    let sent = house.send(ALICE, BUDI, "Halo").await;
    let there = history(&house.boxes, BUDI, Peer::User(ALICE)).await.unwrap()[0].id;
    let before = house.boxes.state(ALICE).await.unwrap().pts;
    house.boxes.react(By::user(BUDI), there, given(&["a"])).await.unwrap();
    house.boxes.react(By::user(BUDI), there, given(&["b"])).await.unwrap();
    let Difference::Entries { entries, .. } =
        house.boxes.difference(ALICE, before, None, None).await.unwrap()
    else {
        panic!("there is something")
    };
    assert_eq!(entries.len(), 1);
    assert!(matches!(&entries[0].event, Event::Reacted(message)
        if message.id == sent.id && message.reactions.len() == 1 && message.reactions[0].emoji == "b"));
}

#[tokio::test]
async fn an_edit_after_a_reaction_is_shown_as_one_and_keeps_the_reaction() {
    let house = House::new().await;
    let sent = house.send(ALICE, BUDI, "Hallo").await;
    house.boxes.react(By::user(ALICE), sent.id, given(&["a"])).await.unwrap();
    let content = boxes::Content { text: "Halo".into(), ..Default::default() };
    house.boxes.edit(By::user(ALICE), sent.id, content).await.unwrap();
    for (user, other) in [(ALICE, BUDI), (BUDI, ALICE)] {
        let message = history(&house.boxes, user, Peer::User(other)).await.unwrap().remove(0);
        assert!(!message.edit_hidden && message.edit_date.is_some() && message.reactions.len() == 1);
    }
}

#[tokio::test]
async fn the_same_again_and_what_is_not_there_change_nothing() {
    let house = House::new().await;
    let sent = house.send(ALICE, BUDI, "Halo").await;
    house.boxes.react(By::user(ALICE), sent.id, given(&["a"])).await.unwrap();
    let pts = house.boxes.state(ALICE).await.unwrap().pts;
    let again = house.boxes.react(By::user(ALICE), sent.id, given(&["a"])).await.err();
    assert_eq!(again, Some(BoxError::NotModified));
    let nothing = house.boxes.react(By::user(ALICE), 999, given(&["a"])).await.err();
    assert_eq!(nothing, Some(BoxError::NoSuchMessage { id: 999 }));
    let none = house.boxes.react(By::user(BUDI), 2, Vec::new()).await.err();
    assert_eq!(none, Some(BoxError::NotModified));
    assert_eq!(house.boxes.state(ALICE).await.unwrap().pts, pts);
}

#[tokio::test]
async fn notes_to_oneself_take_reactions_too() {
    let house = House::new().await;
    let sent = house.send(ALICE, ALICE, "note").await;
    house.boxes.react(By::user(ALICE), sent.id, given(&["a"])).await.unwrap();
    assert_eq!(shown(&house, ALICE, ALICE).await, [("a".into(), ALICE, false)]);
}
