//! What a device that was away learns.

#![allow(clippy::unwrap_used, reason = "a fixture that fails fails its test")]

mod support;

use std::sync::Arc;

use boxes::{By, Content, Difference, Entry, Event, Peer, State, UserId};
use support::{Device, House, screen};

const ALICE: UserId = UserId(11);
const BUDI: UserId = UserId(22);

async fn ask(house: &House, pts: i32, limit: Option<i32>) -> (Vec<Arc<Entry>>, State, bool) {
    match house.boxes.difference(ALICE, pts, limit, None).await.unwrap() {
        Difference::Entries { entries, state, last } => (entries, state, last),
        _ => panic!("there is a difference"),
    }
}

#[tokio::test]
async fn nothing_happened_is_said_as_such() {
    let house = House::new().await;
    assert!(matches!(house.boxes.difference(ALICE, 1, None, None).await.unwrap(), Difference::Empty(_)));
    house.send(BUDI, ALICE, "Halo").await;
    assert!(matches!(house.boxes.difference(ALICE, 2, None, None).await.unwrap(), Difference::Empty(_)));
    assert!(matches!(house.boxes.difference(ALICE, 99, None, None).await.unwrap(), Difference::Empty(_)));
}

#[tokio::test]
async fn three_hundred_messages_come_in_order_in_slices() {
    let house = House::new().await;
    for number in 0..300 {
        house.send(BUDI, ALICE, &number.to_string()).await;
    }
    let mut pts = 1;
    let mut texts = Vec::new();
    loop {
        let (entries, state, last) = ask(&house, pts, Some(77)).await;
        for entry in &entries {
            let Event::New(message) = &entry.event else { panic!("only messages") };
            texts.push(message.content.text.clone());
        }
        pts = state.pts;
        if last {
            break;
        }
        assert_eq!(entries.len(), 77);
    }
    assert_eq!(pts, 301);
    assert_eq!(texts, (0..300).map(|number| number.to_string()).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_limit_of_one_gives_exactly_one_update_whatever_became_of_it() {
    let house = House::new().await;
    let first = house.send(ALICE, BUDI, "goes").await.id;
    let second = house.send(ALICE, BUDI, "changes").await.id;
    let content = Content { text: "changed".into(), ..Content::default() };
    house.boxes.edit(By::user(ALICE), second, content).await.unwrap();
    house.boxes.delete(By::user(ALICE), &[first], true).await.unwrap();
    let (entries, state, last) = ask(&house, 1, Some(1)).await;
    assert_eq!((entries.len(), entries[0].pts, entries[0].pts_count, state.pts, last), (1, 2, 0, 2, false));
    assert!(matches!(&entries[0].event, Event::Deleted(ids) if *ids == [first]));
    let (entries, ..) = ask(&house, 2, Some(1)).await;
    assert!(matches!(&entries[0].event, Event::New(message) if message.content.text == "changed"));
    let (entries, state, last) = ask(&house, 3, Some(1)).await;
    assert!(matches!(&entries[0].event, Event::Edited(message) if message.id == second));
    assert_eq!((entries.len(), state.pts, last), (1, 4, false));
    let (entries, state, last) = ask(&house, 4, Some(1)).await;
    assert!(matches!(&entries[0].event, Event::Deleted(_)));
    assert_eq!((entries.len(), state.pts, last), (1, 5, true));
}

#[tokio::test]
async fn what_came_and_went_is_told_once() {
    let house = House::new().await;
    let id = house.send(ALICE, BUDI, "one").await.id;
    for number in 0..5 {
        let content = Content { text: number.to_string(), ..Content::default() };
        house.boxes.edit(By::user(ALICE), id, content).await.unwrap();
    }
    let (entries, ..) = ask(&house, 1, None).await;
    assert_eq!(entries.len(), 1);
    let (entries, ..) = ask(&house, 2, None).await;
    assert!(entries.len() == 1 && entries[0].pts == 7);
    house.boxes.delete(By::user(ALICE), &[id], true).await.unwrap();
    let (entries, ..) = ask(&house, 1, None).await;
    assert!(entries.len() == 1 && matches!(&entries[0].event, Event::Deleted(ids) if *ids == [id]));
}

#[tokio::test]
async fn own_sends_carry_what_the_client_drew_and_others_do_not() {
    let house = House::new().await;
    let message = house.message(ALICE, BUDI, "mine");
    let drawn = message.random_id;
    house.boxes.send(vec![message]).await.unwrap();
    house.send(BUDI, ALICE, "theirs").await;
    let (entries, ..) = ask(&house, 1, None).await;
    let drawn_of = |entry: &Entry| match &entry.event {
        Event::New(message) => message.random_id,
        _ => None,
    };
    assert_eq!(entries.iter().map(|entry| drawn_of(entry)).collect::<Vec<_>>(), [Some(drawn), None]);
}

#[tokio::test]
async fn too_long_is_said_only_to_who_asked_for_a_total_limit() {
    let house = House::new().await;
    for _ in 0..50 {
        house.send(BUDI, ALICE, "x").await;
    }
    let long = house.boxes.difference(ALICE, 1, None, Some(20)).await.unwrap();
    assert!(matches!(long, Difference::TooLong(51)));
    assert_eq!(ask(&house, 1, None).await.0.len(), 50);
    assert!(matches!(
        house.boxes.difference(ALICE, 40, None, Some(20)).await.unwrap(),
        Difference::Entries { .. }
    ));
}

#[tokio::test]
async fn the_unread_count_of_a_replayed_read_holds_after_the_messages_of_the_same_answer() {
    let house = House::new().await;
    house.send(BUDI, ALICE, "1").await;
    house.boxes.read(By::user(ALICE), Peer::User(BUDI), 0).await.unwrap();
    house.send(BUDI, ALICE, "2").await;
    house.send(BUDI, ALICE, "3").await;
    let (entries, ..) = ask(&house, 1, None).await;
    let read = entries.iter().find_map(|entry| match &entry.event {
        Event::ReadInbox { still_unread, max_id, .. } => Some((*still_unread, *max_id)),
        _ => None,
    });
    assert_eq!(read, Some((2, 2)));
}

#[tokio::test]
async fn from_every_old_state_and_with_every_limit_a_device_ends_up_with_the_same() {
    let house = House::new().await;
    let mut ids = Vec::new();
    for number in 0..12 {
        ids.push(house.send(ALICE, BUDI, &number.to_string()).await.id);
        house.send(BUDI, ALICE, &format!("to {number}")).await;
        if number % 3 == 0 {
            house.boxes.read(By::user(ALICE), Peer::User(BUDI), 0).await.unwrap();
            house.boxes.read(By::user(BUDI), Peer::User(ALICE), 0).await.unwrap();
        }
        if number % 4 == 3 {
            let content = Content { text: format!("edited {number}"), ..Content::default() };
            house.boxes.edit(By::user(ALICE), ids[number / 2], content).await.unwrap();
            house.boxes.delete(By::user(ALICE), &[ids[number - 3], ids[number - 1]], true).await.unwrap();
        }
    }
    let want = screen(&house.boxes, ALICE).await;
    // What a device knew at each moment comes from the updates up to then.
    let heard = house.heard.of(ALICE);
    for known in 0..=heard.len() {
        for limit in [Some(1), Some(2), Some(7), None] {
            let mut device = Device::new();
            heard.iter().take(known).for_each(|entry| device.hear(entry));
            device.catch_up(&house.boxes, ALICE, limit).await.unwrap();
            assert_eq!(device.screen(), want, "from {known} updates on, limit {limit:?}");
        }
    }
}
