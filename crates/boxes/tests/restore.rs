//! A backup is put back: what came after it is gone, devices that saw it come to hold what the boxes hold, and no
//! pts means two things.

#![allow(clippy::unwrap_used, reason = "a fixture that fails fails its test")]

mod support;

use std::{collections::BTreeMap, sync::Arc};

use boxes::{By, Content, Difference, Event, Options, Peer, UserId};
use kv::memory::{Fault, Memory};
use store::{MasterKey, Store, ids::Owner};
use support::{Chat, Device, House, screen};

const ALICE: UserId = UserId(11);
const BUDI: UserId = UserId(22);
const CITRA: UserId = UserId(33);

/// What is on disk now, as a restore of it opens: in a life of its own.
async fn restored(house: &House) -> Memory {
    let memory = Memory::new();
    for (shard, key, value) in house.memory.dump() {
        memory.tamper(shard, &key, value);
    }
    let engine = Arc::new(memory.clone());
    let store = Store::open(engine, MasterKey::new([7; 32]), house.world.clone()).await.unwrap();
    let before = store.incarnation();
    assert_eq!(store.begin_incarnation(1_000_000).await.unwrap(), before + 1);
    memory.kill(0)
}

fn messages(chats: &BTreeMap<Peer, Chat>) -> Vec<(Peer, Vec<String>)> {
    let texts = |chat: &Chat| chat.messages.values().map(|line| line.2.clone()).collect::<Vec<_>>();
    let told = chats.iter().map(|(peer, chat)| (*peer, texts(chat)));
    told.filter(|(_, texts)| !texts.is_empty()).collect()
}

async fn caught_up(house: &House, user: UserId, device: &mut Device, limit: Option<i32>) {
    device.catch_up(&house.boxes, user, limit).await.unwrap();
    let screen = screen(&house.boxes, user).await;
    assert_eq!(device.pts, screen.pts);
    assert_eq!(messages(&device.chats), messages(&screen.chats));
}

#[tokio::test]
async fn devices_that_saw_more_than_was_kept_come_to_hold_what_was_kept() {
    for limit in [None, Some(1), Some(2)] {
        let mut house = House::new().await;
        let mut away = Device::new();
        house.send(ALICE, BUDI, "one").await;
        caught_up(&house, BUDI, &mut away, limit).await;
        for text in ["two", "three", "four"] {
            house.send(ALICE, BUDI, text).await;
        }
        let backup = restored(&house).await;
        let mut exactly = Device::new();
        caught_up(&house, BUDI, &mut exactly, limit).await;
        for text in ["lost", "lost too"] {
            house.send(ALICE, BUDI, text).await;
        }
        let (mut ahead, mut author) = (Device::new(), Device::new());
        caught_up(&house, BUDI, &mut ahead, limit).await;
        caught_up(&house, ALICE, &mut author, limit).await;

        house.start_on(backup).await;
        house.blocks.forget();
        house.send(ALICE, BUDI, "after").await;
        house.send(BUDI, ALICE, "an answer").await;
        assert_eq!(house.texts(BUDI, ALICE).await, ["one", "two", "three", "four", "after", "an answer"]);
        for device in [&mut away, &mut exactly, &mut ahead, &mut Device::new()] {
            caught_up(&house, BUDI, device, limit).await;
        }
        caught_up(&house, ALICE, &mut author, limit).await;
    }
}

#[tokio::test]
async fn a_box_takes_its_step_once_in_each_life_also_when_it_was_empty() {
    let options = Options { checkpoint_entries: 1, ..Options::default() };
    for options in [Options::default(), options] {
        let mut house = House::with(Memory::new(), 5, options).await;
        house.send(ALICE, BUDI, "one").await;
        let before = house.boxes.state(ALICE).await.unwrap().pts;
        for life in 1..4 {
            let memory = restored(&house).await;
            house.start_on(memory).await;
            house.blocks.forget();
            let pts = house.boxes.state(ALICE).await.unwrap().pts;
            assert_eq!(pts, before + life * 1_000_000);
            house.boxes.close().await.unwrap();
            house.reopen().await;
            assert_eq!(house.boxes.state(ALICE).await.unwrap().pts, pts);
            house.reopen().await;
            assert_eq!(house.boxes.state(ALICE).await.unwrap().pts, pts);
        }
        assert_eq!(house.boxes.state(CITRA).await.unwrap().pts, 1 + 1_000_000);
    }
}

#[tokio::test]
async fn what_was_not_delivered_when_the_backup_was_taken_is_delivered_after_it() {
    let mut house = House::new().await;
    for _ in 0..3 {
        house.memory.fail_next(Some(Owner::User(BUDI).shard()), Fault::UnknownLost);
    }
    house.send(ALICE, BUDI, "on its way").await;
    let memory = restored(&house).await;
    house.start_on(memory).await;
    house.blocks.forget();
    house.boxes.deliver(ALICE).await.unwrap();
    assert_eq!(house.texts(BUDI, ALICE).await, ["on its way"]);
}

#[tokio::test]
async fn a_step_does_not_make_a_difference_too_long() {
    let mut house = House::new().await;
    house.send(ALICE, BUDI, "one").await;
    let memory = restored(&house).await;
    house.start_on(memory).await;
    house.blocks.forget();
    house.send(ALICE, BUDI, "two").await;
    let near = house.boxes.difference(BUDI, 1, None, Some(10)).await.unwrap();
    let Difference::Entries { entries, last: true, .. } = near else { panic!("three entries are not ten") };
    assert_eq!(entries.iter().filter(|entry| matches!(entry.event, Event::New(_))).count(), 2);
    let far = house.boxes.difference(BUDI, 1, None, Some(2)).await.unwrap();
    assert!(matches!(far, Difference::TooLong(_)));
}

#[tokio::test]
async fn an_edit_of_a_message_from_before_reaches_both_sides() {
    let mut house = House::new().await;
    let id = house.send(ALICE, BUDI, "one").await.id;
    let memory = restored(&house).await;
    house.start_on(memory).await;
    house.blocks.forget();
    let content = Content { text: "edited".into(), ..Content::default() };
    house.boxes.edit(By::user(ALICE), id, content).await.unwrap();
    assert_eq!(house.texts(BUDI, ALICE).await, ["edited"]);
}
