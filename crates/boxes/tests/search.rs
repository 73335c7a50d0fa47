//! The search index says what reading every message would say: after any history, in any query, while it grows,
//! and when it was thrown away.

#![allow(clippy::unwrap_used, reason = "a fixture that fails fails its test")]

mod support;

use boxes::{By, Content, Media, Message, MessageKind, Options, Peer, SearchQuery, UserId};
use kv::{Engine, Group, Op, memory::Memory};
use support::{Dice, House};

const ALICE: UserId = UserId(1);
const OTHERS: [i64; 3] = [2, 3, 4];

/// Words that share beginnings, of several scripts, with and without accents.
const WORDS: &[&str] = &[
    "merpati",
    "Mera",
    "merah",
    "MERDEKA",
    "me",
    "m",
    "pagi",
    "pagar",
    "pas",
    "café",
    "CAFE",
    "cafés",
    "naïve",
    "Straße",
    "strasse",
    "Ελλάδα",
    "ёлка",
    "елка",
    "你好",
    "你好吗",
    "好",
    "東京タワー",
    "สวัสดีครับ",
    "हिन्दी",
    "😀",
    "ﬁn",
    "2026",
    "20",
    "https://merpati.example/a",
    "don't",
    "x",
    "İstanbul",
    "Việt",
];

const QUERIES: &[&str] = &[
    "",
    "me",
    "mer",
    "merpati",
    "MERAH",
    "m",
    "pa",
    "pag",
    "pagi",
    "pagi merp",
    "cafe",
    "café",
    "caf",
    "naive",
    "strass",
    "Ελλ",
    "елк",
    "你",
    "好吗",
    "你好吗",
    "タワー",
    "สวัส",
    "हिन",
    "😀",
    "fin",
    "202",
    "https",
    "exam",
    "don",
    "istan",
    "viet",
    "nowhere",
    "!!",
    "me pa ca",
    "x 20",
    "merpati.example",
];

fn text(dice: &Dice) -> String {
    let count = 1 + dice.below(6);
    let words: Vec<_> = (0..count).map(|_| WORDS[dice.below(WORDS.len() as u64) as usize]).collect();
    words.join([" ", ", ", "\n"][dice.below(3) as usize])
}

fn content(dice: &Dice) -> Content {
    let media = dice.one_in(20).then(|| Media::Contact {
        phone: "1".into(),
        first_name: "pagi".into(),
        last_name: String::new(),
        user: None,
        vcard: None,
    });
    let entities = dice
        .one_in(10)
        .then(|| boxes::LINK_MARKS[dice.below(2) as usize].iter().copied().chain([0; 8]).collect());
    Content { text: text(dice), media, entities, ..Content::default() }
}

/// Alice writes with three people; every kind of event happens many times.
async fn live(house: &House, dice: &Dice, rounds: u64) {
    for _ in 0..rounds {
        let other = UserId(OTHERS[dice.below(3) as usize]);
        let (one, other) = if dice.one_in(2) { (ALICE, other) } else { (other, ALICE) };
        let newest = house.boxes.state(one).await.unwrap().pts;
        // Mostly lately, now and then long ago.
        let back = if dice.one_in(3) { newest as u64 } else { 40 };
        let id = newest - dice.below(back) as i32;
        match dice.below(20) {
            0..=12 => {
                let mut message = house.message(one, other, "");
                message.content = std::sync::Arc::new(content(dice));
                house.boxes.send(vec![message]).await.unwrap();
            }
            13..=15 => {
                let _may_be_gone = house.boxes.edit(By::user(one), id, content(dice)).await;
            }
            16..=17 => {
                house.boxes.delete(By::user(one), &[id, id - 1], dice.one_in(2)).await.unwrap();
            }
            18 => house.pass(3600),
            _ => {
                house.boxes.read(By::user(one), Peer::User(other), 0).await.unwrap();
            }
        }
    }
}

fn query(house: &House, dice: &Dice, newest: i32) -> (Option<Peer>, SearchQuery) {
    let peer = (!dice.one_in(3)).then(|| Peer::User(UserId(OTHERS[dice.below(3) as usize])));
    let id = |dice: &Dice| dice.below(newest as u64 + 2) as i32;
    let date = |dice: &Dice| house.now() - dice.below(400 * 3600) as i32;
    let query = SearchQuery {
        text: QUERIES[dice.below(QUERIES.len() as u64) as usize].into(),
        from: dice.one_in(4).then(|| if dice.one_in(2) { ALICE } else { UserId(2) }),
        kinds: [
            vec![],
            vec![],
            vec![],
            vec![MessageKind::Contact],
            vec![MessageKind::Text, MessageKind::Contact],
        ][dice.below(5) as usize]
            .clone(),
        entity_marks: if dice.one_in(6) { boxes::LINK_MARKS.to_vec() } else { Vec::new() },
        min_date: if dice.one_in(4) { date(dice) } else { 0 },
        max_date: if dice.one_in(4) { date(dice) } else { 0 },
        offset_id: if dice.one_in(3) { id(dice) } else { 0 },
        add_offset: if dice.one_in(4) { dice.below(60) as i32 - 30 } else { 0 },
        limit: [0, 1, 10, 100][dice.below(4) as usize],
        max_id: if dice.one_in(6) { id(dice) } else { 0 },
        min_id: if dice.one_in(6) { id(dice) } else { 0 },
    };
    (peer, query)
}

fn told(messages: &[Message]) -> Vec<(i32, String)> {
    messages.iter().map(|message| (message.id, message.content.text.clone())).collect()
}

/// Asks many things of the index and of the reading model.
async fn compare(house: &House, dice: &Dice, queries: u32) {
    let newest = house.boxes.state(ALICE).await.unwrap().pts;
    let mut hits = 0;
    for number in 0..queries {
        let (peer, query) = query(house, dice, newest);
        let found = house.boxes.search(ALICE, peer, query.clone()).await.unwrap();
        let read = house.boxes.search_by_reading(ALICE, peer, query.clone()).await.unwrap();
        let name = format!("query {number}: {:?} {peer:?}", query.text);
        assert_eq!(told(&found.messages), told(&read.messages), "{name}");
        assert_eq!((found.count, found.offset_id_offset), (read.count, read.offset_id_offset), "{name}");
        hits += found.messages.len();
    }
    assert!(hits > queries as usize / 4, "{hits} messages found: the queries ask for nothing");
}

fn small() -> Options {
    Options { segment_entries: 40, ..Options::default() }
}

fn rows(house: &House, tag: u8) -> usize {
    house.memory.dump().iter().filter(|(_, key, _)| key.first() == Some(&tag)).count()
}

#[tokio::test]
async fn the_index_answers_as_reading_every_message_does() {
    for seed in 1..=2 {
        let house = House::with(Memory::new(), seed, small()).await;
        let dice = Dice::new(seed);
        for _ in 0..4 {
            live(&house, &dice, 300).await;
            compare(&house, &dice, 25).await;
        }
        house.boxes.index(ALICE).await.unwrap();
        compare(&house, &dice, 60).await;
        let segments = rows(&house, 20);
        assert!((4..40).contains(&segments), "{segments} segments of about 900 entries");
    }
}

#[tokio::test]
async fn without_its_index_a_box_gives_the_same_answers() {
    let mut house = House::with(Memory::new(), 9, small()).await;
    let dice = Dice::new(9);
    live(&house, &dice, 800).await;
    house.boxes.index(ALICE).await.unwrap();
    compare(&house, &dice, 30).await;
    for tags in [&[20][..], &[20, 21]] {
        for (shard, key, _) in house.memory.dump() {
            if key.first().is_some_and(|tag| tags.contains(tag)) {
                let epoch = house.memory.claim(shard).await.unwrap();
                let group = Group { shard, epoch, ops: vec![Op::Delete { key }], depends_on: None };
                house.memory.commit(vec![group]).await.remove(0).unwrap();
            }
        }
        house.reopen().await;
        assert_eq!(rows(&house, 20), 0);
        compare(&house, &dice, 30).await;
        assert!(rows(&house, 20) > 1, "the search has called for a new index");
    }
}

#[tokio::test]
async fn an_edited_or_deleted_word_is_not_found_from_that_moment_on() {
    let house = House::with(Memory::new(), 2, small()).await;
    let budi = UserId(2);
    let query = |text: &str| SearchQuery { text: text.into(), limit: 10, ..SearchQuery::default() };
    let first = house.send(ALICE, budi, "rahasia pertama").await.id;
    let second = house.send(ALICE, budi, "rahasia kedua").await.id;
    for number in 0..100 {
        house.send(ALICE, budi, &format!("kabar {number}")).await;
    }
    house.boxes.index(ALICE).await.unwrap();
    assert_eq!(house.boxes.search(ALICE, None, query("rahasia")).await.unwrap().count, 2);
    let content = Content { text: "terbuka".into(), ..Content::default() };
    house.boxes.edit(By::user(ALICE), first, content).await.unwrap();
    house.boxes.delete(By::user(ALICE), &[second], true).await.unwrap();
    for _ in 0..2 {
        for user in [ALICE, budi] {
            assert!(house.boxes.search(user, None, query("rahasia")).await.unwrap().messages.is_empty());
            let found = house.boxes.search(user, None, query("terb")).await.unwrap();
            assert_eq!((found.messages.len(), found.count), (1, 1));
        }
        // And no less once the index has taken note.
        for number in 0..60 {
            house.send(ALICE, budi, &format!("lain {number}")).await;
        }
        house.boxes.index(ALICE).await.unwrap();
    }
}

#[tokio::test]
async fn pages_by_offset_id_and_by_add_offset_show_every_message_once() {
    let house = House::with(Memory::new(), 2, small()).await;
    let budi = UserId(2);
    for number in 0..350 {
        house.send(ALICE, budi, if number % 3 == 0 { "halo dunia" } else { "lain" }).await;
    }
    let all = SearchQuery { text: "hal".into(), limit: 10, ..SearchQuery::default() };
    let (mut by_id, mut by_offset): (Vec<i32>, Vec<i32>) = (Vec::new(), Vec::new());
    loop {
        let offset_id = by_id.last().copied().unwrap_or(0);
        let page = house.boxes.search(ALICE, None, SearchQuery { offset_id, ..all.clone() }).await.unwrap();
        assert_eq!(page.count, 117);
        if page.messages.is_empty() {
            break;
        }
        by_id.extend(page.messages.iter().map(|message| message.id));
    }
    loop {
        let add_offset = by_offset.len() as i32;
        let page = house.boxes.search(ALICE, None, SearchQuery { add_offset, ..all.clone() }).await.unwrap();
        assert_eq!(page.offset_id_offset, add_offset);
        if page.messages.is_empty() {
            break;
        }
        by_offset.extend(page.messages.iter().map(|message| message.id));
    }
    assert_eq!((by_id.len(), &by_id), (117, &by_offset));
    // As clients ask for what lies around a message.
    let around = SearchQuery { offset_id: by_id[50], add_offset: -5, limit: 10, ..all };
    let page = house.boxes.search(ALICE, None, around).await.unwrap();
    let ids: Vec<i32> = page.messages.iter().map(|message| message.id).collect();
    assert_eq!(ids, by_id[46..56]);
}

#[tokio::test]
async fn the_store_holds_no_word_that_its_index_knows() {
    let house = House::with(Memory::new(), 2, small()).await;
    for _ in 0..120 {
        house.send(ALICE, UserId(2), "kataunik").await;
    }
    house.boxes.index(ALICE).await.unwrap();
    assert!(rows(&house, 21) > 0);
    let dump = house.memory.dump();
    let holds = |bytes: &[u8]| bytes.windows(8).any(|window| window == b"kataunik");
    assert!(!dump.iter().any(|(_, key, value)| holds(key) || holds(value)));
}

#[tokio::test(start_paused = true)]
async fn the_worker_indexes_a_box_that_grows_and_then_no_task_is_left() {
    let house = House::with(Memory::new(), 2, small()).await;
    let idle = tokio::runtime::Handle::current().metrics().num_alive_tasks();
    for number in 0..500 {
        house.send(ALICE, UserId(2), &format!("kabar {number}")).await;
    }
    tokio::time::sleep(std::time::Duration::from_secs(600)).await;
    let segments = rows(&house, 20);
    assert!((2..=16).contains(&segments), "{segments} segments of two boxes of 500 entries");
    assert_eq!(tokio::runtime::Handle::current().metrics().num_alive_tasks(), idle);
}
