//! Projections are worth nothing: thrown away, evicted or read again, a box gives the same answers.

#![allow(clippy::unwrap_used, reason = "a fixture that fails fails its test")]

mod support;

use boxes::{By, Content, NewReaction, Options, Peer, Pin, UserId};
use kv::{Engine, Group, Op, memory::Memory};
use support::{Dice, House, screen};

/// A small world of four, in which every kind of event happens many times.
async fn live(house: &House, seed: u64, rounds: u64) {
    let dice = Dice::new(seed);
    let user = |dice: &Dice| UserId(1 + dice.below(4) as i64);
    for round in 0..rounds {
        let (one, other) = (user(&dice), user(&dice));
        let newest = house.boxes.state(one).await.unwrap().pts;
        let id = newest - dice.below(30) as i32;
        match dice.below(14) {
            0..=5 => {
                house.send(one, other, &format!("{round}")).await;
            }
            6 => {
                let content = Content { text: format!("edit {round}"), ..Content::default() };
                let _may_be_gone = house.boxes.edit(By::user(one), id, content).await;
            }
            7 => {
                let pin = Pin { pinned: dice.one_in(2), oneside: dice.one_in(3), silent: false };
                let _may_be_gone = house.boxes.pin(By::user(one), Peer::User(other), id, pin).await;
            }
            8 => {
                let folder = i32::from(dice.one_in(2));
                house.boxes.move_to_folders(By::user(one), &[(Peer::User(other), folder)]).await.unwrap();
            }
            9 => {
                house.boxes.delete(By::user(one), &[id, id - 1], dice.one_in(2)).await.unwrap();
            }
            10 => {
                let emoji = if dice.one_in(2) { "a" } else { "b" }.to_owned();
                let given = vec![NewReaction { emoji, big: false }];
                let given = if dice.one_in(3) { Vec::new() } else { given };
                let _may_be_gone = house.boxes.react(By::user(one), id, given).await;
            }
            11 => {
                let ids = [id, id + 1];
                let ids = dice.one_in(2).then_some(ids.as_slice());
                house.boxes.read_reactions(By::user(one), Peer::User(other), ids).await.unwrap();
            }
            _ => {
                let max_id = if dice.one_in(2) { 0 } else { id.max(1) };
                house.boxes.read(By::user(one), Peer::User(other), max_id).await.unwrap();
            }
        }
    }
}

async fn screens(house: &House) -> Vec<support::Screen> {
    let mut screens = Vec::new();
    for user in 1..=4 {
        screens.push(screen(&house.boxes, UserId(user)).await);
    }
    screens
}

/// Deletes every row of these tables.
async fn throw_away(memory: &Memory, tags: &[u8]) {
    for (shard, key, _) in memory.dump() {
        if key.first().is_some_and(|tag| tags.contains(tag)) {
            let epoch = memory.claim(shard).await.unwrap();
            let group = Group { shard, epoch, ops: vec![Op::Delete { key }], depends_on: None };
            memory.commit(vec![group]).await.remove(0).unwrap();
        }
    }
}

/// owner_heads, dialogs, history_pages, history_directories, random_ids.
const PROJECTIONS: &[u8] = &[4, 11, 12, 13, 14];

#[tokio::test]
async fn without_any_projection_every_answer_is_the_same() {
    let options = Options { checkpoint_entries: 10, ..Options::default() };
    let mut house = House::with(Memory::new(), 3, options).await;
    live(&house, 5, 1500).await;
    let before = screens(&house).await;
    throw_away(&house.memory, PROJECTIONS).await;
    house.reopen().await;
    assert_eq!(screens(&house).await, before);
}

#[tokio::test]
async fn read_from_checkpoints_and_tail_every_answer_is_the_same() {
    for checkpoint_entries in [1, 2, 7, 50, 10_000] {
        let options = Options { checkpoint_entries, ..Options::default() };
        let mut house = House::with(Memory::new(), 3, options).await;
        live(&house, 6, 600).await;
        let before = screens(&house).await;
        house.reopen().await;
        assert_eq!(screens(&house).await, before, "a checkpoint every {checkpoint_entries} entries");
        live(&house, 7, 100).await;
        let before = screens(&house).await;
        house.reopen().await;
        assert_eq!(screens(&house).await, before);
    }
}

#[tokio::test]
async fn with_room_for_two_boxes_four_people_get_the_answers_of_a_large_house() {
    let small = Options { loaded_max: 2, checkpoint_entries: 20, ..Options::default() };
    let small = House::with(Memory::new(), 3, small).await;
    let large = House::with(Memory::new(), 3, Options::default()).await;
    live(&small, 8, 800).await;
    live(&large, 8, 800).await;
    assert_eq!(screens(&small).await, screens(&large).await);
    assert!(small.boxes.loaded() <= 3, "{} are loaded", small.boxes.loaded());
}

#[tokio::test]
async fn after_a_close_nobody_stands_on_the_dirty_list_and_nothing_changed() {
    let mut house = House::new().await;
    live(&house, 9, 300).await;
    let before = screens(&house).await;
    let listed =
        |house: &House| house.memory.dump().iter().filter(|(_, key, _)| key.first() == Some(&15)).count();
    assert!(listed(&house) > 0);
    house.boxes.close().await.unwrap();
    assert_eq!((listed(&house), house.boxes.loaded()), (0, 0));
    house.reopen().await;
    assert_eq!(screens(&house).await, before);
}
