//! What a channel's box promises: posts are numbered without a hole and kept once, also when the program dies at any
//! commit; windows, counts and differences agree with what was posted.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, reason = "a test may start tasks")]

mod support;

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use boxes::{
    BoxError, By, ChannelBoxes, ChannelDifference, ChannelEvent, Content, HistoryQuery, MessageId,
    NewMessage, NewPost, Options, Part, Peer, SearchQuery, UserId,
};
use kv::memory::Memory;
use store::records::log::flag;
use support::House;
use tokio::task::yield_now;

const CHANNEL: i64 = 4_000_000_000;
const AYU: UserId = UserId(1);
const BUDI: UserId = UserId(2);

fn text(text: &str) -> Content {
    Content { text: text.into(), ..Content::default() }
}

fn post(house: &House, by: UserId, random_id: i64, said: &str) -> NewPost {
    NewPost {
        message: NewMessage::new(By::user(by), Peer::Channel(CHANNEL), random_id, house.now(), text(said)),
        flags: 0,
        send_as: None,
        post_author: None,
        thread: None,
        mentions: Vec::new(),
        ttl_period: None,
    }
}

async fn say(house: &House, by: UserId, random_id: i64, said: &str) -> MessageId {
    let channels = house.boxes.channels();
    channels.post(CHANNEL, vec![post(house, by, random_id, said)], ()).await.unwrap()[0].entry.pts
}

async fn texts(channels: &ChannelBoxes) -> Vec<(MessageId, String)> {
    let mut found = Vec::new();
    let mut offset_id = 0;
    loop {
        let query = HistoryQuery { offset_id, limit: 100, ..HistoryQuery::default() };
        let page = channels.history(CHANNEL, Part::Whole, query, 0).await.unwrap();
        let Some(last) = page.posts.last() else { break };
        offset_id = last.id;
        found.extend(page.posts.iter().map(|post| (post.id, post.record.content.text.clone())));
    }
    found.reverse();
    found
}

#[tokio::test]
async fn windows_and_counts_agree_with_what_was_posted() {
    let house = House::new().await;
    let channels = house.boxes.channels();
    let mut ids = Vec::new();
    for number in 0..250 {
        house.pass(1);
        ids.push(say(&house, AYU, number + 1, &format!("kabar {number}")).await);
    }
    assert_eq!(ids, (1..=250).collect::<Vec<_>>());
    channels.delete(CHANNEL, By::user(AYU), &[10, 20, 20, 9_999]).await.unwrap().unwrap();
    assert!(channels.delete(CHANNEL, By::user(AYU), &[10]).await.unwrap().is_none());
    let query = HistoryQuery { offset_id: 31, limit: 20, ..HistoryQuery::default() };
    let page = channels.history(CHANNEL, Part::Whole, query, 0).await.unwrap();
    let shown: Vec<_> = page.posts.iter().map(|post| post.id).collect();
    assert_eq!(shown, (9..=30).rev().filter(|id| ![10, 20].contains(id)).take(20).collect::<Vec<_>>());
    assert_eq!((page.count, page.offset_id_offset), (248, 220));
    assert_eq!(channels.above(CHANNEL, 240, 0).await.unwrap(), (10, 250));
    assert_eq!(channels.above(CHANNEL, 0, 241).await.unwrap(), (10, 250));
    let hidden =
        channels.history(CHANNEL, Part::Whole, HistoryQuery { limit: 100, ..HistoryQuery::default() }, 246);
    assert_eq!(hidden.await.unwrap().count, 5);
    let dated = HistoryQuery { offset_date: house.now() - 9, limit: 1, ..HistoryQuery::default() };
    assert_eq!(channels.history(CHANNEL, Part::Whole, dated, 0).await.unwrap().posts[0].id, 240);
    let query = SearchQuery { text: "Kabar 24".into(), limit: 100, ..SearchQuery::default() };
    assert_eq!(channels.search(CHANNEL, Part::Whole, &query, 0).await.unwrap().count, 11);
}

#[tokio::test]
async fn a_repeated_send_gives_the_first_result_for_seven_days_also_after_a_restart() {
    let options = Options { checkpoint_entries: 3, ..Options::default() };
    let mut house = House::with(Memory::new(), 1, options).await;
    let first = say(&house, AYU, 77, "sekali").await;
    assert_eq!(say(&house, AYU, 77, "sekali").await, first);
    // Another author's number is his own.
    assert_ne!(say(&house, BUDI, 77, "saya").await, first);
    for number in 0..10 {
        say(&house, AYU, 100 + number, "lain").await;
    }
    house.reopen().await;
    assert_eq!(say(&house, AYU, 77, "sekali").await, first);
    house.boxes.channels().delete(CHANNEL, By::user(AYU), &[first]).await.unwrap();
    house.boxes.close().await.unwrap();
    house.reopen().await;
    assert_eq!(say(&house, AYU, 77, "sekali").await, first);
    house.pass(8 * 86_400);
    house.reopen().await;
    assert!(say(&house, AYU, 77, "sekali").await > first);
}

#[tokio::test]
async fn a_difference_tells_new_messages_and_changes_of_old_ones_once() {
    let house = House::new().await;
    let channels = house.boxes.channels();
    for number in 1..=5 {
        say(&house, AYU, number, &format!("lama {number}")).await;
    }
    let by = By::user(AYU);
    for number in 0..3 {
        channels.edit(CHANNEL, by, 2, text(&format!("baru {number}")), false, None).await.unwrap();
    }
    assert_eq!(
        channels.edit(CHANNEL, by, 2, text("baru 2"), false, None).await.err(),
        Some(BoxError::NotModified)
    );
    let ninth = say(&house, AYU, 9, "baru").await;
    channels.edit(CHANNEL, by, ninth, text("baru juga"), false, None).await.unwrap();
    channels.pin(CHANNEL, by, &[3], true, None, None).await.unwrap();
    channels.delete(CHANNEL, by, &[1, 4]).await.unwrap();
    let found = channels.difference(CHANNEL, 5, 100, 1_000).await.unwrap();
    let ChannelDifference::Entries { new, others, pts, last } = found else { panic!("entries") };
    assert_eq!((pts, last, new.len()), (13, true, 1));
    assert_eq!(new[0].record.content.text, "baru juga");
    let told: Vec<_> = others
        .iter()
        .map(|entry| match &entry.event {
            ChannelEvent::Edited(post) => format!("edited {} {}", post.id, post.record.content.text),
            ChannelEvent::Pinned { ids, pinned } => format!("pinned {ids:?} {pinned}"),
            ChannelEvent::Deleted(ids) => format!("deleted {ids:?}"),
            ChannelEvent::New(_) | ChannelEvent::Step => "else".into(),
        })
        .collect();
    assert_eq!(told, ["edited 2 baru 2", "pinned [3] true", "deleted [1, 4]"]);
    assert!(matches!(
        channels.difference(CHANNEL, 13, 100, 1_000).await.unwrap(),
        ChannelDifference::Empty(13)
    ));
    assert!(matches!(channels.difference(CHANNEL, 1, 100, 5).await.unwrap(), ChannelDifference::TooLong));
    // In slices.
    let (mut pts, mut seen) = (1, 0);
    loop {
        match channels.difference(CHANNEL, pts, 2, 1_000).await.unwrap() {
            ChannelDifference::Entries { new, pts: reached, last, .. } => {
                seen += new.len();
                pts = reached;
                if last {
                    break;
                }
            }
            _ => panic!("entries"),
        }
    }
    assert_eq!((pts, seen), (13, 4));
}

#[tokio::test]
async fn posts_at_the_same_time_get_numbers_without_a_hole_and_are_told_in_order() {
    let house = Arc::new(House::new().await);
    let tasks: Vec<_> = (0..200)
        .map(|number| {
            let house = Arc::clone(&house);
            tokio::spawn(async move { say(&house, UserId(number % 7), number + 1, "bersama").await })
        })
        .collect();
    let mut ids = Vec::new();
    for task in tasks {
        ids.push(task.await.unwrap());
    }
    ids.sort_unstable();
    assert_eq!(ids, (1..=200).collect::<Vec<_>>());
    let heard = house.heard.1.lock().unwrap();
    assert!(heard[&CHANNEL].iter().map(|entry| entry.pts).eq(1..=200));
}

/// Lets a number of waiting commits come to disk, one at a time.
struct Disk {
    memory: Mutex<Memory>,
    allowed: AtomicUsize,
    done: AtomicUsize,
    over: AtomicBool,
}

impl Disk {
    async fn work(self: Arc<Disk>) {
        while !self.over.load(Ordering::Relaxed) {
            if self.done.load(Ordering::Relaxed) < self.allowed.load(Ordering::Relaxed) {
                let settled = self.memory.lock().unwrap().settle(1);
                self.done.fetch_add(settled, Ordering::Relaxed);
            }
            yield_now().await;
        }
    }
}

/// Answered posts by number, and whether their deletes were answered.
type Answered = Arc<Mutex<BTreeMap<i64, (MessageId, bool)>>>;

/// What the people of the test do; it ends where an answer does not come.
async fn script(house: Arc<House>, answered: Answered) {
    let channels = house.boxes.channels().clone();
    for round in 0..6_i64 {
        let mut posts = Vec::new();
        for which in 0..2 {
            let (house, answered) = (Arc::clone(&house), Arc::clone(&answered));
            posts.push(tokio::spawn(async move {
                let number = round * 2 + which + 1;
                let new = post(&house, UserId(which), number, &format!("pos {number}"));
                if let Ok(posted) = house.boxes.channels().post(CHANNEL, vec![new], ()).await {
                    answered.lock().unwrap().insert(number, (posted[0].entry.pts, false));
                }
            }));
        }
        for posting in posts {
            posting.await.unwrap();
        }
        let known: Vec<_> = answered.lock().unwrap().iter().map(|(number, kept)| (*number, kept.0)).collect();
        if let Some((_, id)) = known.last() {
            let _pinned = channels.pin(CHANNEL, By::user(AYU), &[*id], true, None, None).await;
        }
        if let (4, Some((number, id))) = (round, known.first())
            && channels.delete(CHANNEL, By::user(AYU), &[*id]).await.is_ok()
        {
            answered.lock().unwrap().insert(*number, (*id, true));
        }
    }
}

#[tokio::test]
async fn answered_posts_are_kept_once_and_numbers_have_no_hole_wherever_the_program_dies() {
    for commits in 0..22 {
        for durable in 0..2 {
            let memory = Memory::held(Arc::new(|| {}));
            let disk = Arc::new(Disk {
                memory: Mutex::new(memory.clone()),
                allowed: AtomicUsize::new(usize::MAX),
                done: AtomicUsize::new(0),
                over: AtomicBool::new(false),
            });
            let working = tokio::spawn(Arc::clone(&disk).work());
            let options = Options { checkpoint_entries: 4, ..Options::default() };
            let house = Arc::new(House::with(memory.clone(), commits as u64 + 1, options).await);
            disk.allowed.store(disk.done.load(Ordering::Relaxed) + commits, Ordering::Relaxed);
            let answered = Answered::default();
            let acting = tokio::spawn(script(Arc::clone(&house), Arc::clone(&answered)));
            for _ in 0..3_000 {
                yield_now().await;
            }
            let after = memory.kill(durable);
            let kept: Vec<_> = answered.lock().unwrap().clone().into_iter().collect();
            *disk.memory.lock().unwrap() = after.clone();
            disk.allowed.store(usize::MAX, Ordering::Relaxed);
            acting.abort();
            let told = house.heard.1.lock().unwrap().get(&CHANNEL).cloned().unwrap_or_default();
            let mut before = 0;
            for entry in &told {
                assert_eq!(entry.pts - entry.pts_count, before, "{commits} {durable}");
                before = entry.pts;
            }
            let house = House::with(after, 99, options).await;
            let channels = house.boxes.channels();
            assert!(channels.state(CHANNEL).await.unwrap().pts >= before, "{commits} {durable}");
            let found: BTreeMap<_, _> = texts(channels).await.into_iter().collect();
            for (number, (id, deleted)) in &kept {
                let said = found.get(id);
                if *deleted {
                    assert_eq!(said, None, "{commits} {durable}");
                } else if kept.first().map(|first| first.0) != Some(*number) {
                    // The first one may have been on its way out.
                    assert_eq!(said, Some(&format!("pos {number}")), "{commits} {durable}");
                }
            }
            // Everybody tries again what he has no answer to, and what he has.
            for number in 1..=12 {
                let id = say(&house, UserId((number - 1) % 2), number, &format!("pos {number}")).await;
                if let Some((_, (first, _))) = kept.iter().find(|(other, _)| *other == number) {
                    assert_eq!(id, *first, "{commits} {durable} {number}");
                }
            }
            let mut said: Vec<_> = texts(channels).await.into_iter().map(|(_, said)| said).collect();
            said.sort();
            let all = said.len();
            said.dedup();
            assert_eq!(said.len(), all, "{commits} {durable}");
            disk.over.store(true, Ordering::Relaxed);
            working.await.unwrap();
        }
    }
}

#[tokio::test]
async fn threads_and_topics_are_as_they_were_after_everything_is_rebuilt() {
    async fn answer(house: &House, id: i64, thread: MessageId, topic: bool) -> MessageId {
        let new = NewPost {
            thread: Some(thread).filter(|thread| *thread > 0),
            flags: if topic { flag::TOPIC } else { 0 },
            ..post(house, UserId(id + 1), id, &format!("jawab {id}"))
        };
        house.boxes.channels().post(CHANNEL, vec![new], ()).await.unwrap()[0].entry.pts
    }
    let mut house = House::new().await;
    let first = answer(&house, 1, 0, false).await;
    let topic = answer(&house, 2, 0, true).await;
    let mut expected = BTreeMap::from([(first, Vec::new()), (topic, vec![topic])]);
    for number in 3..40 {
        let root = if number % 3 == 0 { first } else { topic };
        let id = answer(&house, number, root, root == topic).await;
        expected.get_mut(&root).unwrap().push(id);
    }
    let gone = [expected[&first][2], expected[&topic][5]];
    house.boxes.channels().delete(CHANNEL, By::user(AYU), &gone).await.unwrap();
    expected.values_mut().for_each(|ids| ids.retain(|id| !gone.contains(id)));
    for again in 0..3 {
        let channels = house.boxes.channels();
        for (root, ids) in &expected {
            let part = Part::Thread(*root);
            assert_eq!(&channels.newest_of(CHANNEL, part, 0, 100).await.unwrap(), &{
                let mut newest = ids.clone();
                newest.reverse();
                newest
            });
            let state = channels.parts(CHANNEL, &[(part, ids[3])], 0).await.unwrap().remove(0);
            assert_eq!((state.count as usize, state.top), (ids.len(), *ids.last().unwrap()));
            assert_eq!(state.unread as usize, ids.len() - 4);
            assert_eq!(state.recent.len(), 3);
            let query = HistoryQuery { offset_id: ids[4], limit: 2, ..HistoryQuery::default() };
            let page = channels.history(CHANNEL, part, query, 0).await.unwrap();
            assert_eq!(page.posts.iter().map(|post| post.id).collect::<Vec<_>>(), [ids[3], ids[2]]);
        }
        // Whatever stands in no topic: the beginning and what answers it.
        let general = channels.newest_of(CHANNEL, Part::General, 0, 100).await.unwrap();
        assert_eq!(general.len(), expected[&first].len() + 1);
        assert_eq!(channels.topics(CHANNEL).await.unwrap(), [topic]);
        let query = SearchQuery { text: "jawab".into(), limit: 100, ..SearchQuery::default() };
        let found = channels.search(CHANNEL, Part::Thread(topic), &query, 0).await.unwrap();
        assert_eq!(found.count as usize, expected[&topic].len());
        match again {
            // From the log's tail, then from rows.
            0 => house.reopen().await,
            _ => {
                house.boxes.close().await.unwrap();
                house.reopen().await;
            }
        }
    }
}
