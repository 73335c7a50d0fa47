//! What reading a large box costs: searches, histories and differences over a million messages that one person
//! keeps, on the engine that people run, sealed as they are sealed. Prints processor time of the whole process,
//! measured by the kernel. `cargo run --release -p boxes --example box_reads [MESSAGES [FOLDER]]`; a folder that
//! was filled before is used as it is.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that cannot go on ends")]

use std::{
    fs,
    future::Future,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use boxes::{
    Boxes, By, Content, Difference, HistoryQuery, NewMessage, Open, Options, Peer, SearchQuery, Silent,
    UserId,
};
use kv_fjall::{Config, Fjall};
use store::{MasterKey, Store};
use world::{BoxFuture, Chance, Clock, Spawn, UnixMillis, World};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ME: UserId = UserId(1000);
const PEOPLE: u64 = 40;
const START: i32 = 1_700_000_000;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let messages: u64 = arguments.next().map_or(1_000_000, |number| number.parse().unwrap());
    let kept = arguments.next().map(PathBuf::from);
    let fresh = tempfile::tempdir().unwrap();
    let folder = kept.unwrap_or_else(|| fresh.path().to_path_buf());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        // Without an index at first, so that each can be seen by itself.
        let boxes = open(&folder, Options { segment_entries: i32::MAX, ..Options::default() }).await;
        let have = boxes.state(ME).await.unwrap().pts;
        if have < 10 {
            let before = cpu();
            fill(&boxes, messages).await;
            println!("{messages} sends: {:.1} us each of processor time", per(cpu() - before, messages));
        }
        boxes.close().await.unwrap();
        drop(boxes);
        let boxes = open(&folder, Options::default()).await;
        tokio::time::sleep(Duration::from_secs(5)).await;
        let before = cpu();
        boxes.index(ME).await.unwrap();
        let entries = boxes.state(ME).await.unwrap().pts as u64;
        println!("indexing: {:.1} us an entry of the box", per(cpu() - before, entries));
        tokio::time::sleep(Duration::from_secs(5)).await;
        searches(&boxes).await;
        reads(&boxes).await;
    });
}

async fn open(folder: &PathBuf, options: Options) -> Boxes {
    let world = World {
        clock: Arc::new(Hands(AtomicI64::new(i64::from(START) * 1000))),
        chance: Arc::new(Dice(AtomicU64::new(1))),
        spawn: Arc::new(Tasks),
    };
    let engine = Arc::new(Fjall::open(Config::new(folder)).unwrap());
    let store = Store::open(engine, MasterKey::new([7; 32]), world.clone()).await.unwrap();
    Boxes::open(store, world, Arc::new(Silent), Arc::new(Open), options).await.unwrap()
}

/// One message a minute, in runs of a hundred with one of forty people; every third run is the other's.
async fn fill(boxes: &Boxes, messages: u64) {
    let dice = Dice(AtomicU64::new(5));
    let words = vocabulary(&dice);
    let mut date = START;
    let mut sent = 0;
    while sent < messages {
        let other = UserId(1 + (dice.below(PEOPLE) * dice.below(PEOPLE) / PEOPLE) as i64);
        let (from, to) = if dice.below(3) == 0 { (other, ME) } else { (ME, other) };
        let mut part = Vec::new();
        for _ in 0..100.min(messages - sent) {
            let count = 2 + dice.below(5) + dice.below(5);
            let mut text: Vec<&str> = (0..count).map(|_| dice.word(&words)).collect();
            // As rare as words get: in one message of ten thousand.
            if sent % 10_000 == 77 {
                text.push("zamrud");
            }
            let content = Content { text: text.join(" "), ..Content::default() };
            let id = (dice.next() >> 1) as i64;
            part.push(NewMessage::new(By::user(from), Peer::User(to), id, date, content));
            date += 60;
            sent += 1;
        }
        boxes.send(part).await.unwrap();
    }
}

async fn searches(boxes: &Boxes) {
    let newest = boxes.state(ME).await.unwrap().pts;
    let date = boxes.state(ME).await.unwrap().date;
    let query = |text: &str| SearchQuery { text: text.into(), limit: 100, ..SearchQuery::default() };
    let peer = Some(Peer::User(UserId(3)));
    let dice = Dice(AtomicU64::new(5));
    let words = vocabulary(&dice);
    let (common, usual, beginning) = (words[0].as_str(), words[300].as_str(), &words[0][..2]);
    let cases: Vec<(&str, Option<Peer>, SearchQuery)> = vec![
        ("a word of every 10 000th message", None, query("zamrud")),
        ("a word that nobody wrote", None, query("qqqq")),
        ("the most frequent word", None, query(common)),
        ("the 300th word", None, query(usual)),
        ("two letters that begin the most frequent word", None, query(beginning)),
        ("three words", None, query(&format!("{common} {usual} {}", words[2]))),
        ("the most frequent word in one chat", peer, query(common)),
        ("two letters in one chat", peer, query(beginning)),
        ("two letters, from one author", None, SearchQuery { from: Some(ME), ..query(beginning) }),
        (
            "two letters, between two dates",
            None,
            SearchQuery {
                min_date: START + (date - START) / 4,
                max_date: START + (date - START) / 2,
                ..query(beginning)
            },
        ),
        (
            "two letters, the page in the middle",
            None,
            SearchQuery { offset_id: newest / 2, ..query(beginning) },
        ),
        ("no word, all of one author in one chat", peer, SearchQuery { from: Some(ME), ..query("") }),
    ];
    println!("first page of 100, ms of processor time, and how many fit:");
    for (name, peer, query) in cases {
        let found = boxes.search(ME, peer, query.clone()).await.unwrap();
        let time = mean(50, || async {
            boxes.search(ME, peer, query.clone()).await.unwrap();
        })
        .await;
        println!("  {:7.2}  {:8}  {name}", time / 1000.0, found.count);
    }
}

async fn reads(boxes: &Boxes) {
    let newest = boxes.state(ME).await.unwrap().pts;
    let peer = Peer::User(UserId(1));
    let at = AtomicI64::new(0);
    let next = || {
        let step = at.fetch_add(1, Ordering::Relaxed);
        (i64::from(newest) * (step * 7919 % 1000) / 1000) as i32 + 2
    };
    let time = mean(200, || async {
        let query = HistoryQuery { offset_id: next(), limit: 100, ..HistoryQuery::default() };
        boxes.history(ME, peer, query).await.unwrap();
    })
    .await;
    println!("{time:9.0} us: getHistory of 100 messages anywhere in a chat");
    let time = mean(200, || async {
        let query = HistoryQuery { limit: 100, ..HistoryQuery::default() };
        boxes.history(ME, peer, query).await.unwrap();
    })
    .await;
    println!("{time:9.0} us: getHistory of the newest 100");
    let time = mean(100, || async {
        let mut pts = next().min(newest - 1200);
        let mut told = 0;
        while told < 1000 {
            match boxes.difference(ME, pts, None, None).await.unwrap() {
                Difference::Entries { entries, state, .. } => {
                    told += entries.len();
                    pts = state.pts;
                }
                _ => return,
            }
        }
    })
    .await;
    println!("{time:9.0} us: getDifference of 1 000 entries, in two slices");
}

/// Processor time of one run, in us.
async fn mean<F: Future<Output = ()>>(times: u64, run: impl Fn() -> F) -> f64 {
    run().await;
    let before = cpu();
    for _ in 0..times {
        run().await;
    }
    per(cpu() - before, times)
}

fn per(nanos: u64, times: u64) -> f64 {
    nanos as f64 / 1000.0 / times as f64
}

/// Processor time of all threads so far, in ns.
fn cpu() -> u64 {
    let threads = fs::read_dir("/proc/self/task").unwrap().flatten();
    let time = |path: PathBuf| -> Option<u64> {
        fs::read_to_string(path.join("schedstat")).ok()?.split(' ').next()?.parse().ok()
    };
    threads.filter_map(|thread| time(thread.path())).sum()
}

/// Made of syllables, so that words share beginnings as those of a language do.
fn vocabulary(dice: &Dice) -> Vec<String> {
    let syllables: Vec<String> = "bcdghjklmnprstwy"
        .chars()
        .flat_map(|one| ["a", "i", "u", "e", "o", "an", "ing", "er"].map(|rest| format!("{one}{rest}")))
        .collect();
    let syllable = || syllables[dice.below(syllables.len() as u64) as usize].clone();
    (0..40_000).map(|at| (0..2 + at % 3).map(|_| syllable()).collect()).collect()
}

struct Dice(AtomicU64);

impl Dice {
    fn next(&self) -> u64 {
        let mut mixed = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// Few words are frequent and most are rare, as in any language.
    fn word<'a>(&self, words: &'a [String]) -> &'a str {
        let uniform = self.below(1 << 30) as f64 / (1u64 << 30) as f64;
        let rank = (words.len() as f64).powf(uniform) - 1.0;
        &words[(rank as usize).min(words.len() - 1)]
    }
}

impl Chance for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.iter_mut().for_each(|byte| *byte = self.next() as u8);
    }
}

struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> UnixMillis {
        UnixMillis(self.0.load(Ordering::Relaxed))
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep_until(&self, deadline: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(deadline))
    }
}

struct Tasks;

impl Spawn for Tasks {
    fn spawn(&self, task: BoxFuture<'static, ()>) {
        tokio::runtime::Handle::current().spawn(task);
    }
}
