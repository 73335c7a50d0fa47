//! Many threads at once: locks of two boxes at a time, and a listener that hears each box in order.

#![allow(clippy::unwrap_used, reason = "a fixture that fails fails its test")]

mod support;

use std::sync::Arc;

use boxes::{By, Options, Peer, UserId};
use kv::memory::Memory;
use support::{Device, Dice, House, screen};

const USERS: i64 = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everybody_hears_every_box_in_order_and_nothing_is_lost() {
    let options = Options { loaded_max: 3, checkpoint_entries: 5, ..Options::default() };
    let house = Arc::new(House::with(Memory::new(), 5, options).await);
    let mut tasks = Vec::new();
    for task in 0..8 {
        let house = house.clone();
        tasks.push(tokio::runtime::Handle::current().spawn(async move {
            let dice = Dice::new(task);
            for number in 0..150 {
                let user = |dice: &Dice| UserId(1 + dice.below(USERS as u64) as i64);
                let (one, other) = (user(&dice), user(&dice));
                if dice.one_in(5) {
                    house.boxes.read(By::user(one), Peer::User(other), 0).await.unwrap();
                } else {
                    house.send(one, other, &format!("{task}:{number}")).await;
                }
                tokio::task::yield_now().await;
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    for user in (1..=USERS).map(UserId) {
        let mut device = Device::new();
        house.heard.of(user).iter().for_each(|entry| device.hear(entry));
        assert_eq!(device.gaps, 0);
        let shown = screen(&house.boxes, user).await;
        assert_eq!(device.screen(), shown);
        for (peer, chat) in &shown.chats {
            let Peer::User(other) = peer else { continue };
            let there = house.texts(*other, user).await;
            let here: Vec<String> = chat.messages.values().map(|line| line.2.clone()).collect();
            // What both wrote crosses; what one wrote does not.
            let by = |texts: &[String], out: bool| -> Vec<String> {
                let own = chat.messages.values().filter(|line| line.3 == out).map(|line| &line.2);
                let own: Vec<&String> = own.collect();
                texts.iter().filter(|text| own.contains(text)).cloned().collect()
            };
            assert_eq!(by(&here, true), by(&there, true));
            assert_eq!(here.len(), there.len());
        }
    }
}
