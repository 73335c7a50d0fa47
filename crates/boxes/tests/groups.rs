//! Basic groups: what each member sees of what the others write, change and read, and what those see who came later
//! or left.

#![allow(clippy::unwrap_used, reason = "a fixture that fails fails its test")]

mod support;

use boxes::{
    Action, BoxError, By, Content, Event, GroupChange, NewGroup, NewMessage, NewReaction, Options, Peer, Pin,
    ReplyTo, SearchQuery, SessionRef, UserId, banned,
};
use kv::memory::Memory;
use support::{Device, House, history, screen};

const ANI: UserId = UserId(11);
const BUDI: UserId = UserId(22);
const CITRA: UserId = UserId(33);
const DEWI: UserId = UserId(44);
const GROUP: i64 = 7_000;
const PEER: Peer = Peer::Group(GROUP);

async fn house() -> House {
    let house = House::new().await;
    let new = NewGroup { id: GROUP, title: "Arisan".into(), users: vec![BUDI, CITRA], ttl_period: None };
    house.boxes.create_group(By::user(ANI), new).await.unwrap();
    house
}

fn content(text: &str) -> Content {
    Content { text: text.into(), ..Content::default() }
}

fn message(house: &House, from: UserId, text: &str) -> NewMessage {
    NewMessage::new(By::user(from), PEER, house.random_id(), house.now(), content(text))
}

async fn say(house: &House, from: UserId, text: &str) -> i32 {
    house.boxes.send(vec![message(house, from, text)]).await.unwrap().remove(0).id
}

/// What somebody sees, oldest first; service messages as what they tell.
async fn seen(house: &House, user: UserId) -> Vec<String> {
    let messages = history(&house.boxes, user, PEER).await.unwrap();
    let line = |message: &boxes::Message| match &message.content.action {
        None => message.content.text.clone(),
        Some(Action::ChatCreate { title, .. }) => format!("*created {title}"),
        Some(Action::ChatEditTitle { title }) => format!("*named {title}"),
        Some(Action::ChatAddUser { users }) => format!("*added {}", users[0].0),
        Some(Action::ChatDeleteUser { user }) => format!("*left {}", user.0),
        Some(Action::PinMessage) => "*pinned".into(),
        Some(_) => "*".into(),
    };
    messages.iter().rev().map(line).collect()
}

/// The id of a text in somebody's box.
async fn id_of(house: &House, user: UserId, text: &str) -> i32 {
    let messages = history(&house.boxes, user, PEER).await.unwrap();
    messages.iter().find(|message| message.content.text == text).unwrap().id
}

#[tokio::test]
async fn all_members_see_everything_in_one_order_under_ids_of_their_own() {
    let house = house().await;
    house.send(BUDI, ANI, "beside").await;
    let sent = house.boxes.send(vec![message(&house, ANI, "satu")]).await.unwrap().remove(0);
    assert_eq!((sent.entry.pts, sent.entry.pts_count, sent.duplicate), (sent.id, 1, false));
    say(&house, BUDI, "dua").await;
    say(&house, CITRA, "tiga").await;
    for user in [ANI, BUDI, CITRA] {
        assert_eq!(seen(&house, user).await, ["*created Arisan", "satu", "dua", "tiga"]);
    }
    assert_ne!(id_of(&house, ANI, "satu").await, id_of(&house, CITRA, "satu").await);
    let heard = house.heard.of(CITRA);
    let Event::New(last) = &heard[1].event else { panic!("a message") };
    assert_eq!((last.from, last.out, last.peer, last.content.text.as_str()), (ANI, false, PEER, "satu"));
    assert_eq!(house.boxes.dialog(CITRA, PEER).await.unwrap().unwrap().unread_count, 3);
}

#[tokio::test]
async fn a_repeated_send_finds_the_first_one_also_after_a_restart() {
    let mut house = house().await;
    let new = message(&house, ANI, "sekali");
    let first = house.boxes.send(vec![new.clone()]).await.unwrap().remove(0);
    let again = house.boxes.send(vec![new.clone()]).await.unwrap().remove(0);
    house.reopen().await;
    let later = house.boxes.send(vec![new]).await.unwrap().remove(0);
    assert_eq!((again.id, again.duplicate, later.id, later.duplicate), (first.id, true, first.id, true));
    assert_eq!(seen(&house, BUDI).await, ["*created Arisan", "sekali"]);
}

#[tokio::test]
async fn a_body_stands_once_however_many_members_there_are() {
    let house = House::new().await;
    let users: Vec<UserId> = (100..200).map(UserId).collect();
    let new = NewGroup { id: GROUP, title: "Ramai".into(), users: users.clone(), ttl_period: None };
    house.boxes.create_group(By::user(ANI), new).await.unwrap();
    let bytes = |house: &House| house.memory.dump().iter().map(|(_, _, value)| value.len()).sum::<usize>();
    let text: String = (0..4000).map(|_| char::from(b'a' + (house.random_id() as u8 % 26))).collect();
    let before = bytes(&house);
    say(&house, ANI, &text).await;
    let grown = bytes(&house) - before;
    assert!(grown < 4000 + 101 * 60, "{grown} bytes for a message of 4000 and 101 members");
    assert_eq!(seen(&house, UserId(177)).await[1], text);
}

#[tokio::test]
async fn edits_answers_and_deletes_reach_everybody() {
    let house = house().await;
    let first = say(&house, ANI, "salah").await;
    let there = id_of(&house, BUDI, "salah").await;
    let mut answer = message(&house, BUDI, "jawab");
    answer.reply_to = Some(ReplyTo::here(there, None));
    house.boxes.send(vec![answer]).await.unwrap();
    let answered = history(&house.boxes, ANI, PEER).await.unwrap().remove(0);
    assert_eq!(answered.reply_to.map(|reply| reply.id), Some(first));
    assert!(answered.mentioned);
    let by_other = house.boxes.edit(By::user(BUDI), there, content("?")).await.err();
    assert_eq!(by_other, Some(BoxError::NotAuthor { id: there }));
    house.boxes.edit(By::user(ANI), first, content("benar")).await.unwrap();
    assert_eq!(seen(&house, CITRA).await, ["*created Arisan", "benar", "jawab"]);
    let found = SearchQuery { text: "benar".into(), limit: 10, ..SearchQuery::default() };
    assert_eq!(house.boxes.search(CITRA, Some(PEER), found).await.unwrap().messages.len(), 1);
    let foreign = house.boxes.delete(By::user(BUDI), &[there], true).await.err();
    assert_eq!(foreign, Some(BoxError::MayNot));
    let affected = house.boxes.delete(By::user(ANI), &[first], true).await.unwrap();
    assert_eq!(affected.pts_count, 1);
    for user in [ANI, BUDI, CITRA] {
        assert_eq!(seen(&house, user).await, ["*created Arisan", "jawab"]);
    }
    // For oneself alone.
    let own = id_of(&house, CITRA, "jawab").await;
    house.boxes.delete(By::user(CITRA), &[own], false).await.unwrap();
    assert_eq!(seen(&house, CITRA).await, ["*created Arisan"]);
    assert_eq!(seen(&house, BUDI).await, ["*created Arisan", "jawab"]);
}

#[tokio::test]
async fn the_first_reader_moves_the_authors_mark_and_the_next_ones_tell_nobody() {
    let house = house().await;
    let one = say(&house, ANI, "satu").await;
    let two = say(&house, ANI, "dua").await;
    let quiet = house.heard.of(CITRA).len();
    house.boxes.read(By::user(BUDI), PEER, id_of(&house, BUDI, "satu").await).await.unwrap();
    let mark = |house: &House| {
        let boxes = house.boxes.clone();
        async move { boxes.dialog(ANI, PEER).await.unwrap().unwrap().read_outbox_max_id }
    };
    assert_eq!(mark(&house).await, one);
    house.boxes.read(By::user(BUDI), PEER, 0).await.unwrap();
    assert_eq!(mark(&house).await, two);
    let told = house.heard.of(ANI).len();
    house.boxes.read(By::user(CITRA), PEER, 0).await.unwrap();
    assert_eq!((house.heard.of(ANI).len(), mark(&house).await), (told, two));
    assert_eq!(house.heard.of(CITRA).len(), quiet + 1);
    let readers = house.boxes.group_readers(ANI, GROUP, two).await.unwrap();
    assert_eq!(readers.iter().map(|(user, _)| *user).collect::<Vec<_>>(), [BUDI, CITRA]);
    assert_eq!(house.boxes.dialog(BUDI, PEER).await.unwrap().unwrap().unread_count, 0);
}

#[tokio::test]
async fn who_came_later_sees_nothing_from_before_and_who_left_nothing_from_after() {
    let house = house().await;
    let before = say(&house, ANI, "sebelum").await;
    house.boxes.change_group(By::user(ANI), GROUP, GroupChange::Add(DEWI)).await.unwrap();
    say(&house, ANI, "bersama").await;
    assert_eq!(seen(&house, DEWI).await, ["*added 44", "bersama"]);
    house.boxes.change_group(By::user(ANI), GROUP, GroupChange::Remove(CITRA)).await.unwrap();
    let heard = house.heard.of(CITRA).len();
    say(&house, BUDI, "sesudah").await;
    house.boxes.edit(By::user(ANI), before, content("diubah")).await.unwrap();
    let reaction = vec![NewReaction { emoji: "a".into(), big: false }];
    house.boxes.react(By::user(BUDI), id_of(&house, BUDI, "bersama").await, reaction).await.unwrap();
    assert_eq!(house.heard.of(CITRA).len(), heard);
    assert_eq!(seen(&house, CITRA).await, ["*created Arisan", "sebelum", "*added 44", "bersama", "*left 33"]);
    let together = history(&house.boxes, CITRA, PEER).await.unwrap().remove(1);
    assert!(together.reactions.is_empty() && together.edit_date.is_none());
    let refused = house.boxes.send(vec![message(&house, CITRA, "masih?")]).await.err();
    assert_eq!(refused, Some(BoxError::NotInGroup));
    let old = id_of(&house, CITRA, "bersama").await;
    for refused in [
        house.boxes.react(By::user(CITRA), old, Vec::new()).await.err(),
        house
            .boxes
            .pin(By::user(CITRA), PEER, old, Pin { pinned: true, oneside: false, silent: true })
            .await
            .err(),
        house.boxes.group_readers(CITRA, GROUP, old).await.err(),
    ] {
        assert_eq!(refused, Some(BoxError::NotInGroup));
    }
    // What is deleted for everybody is gone for her as well.
    let together = id_of(&house, ANI, "bersama").await;
    house.boxes.delete(By::user(ANI), &[together], true).await.unwrap();
    assert_eq!(seen(&house, CITRA).await, ["*created Arisan", "sebelum", "*added 44", "*left 33"]);
    assert_eq!(house.boxes.groups_of(CITRA).await.unwrap(), Vec::<i64>::new());
    assert_eq!(house.boxes.groups_of(DEWI).await.unwrap(), [GROUP]);
}

#[tokio::test]
async fn only_those_who_may_change_a_group() {
    let house = house().await;
    let by = |user| By::user(user);
    let change = |user, change| house.boxes.change_group(by(user), GROUP, change);
    change(BUDI, GroupChange::Title("Baru".into())).await.unwrap();
    assert_eq!(change(BUDI, GroupChange::Title("Baru".into())).await.err(), Some(BoxError::NotModified));
    assert_eq!(change(BUDI, GroupChange::Remove(CITRA)).await.err(), Some(BoxError::MayNot));
    assert_eq!(change(BUDI, GroupChange::Banned(banned::CHANGE_INFO)).await.err(), Some(BoxError::MayNot));
    assert_eq!(change(BUDI, GroupChange::Admin(BUDI, true)).await.err(), Some(BoxError::MayNot));
    assert_eq!(change(DEWI, GroupChange::Title("X".into())).await.err(), Some(BoxError::NotInGroup));
    let bits = banned::CHANGE_INFO | banned::INVITE_USERS | banned::SEND_MESSAGES;
    change(ANI, GroupChange::Banned(bits)).await.unwrap();
    assert_eq!(change(BUDI, GroupChange::Title("X".into())).await.err(), Some(BoxError::MayNot));
    assert_eq!(change(BUDI, GroupChange::Add(DEWI)).await.err(), Some(BoxError::MayNot));
    let muted = house.boxes.send(vec![message(&house, BUDI, "psst")]).await.err();
    assert_eq!(muted, Some(BoxError::MayNot));
    change(ANI, GroupChange::Admin(BUDI, true)).await.unwrap();
    say(&house, BUDI, "boleh").await;
    change(BUDI, GroupChange::Add(DEWI)).await.unwrap();
    assert_eq!(change(BUDI, GroupChange::Add(DEWI)).await.err(), Some(BoxError::AlreadyInGroup));
    assert_eq!(change(BUDI, GroupChange::Remove(ANI)).await.err(), Some(BoxError::MayNot));
    change(BUDI, GroupChange::Remove(CITRA)).await.unwrap();
    change(BUDI, GroupChange::Remove(BUDI)).await.unwrap();
    assert_eq!(change(BUDI, GroupChange::Remove(DEWI)).await.err(), Some(BoxError::NotInGroup));
    assert_eq!(house.boxes.group(GROUP).await.unwrap().unwrap().count(), 2);
    assert!(house.boxes.group(GROUP + 1).await.unwrap().is_none());
    let nowhere = NewMessage { peer: Peer::Group(1), ..message(&house, ANI, "?") };
    assert_eq!(house.boxes.send(vec![nowhere]).await.err(), Some(BoxError::NoSuchGroup));
}

#[tokio::test]
async fn reactions_are_news_for_the_author_alone_and_pins_hold_for_all() {
    let house = house().await;
    let id = say(&house, ANI, "kabar").await;
    let there = id_of(&house, BUDI, "kabar").await;
    house
        .boxes
        .react(By::user(BUDI), there, vec![NewReaction { emoji: "a".into(), big: false }])
        .await
        .unwrap();
    let unread = |user| {
        let boxes = house.boxes.clone();
        async move { boxes.dialog(user, PEER).await.unwrap().unwrap().unread_reactions_count }
    };
    assert_eq!((unread(ANI).await, unread(BUDI).await, unread(CITRA).await), (1, 0, 0));
    let at_citra = history(&house.boxes, CITRA, PEER).await.unwrap().remove(0);
    assert_eq!((at_citra.reactions.len(), at_citra.has_unread_reactions()), (1, false));
    house.boxes.read_reactions(By::user(ANI), PEER, None).await.unwrap();
    assert_eq!(unread(ANI).await, 0);
    assert!(!history(&house.boxes, ANI, PEER).await.unwrap().remove(0).has_unread_reactions());
    let pin = Pin { pinned: true, oneside: false, silent: true };
    house.boxes.pin(By::user(CITRA), PEER, id_of(&house, CITRA, "kabar").await, pin).await.unwrap();
    assert_eq!(house.boxes.pinned(ANI, PEER).await.unwrap(), [id]);
    assert_eq!(seen(&house, BUDI).await, ["*created Arisan", "kabar", "*pinned"]);
    house.boxes.unpin_all(By::user(ANI), PEER).await.unwrap();
    assert!(house.boxes.pinned(BUDI, PEER).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_device_that_was_away_learns_what_happened_and_the_asking_session_is_left_out() {
    let house = house().await;
    let mut device = Device::new();
    let id = say(&house, ANI, "a").await;
    say(&house, BUDI, "b").await;
    device.catch_up(&house.boxes, CITRA, Some(1)).await.unwrap();
    house.boxes.edit(By::user(ANI), id, content("A")).await.unwrap();
    house.boxes.read(By::user(CITRA), PEER, 0).await.unwrap();
    say(&house, CITRA, "c").await;
    let gone = id_of(&house, BUDI, "b").await;
    house.boxes.delete(By::user(BUDI), &[gone], true).await.unwrap();
    device.catch_up(&house.boxes, CITRA, None).await.unwrap();
    assert_eq!(device.screen(), screen(&house.boxes, CITRA).await);
    let session = SessionRef { auth_key_id: 1, session_id: 2 };
    let by = By { session: Some(session), ..By::user(ANI) };
    let new = NewMessage { by, ..message(&house, ANI, "d") };
    house.boxes.send(vec![new]).await.unwrap();
    let excepted = |user| house.heard.0.lock().unwrap()[&user].last().unwrap().1;
    assert_eq!((excepted(ANI), excepted(BUDI)), (Some(session), None));
}

#[tokio::test]
async fn everything_is_there_after_a_restart_in_a_small_house() {
    let options = Options { loaded_max: 2, checkpoint_entries: 3, ..Options::default() };
    let mut house = House::with(Memory::new(), 1, options).await;
    let new = NewGroup { id: GROUP, title: "Arisan".into(), users: vec![BUDI, CITRA], ttl_period: None };
    house.boxes.create_group(By::user(ANI), new).await.unwrap();
    for round in 0..250 {
        let author = [ANI, BUDI, CITRA][round % 3];
        let id = say(&house, author, &format!("{round}")).await;
        match round % 10 {
            3 => drop(house.boxes.edit(By::user(author), id, content(&format!("e{round}"))).await.unwrap()),
            5 => drop(house.boxes.delete(By::user(author), &[id - 1], false).await.unwrap()),
            7 => drop(house.boxes.delete(By::user(author), &[id], true).await.unwrap()),
            _ => drop(house.boxes.read(By::user(BUDI), PEER, 0).await.unwrap()),
        }
    }
    let mut before = Vec::new();
    for user in [ANI, BUDI, CITRA] {
        before.push((seen(&house, user).await, screen(&house.boxes, user).await));
    }
    for close in [false, true] {
        if close {
            house.boxes.close().await.unwrap();
            let listed = house.memory.dump().iter().filter(|(_, key, _)| key.first() == Some(&15)).count();
            assert_eq!(listed, 0);
        }
        house.reopen().await;
        for (user, before) in [ANI, BUDI, CITRA].into_iter().zip(&before) {
            assert!((seen(&house, user).await, screen(&house.boxes, user).await) == *before);
        }
    }
}
