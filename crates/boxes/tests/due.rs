//! What is due is done once, whatever breaks: scheduled messages are sent, expiring ones go from both boxes.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on has failed, and is an edge"
)]

mod support;

use boxes::{
    Action, Boxes, By, Content, DueNow, DueWhat, NewMessage, NewSchedule, Peer, ScheduledEdit, UserId,
    WHEN_ONLINE,
};
use support::House;

const ANA: UserId = UserId(11);
const BUDI: UserId = UserId(12);

/// Does what the worker above does.
async fn work(house: &House) {
    let boxes = &house.boxes;
    let now = house.now();
    while let Some(due) = boxes.due_queue().take(now) {
        match due {
            DueNow::Shard(shard) => {
                for row in boxes.due_in(shard, now).await.unwrap() {
                    match row.what {
                        DueWhat::Scheduled(id) => fire(boxes, row.user, id, now).await,
                        DueWhat::Expiry(_) => boxes.expire(row.user, &[row]).await.unwrap(),
                        DueWhat::PollEnd(_) => unreachable!("nobody asks here"),
                        _ => unreachable!("nobody sends files here"),
                    }
                }
                boxes.due_rest(shard, now + 1).await;
            }
            DueNow::Online { by, came } => {
                for message in boxes.scheduled(by, Peer::User(came)).await.unwrap() {
                    if message.date == WHEN_ONLINE {
                        fire(boxes, by, message.id, now).await;
                    }
                }
            }
        }
    }
}

async fn fire(boxes: &Boxes, user: UserId, id: i32, now: i32) {
    let message = boxes.scheduled_message(user, id).await.unwrap().unwrap();
    // A failed commit is tried again by the worker's next round.
    let _sent = boxes.send(vec![NewMessage::firing(By::user(user), &message, now)]).await;
}

async fn schedule(house: &House, text: &str, after: i32) -> i32 {
    let new = house.message(ANA, BUDI, text);
    let schedule = NewSchedule { at: house.now() + after, repeat_period: None };
    house.boxes.schedule(vec![new], schedule).await.unwrap().remove(0).id
}

async fn set_ttl(house: &House, period: i32) {
    let action = Some(Action::SetMessagesTtl { period, by_default_of: None });
    let content = Content { action, ..Content::default() };
    let new = NewMessage::new(By::user(ANA), Peer::User(BUDI), 0, house.now(), content);
    house.boxes.send(vec![new]).await.unwrap();
}

#[tokio::test]
async fn a_scheduled_message_is_sent_once_at_its_time_also_by_another_process() {
    let mut house = House::new().await;
    let first = schedule(&house, "satu", 100).await;
    let second = schedule(&house, "dua", 50).await;
    assert_eq!((first, second), (1, 2));
    house.reopen().await;
    work(&house).await;
    assert!(house.texts(BUDI, ANA).await.is_empty());
    house.pass(60);
    work(&house).await;
    assert_eq!(house.texts(BUDI, ANA).await, ["dua"]);
    house.reopen().await;
    work(&house).await;
    house.pass(60);
    work(&house).await;
    work(&house).await;
    house.reopen().await;
    work(&house).await;
    for (side, other) in [(ANA, BUDI), (BUDI, ANA)] {
        assert_eq!(house.texts(side, other).await, ["dua", "satu"]);
    }
    assert!(house.boxes.scheduled(ANA, Peer::User(BUDI)).await.unwrap().is_empty());
    assert_eq!(house.boxes.due_queue().next(), None);
    assert_eq!(schedule(&house, "tiga", 50).await, 3, "an id is not given twice");
}

#[tokio::test]
async fn a_kill_between_the_commit_and_its_answer_doubles_nothing() {
    for durable in 0..4 {
        let mut house = House::new().await;
        schedule(&house, "sekali", 10).await;
        house.pass(20);
        let boxes = house.boxes.clone();
        let message = boxes.scheduled_message(ANA, 1).await.unwrap().unwrap();
        let now = house.now();
        let firing = NewMessage::firing(By::user(ANA), &message, now);
        let running = tokio::spawn(async move { boxes.send(vec![firing]).await.map(drop) });
        tokio::task::yield_now().await;
        house.crash(durable).await;
        running.abort();
        work(&house).await;
        work(&house).await;
        assert_eq!(house.texts(BUDI, ANA).await, ["sekali"], "{durable} groups were durable");
        assert_eq!(house.texts(ANA, BUDI).await, ["sekali"]);
    }
}

#[tokio::test]
async fn a_scheduled_message_is_changed_deleted_and_known_by_its_random_id() {
    let house = House::new().await;
    let peer = Peer::User(BUDI);
    let new = house.message(ANA, BUDI, "satu");
    let at = house.now() + 100;
    let schedule = NewSchedule { at, repeat_period: None };
    let id = house.boxes.schedule(vec![new.clone()], schedule).await.unwrap()[0].id;
    assert_eq!(house.boxes.schedule(vec![new], schedule).await.unwrap()[0].id, id);
    let content = Some(Content { text: "dua".into(), ..Content::default() });
    let later = NewSchedule { at: at + 100, repeat_period: None };
    let edit = ScheduledEdit { content, schedule: later };
    house.boxes.edit_scheduled(ANA, peer, id, edit).await.unwrap();
    house.pass(150);
    work(&house).await;
    assert!(house.texts(BUDI, ANA).await.is_empty());
    let shown = house.boxes.scheduled(ANA, peer).await.unwrap();
    assert_eq!((shown.len(), shown[0].date, shown[0].content.text.as_str()), (1, at + 100, "dua"));
    assert!(house.boxes.delete_scheduled(ANA, Peer::User(ANA), &[id]).await.unwrap().is_empty());
    assert_eq!(house.boxes.delete_scheduled(ANA, peer, &[id, id, 77]).await.unwrap(), [id]);
    house.pass(150);
    work(&house).await;
    assert!(house.texts(BUDI, ANA).await.is_empty());
}

#[tokio::test]
async fn what_waits_for_somebody_is_sent_when_he_comes_also_after_a_restart() {
    let mut house = House::new().await;
    let new = house.message(ANA, BUDI, "halo");
    let schedule = NewSchedule { at: WHEN_ONLINE, repeat_period: None };
    house.boxes.schedule(vec![new], schedule).await.unwrap();
    house.reopen().await;
    house.pass(86_400);
    work(&house).await;
    assert!(house.texts(BUDI, ANA).await.is_empty());
    house.boxes.due_queue().came_online(BUDI);
    work(&house).await;
    house.boxes.due_queue().came_online(BUDI);
    work(&house).await;
    assert_eq!(house.texts(BUDI, ANA).await, ["halo"]);
}

#[tokio::test]
async fn a_repeated_message_is_sent_at_each_of_its_times() {
    let mut house = House::new().await;
    let new = house.message(ANA, BUDI, "lagi");
    let schedule = NewSchedule { at: house.now() + 10, repeat_period: Some(60) };
    house.boxes.schedule(vec![new], schedule).await.unwrap();
    for sent in 1..=3 {
        house.pass(if sent == 1 { 10 } else { 60 });
        work(&house).await;
        house.reopen().await;
        work(&house).await;
        assert_eq!(house.texts(BUDI, ANA).await.len(), sent);
    }
    assert_eq!(house.boxes.scheduled(ANA, Peer::User(BUDI)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn messages_go_from_both_boxes_at_their_time_with_pts_and_once() {
    let mut house = House::new().await;
    house.send(ANA, BUDI, "tetap").await;
    set_ttl(&house, 60).await;
    house.send(ANA, BUDI, "sementara").await;
    house.send(BUDI, ANA, "juga").await;
    assert_eq!(house.texts(ANA, BUDI).await.len(), 4);
    house.pass(30);
    house.reopen().await;
    work(&house).await;
    assert_eq!(house.texts(BUDI, ANA).await.len(), 4);
    house.pass(40);
    work(&house).await;
    for (side, other) in [(ANA, BUDI), (BUDI, ANA)] {
        assert_eq!(house.texts(side, other).await, ["tetap", ""]);
    }
    let before = house.boxes.state(ANA).await.unwrap().pts;
    house.reopen().await;
    work(&house).await;
    assert_eq!(house.boxes.state(ANA).await.unwrap().pts, before);
    assert_eq!(house.boxes.due_queue().next(), None);
    set_ttl(&house, 0).await;
    house.send(BUDI, ANA, "lama").await;
    house.pass(1_000);
    work(&house).await;
    assert_eq!(house.texts(ANA, BUDI).await, ["tetap", "", "", "lama"]);
}
