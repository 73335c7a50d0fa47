//! What happens in channels and groups at its time: messages go, and messages are posted, each once.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, reason = "a test may start tasks")]

#[allow(dead_code, reason = "other tests use the rest")]
mod fixture;

use std::sync::Arc;

use boxes::{By, Peer};
use domain::{ChannelAction, Draft};
use fixture::{
    Hands, House,
    town::{Town, sent_id},
};
use kv::memory::Memory;
use tl::{enums, functions};

const DAY: i32 = 86_400;

async fn go_after(town: &Town, period: i32) -> Result<enums::Updates, String> {
    let peer = town.peer(&town.ani);
    town.house.call(&town.ani, functions::messages::SetHistoryTTL::new(peer, period)).await
}

#[tokio::test]
async fn messages_of_a_supergroup_go_at_their_time_and_those_before_stay() {
    let town = Town::new().await;
    town.say(&town.budi, "tetap").await;
    let enums::Updates::Updates(told) = go_after(&town, DAY).await.unwrap() else { panic!("updates") };
    assert!(told.updates.iter().any(|update| matches!(update, enums::Update::UpdatePeerHistoryTTL(_))));
    assert_eq!(go_after(&town, DAY).await.err().as_deref(), Some("CHAT_NOT_MODIFIED"));
    town.say(&town.budi, "pergi").await;
    let by_hand = town.say(&town.budi, "dihapus").await;
    let delete = functions::channels::DeleteMessages::new(town.channel(&town.budi), vec![by_hand]);
    town.house.call(&town.budi, delete).await.unwrap();
    town.pass(i64::from(DAY) - 1).await;
    assert_eq!(town.texts(&town.ani).await, ["pergi", "tetap"]);
    town.pass(1).await;
    assert_eq!(town.texts(&town.ani).await, ["tetap"]);
    go_after(&town, 0).await.unwrap();
    town.say(&town.budi, "lagi").await;
    town.pass(i64::from(2 * DAY)).await;
    assert_eq!(town.texts(&town.ani).await, ["lagi", "tetap"]);
}

#[tokio::test]
async fn what_went_while_nobody_was_there_is_gone_after_the_start_and_once() {
    let (engine, clock) = (Memory::new(), Arc::new(Hands::new()));
    let town = Town::over(House::over(engine.clone(), clock.clone(), 1).await, false).await;
    go_after(&town, DAY).await.unwrap();
    town.say(&town.budi, "pergi").await;
    let channel = town.channel;
    let (ani, budi) = (town.ani.clone(), town.budi.clone());
    drop(town);
    let house = House::over(engine, clock, 1 << 40).await;
    let town = Town { house, ani, budi, channel };
    town.pass(i64::from(DAY)).await;
    assert_eq!(town.texts(&town.ani).await, [""; 0]);
    let pts = town.house.services.boxes.channels().state(channel).await.unwrap().pts;
    town.pass(60).await;
    assert_eq!(town.house.services.boxes.channels().state(channel).await.unwrap().pts, pts);
}

#[tokio::test]
async fn only_admins_set_when_messages_go_and_only_to_times_that_clients_know() {
    let town = Town::new().await;
    let peer = town.peer(&town.budi);
    let refused = town.house.call(&town.budi, functions::messages::SetHistoryTTL::new(peer, DAY)).await;
    assert_eq!(refused.err().as_deref(), Some("CHAT_ADMIN_REQUIRED"));
    assert_eq!(go_after(&town, -5).await.err().as_deref(), Some("TTL_PERIOD_INVALID"));
}

#[tokio::test]
async fn messages_of_a_basic_group_go_at_their_time_for_everybody() {
    let town = Town::new().await;
    let domain = &town.house.services.domain;
    let people = [town.budi().user];
    let group = domain.groups.create(town.ani(), "Arisan", &people, Some(DAY)).await.unwrap().id;
    let draft = |text: &str, number| {
        let content = boxes::Content { text: text.into(), ..boxes::Content::default() };
        vec![Draft::new(number, content)]
    };
    domain.groups.send(town.budi(), group, draft("pergi", 7)).await.unwrap();
    domain.groups.set_ttl(town.ani(), group, 0).await.unwrap();
    domain.groups.send(town.budi(), group, draft("tetap", 8)).await.unwrap();
    let refused = domain.groups.set_ttl(town.budi(), group, DAY).await;
    assert!(refused.is_err(), "a member may not");
    let texts = async |user| {
        let query = boxes::HistoryQuery { limit: 100, ..boxes::HistoryQuery::default() };
        let page = town.house.services.boxes.history(user, Peer::Group(group), query).await.unwrap();
        let text = |message: &boxes::Message| message.content.text.clone();
        page.messages.iter().map(text).filter(|text| !text.is_empty()).collect::<Vec<_>>()
    };
    town.pass(i64::from(DAY) - 1).await;
    assert_eq!(texts(town.budi().user).await, ["tetap", "pergi"]);
    town.pass(1).await;
    for user in [town.ani().user, town.budi().user] {
        assert_eq!(texts(user).await, ["tetap"]);
    }
    town.pass(i64::from(DAY)).await;
    assert_eq!(texts(town.ani().user).await, ["tetap"]);
}

async fn schedule(town: &Town, text: &str, random_id: i64, after: i32) -> Result<enums::Updates, String> {
    let send = functions::messages::SendMessage {
        schedule_date: Some(town.now() + after),
        ..functions::messages::SendMessage::new(town.peer(&town.budi), text.into(), random_id)
    };
    town.house.call(&town.budi, send).await
}

async fn waiting(town: &Town) -> Vec<i32> {
    let get = functions::messages::GetScheduledHistory::new(town.peer(&town.budi), 0);
    let enums::messages::Messages::Messages(page) = town.house.call(&town.budi, get).await.unwrap() else {
        panic!("messages")
    };
    let id = |message: &enums::Message| match message {
        enums::Message::Message(message) => message.id,
        _ => 0,
    };
    page.messages.iter().map(id).collect()
}

#[tokio::test]
async fn a_scheduled_message_is_posted_at_its_time_and_once() {
    let town = Town::new().await;
    let answered = town.say(&town.ani, "siapa ikut?").await;
    let send = functions::messages::SendMessage {
        schedule_date: Some(town.now() + 600),
        reply_to: Some(tl::types::InputReplyToMessage::new(answered).into()),
        ..functions::messages::SendMessage::new(town.peer(&town.budi), "saya".into(), 77)
    };
    let id = sent_id(&town.house.call(&town.budi, send).await.unwrap());
    assert_eq!(waiting(&town).await, [id]);
    town.pass(599).await;
    assert_eq!(town.texts(&town.ani).await, ["siapa ikut?"]);
    town.pass(1).await;
    assert_eq!(town.texts(&town.ani).await, ["saya", "siapa ikut?"]);
    assert_eq!(waiting(&town).await, [0; 0]);
    let query = boxes::HistoryQuery { limit: 1, ..boxes::HistoryQuery::default() };
    let page = town.house.services.domain.channels.history(town.ani().user, town.channel, query).await;
    let message = page.unwrap().messages.remove(0);
    assert!(message.from_scheduled && message.reply_to.is_some_and(|to| to.id == answered));
    town.pass(600).await;
    assert_eq!(town.texts(&town.ani).await.len(), 2);
}

#[tokio::test]
async fn a_server_that_broke_off_between_post_and_row_posts_nothing_twice() {
    let town = Town::new().await;
    schedule(&town, "sekali", 78, 600).await.unwrap();
    // What is in the channel already when the row is still there.
    let content = boxes::Content { text: "sekali".into(), ..boxes::Content::default() };
    let drafts = vec![(Draft::new(78, content), Vec::new())];
    town.house.services.domain.channels.post(town.budi(), town.channel, drafts).await.unwrap();
    town.pass(600).await;
    assert_eq!(town.texts(&town.ani).await, ["sekali"]);
    assert_eq!(waiting(&town).await, [0; 0]);
}

#[tokio::test]
async fn who_may_no_longer_write_has_his_scheduled_message_go_unsent() {
    let town = Town::new().await;
    let channels = &town.house.services.domain.channels;
    schedule(&town, "nanti", 79, 600).await.unwrap();
    let plain = domain::channel_rights::banned::SEND_PLAIN;
    channels.set_banned(town.ani(), town.channel, town.budi().user, plain, 0).await.unwrap();
    assert_eq!(schedule(&town, "lagi", 80, 600).await.err().as_deref(), Some("CHAT_WRITE_FORBIDDEN"));
    town.pass(600).await;
    assert_eq!(town.texts(&town.ani).await, [""; 0]);
    assert_eq!(waiting(&town).await, [0; 0]);
}

#[tokio::test]
async fn scheduled_messages_are_sent_now_changed_and_deleted() {
    let town = Town::new().await;
    let first = sent_id(&schedule(&town, "satu", 81, 600).await.unwrap());
    let second = sent_id(&schedule(&town, "dua", 82, 700).await.unwrap());
    let third = sent_id(&schedule(&town, "tiga", 83, 800).await.unwrap());
    assert_eq!(waiting(&town).await, [third, second, first]);
    let peer = || town.peer(&town.budi);
    let now = functions::messages::SendScheduledMessages::new(peer(), vec![second]);
    let enums::Updates::Updates(told) = town.house.call(&town.budi, now).await.unwrap() else {
        panic!("updates")
    };
    let gone = told.updates.iter().find_map(|update| match update {
        enums::Update::UpdateDeleteScheduledMessages(gone) => Some(gone),
        _ => None,
    });
    assert_eq!(gone.unwrap().messages, [second]);
    let edit = functions::messages::EditMessage {
        message: Some("tiga!".into()),
        schedule_date: Some(town.now() + 900),
        ..functions::messages::EditMessage::new(peer(), third)
    };
    town.house.call(&town.budi, edit).await.unwrap();
    let delete = functions::messages::DeleteScheduledMessages::new(peer(), vec![first]);
    town.house.call(&town.budi, delete).await.unwrap();
    town.pass(900).await;
    assert_eq!(town.texts(&town.ani).await, ["tiga!", "dua"]);
}

#[tokio::test]
async fn slow_mode_holds_a_scheduled_message_back_and_does_not_lose_it() {
    let town = Town::new().await;
    let channels = &town.house.services.domain.channels;
    let slower = |record: &mut store::records::channels::Channel| record.slow_mode = 60;
    channels.change_record(town.ani(), town.channel, ChannelAction::Ban, slower).await.unwrap();
    schedule(&town, "nanti", 84, 600).await.unwrap();
    town.house.pass(590);
    town.say(&town.budi, "sekarang").await;
    town.pass(10).await;
    assert_eq!(town.texts(&town.ani).await, ["sekarang"]);
    town.pass(60).await;
    assert_eq!(town.texts(&town.ani).await, ["nanti", "sekarang"]);
}

#[tokio::test]
async fn a_groups_scheduled_poll_is_held_to_what_is_forbidden_when_it_is_due() {
    let town = Town::new().await;
    let domain = &town.house.services.domain;
    let group = domain.groups.create(town.ani(), "Arisan", &[town.budi().user], None).await.unwrap().id;
    let schedule = boxes::NewSchedule { at: town.now() + 600, repeat_period: None };
    let text = boxes::Content { text: "halo".into(), ..boxes::Content::default() };
    domain.groups.schedule(town.budi(), group, vec![Draft::new(85, text)], schedule).await.unwrap();
    let dice = boxes::Content {
        media: Some(boxes::Media::Dice { emoji: "\u{1f3b2}".into(), value: 3 }),
        ..boxes::Content::default()
    };
    domain.groups.schedule(town.budi(), group, vec![Draft::new(86, dice)], schedule).await.unwrap();
    let plain = domain::channel_rights::banned::SEND_PLAIN;
    domain.groups.set_banned(town.ani(), group, plain).await.unwrap();
    town.pass(600).await;
    let query = boxes::HistoryQuery { limit: 100, ..boxes::HistoryQuery::default() };
    let page = town.house.services.boxes.history(By::user(town.ani().user).user, Peer::Group(group), query);
    let page = page.await.unwrap();
    let kinds: Vec<_> = page.messages.iter().map(|message| message.content.kind()).collect();
    assert!(kinds.contains(&boxes::MessageKind::Dice) && !kinds.contains(&boxes::MessageKind::Text));
}
