//! Measures the storage part alone, with no network and no server: `cargo run --release -p kv-fjall --example
//! storage -- [USERS] [MESSAGES]`.
//!
//! A message is two log records of 200 bytes of noise, for a sender and a recipient drawn evenly from all users.
//! 64 messages ride in one batch. Every 64 entries of an owner its projections are written with the next batch:
//! a head (60 bytes), a dialog (80), a page of history (780). CPU is that of the whole process, until merging
//! has come to rest; disk is the whole folder after everything was merged; reading is 50 records of one owner.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a measuring program speaks to the person who started it, reads the clock, and stops when it fails"
)]

use std::{
    os::unix::fs::MetadataExt,
    path::Path,
    time::{Duration, Instant},
};

use kv::{Direction, Engine, Epoch, Group, Op, SHARDS, Shard, contract::wait};
use kv_fjall::{Config, Fjall};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<u64>().unwrap());
    let users = arguments.next().unwrap_or(10_000);
    let messages = arguments.next().unwrap_or(1_000_000);
    let folder = Path::new("target/bench/storage");
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder).unwrap();
    let engine = Fjall::open(Config::new(folder)).unwrap();
    let mut load = Load::new(&engine, users);
    let (cpu, began, syncs) = (cpu_ms(), Instant::now(), engine.syncs());
    let mut waits: Vec<Duration> = (0..messages / 64).map(|_| load.batch(&engine)).collect();
    let (took, busy) = (began.elapsed(), cpu_ms() - cpu);
    rest();
    waits.sort();
    let wait_of = |share: f64| waits[(waits.len() as f64 * share) as usize].as_micros();
    println!("{users} users, {messages} messages in {:.1} s", took.as_secs_f64());
    println!("CPU {:.2} us a message", (cpu_ms() - cpu) as f64 * 1e3 / messages as f64);
    println!("of it while writing {:.2}", busy as f64 * 1e3 / messages as f64);
    println!("messages a sync {:.1}", messages as f64 / (engine.syncs() - syncs) as f64);
    let (p50, p99, most) = (wait_of(0.5), wait_of(0.99), waits.last().unwrap().as_micros());
    println!("commit p50 {p50} us, p99 {p99} us, p99.9 {} us, longest {most} us", wait_of(0.999));
    println!("memory {:.1} MB", resident_mb());
    read(&engine, &load, "before merging");
    drop(engine);
    let (cpu, began) = (cpu_ms(), Instant::now());
    let engine = Fjall::open(Config::new(folder)).unwrap();
    println!("start with a log {} ms, of it CPU {} ms", began.elapsed().as_millis(), cpu_ms() - cpu);
    engine.compact().unwrap();
    read(&engine, &load, "after merging");
    engine.close();
    drop(engine);
    println!("disk {:.1} bytes a message", disk(folder) as f64 / messages as f64);
    let began = Instant::now();
    let engine = Fjall::open(Config::new(folder)).unwrap();
    println!("start after a close {} ms", began.elapsed().as_millis());
    drop(engine);
    std::fs::remove_dir_all(folder).unwrap();
}

struct Load {
    epochs: Vec<Epoch>,
    /// The last pts of each user.
    users: Vec<u32>,
    seed: u64,
    due: Vec<Group>,
}

impl Load {
    fn new(engine: &Fjall, users: u64) -> Load {
        let epochs = (0..SHARDS).map(|shard| wait(engine.claim(Shard(shard))).unwrap()).collect();
        Load { epochs, users: vec![0; users as usize], seed: 1, due: Vec::new() }
    }

    fn number(&mut self) -> u64 {
        self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.seed;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn noise(&mut self, length: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(length + 8);
        while bytes.len() < length {
            bytes.extend_from_slice(&self.number().to_le_bytes());
        }
        bytes.truncate(length);
        bytes
    }

    fn group(&self, user: u64, ops: Vec<Op>) -> Group {
        let shard = Shard((user % u64::from(SHARDS)) as u16);
        Group { shard, epoch: self.epochs[usize::from(shard.0)], ops, depends_on: None }
    }

    fn record(&mut self) -> Group {
        let user = self.number() % self.users.len() as u64;
        self.users[user as usize] += 1;
        let pts = self.users[user as usize];
        if pts.is_multiple_of(64) {
            let mut ops = Vec::new();
            for (table, length) in [(2, 60), (3, 80), (4, 780)] {
                let page = if table == 4 { pts / 64 } else { 0 };
                ops.push(Op::Set { key: key(table, user, page), value: self.noise(length) });
            }
            self.due.push(self.group(user, ops));
        }
        let value = self.noise(200);
        self.group(user, vec![Op::Set { key: key(1, user, pts), value }])
    }

    /// Gives how long it took.
    fn batch(&mut self, engine: &Fjall) -> Duration {
        let mut batch = std::mem::take(&mut self.due);
        for _ in 0..128 {
            let group = self.record();
            batch.push(group);
        }
        let began = Instant::now();
        assert!(wait(engine.commit(batch)).iter().all(Result::is_ok));
        began.elapsed()
    }
}

fn key(table: u8, user: u64, number: u32) -> Vec<u8> {
    [&[table][..], &user.to_be_bytes(), &number.to_be_bytes()].concat()
}

fn read(engine: &Fjall, load: &Load, when: &str) {
    let (cpu, rounds) = (cpu_ms(), 20_000);
    let mut found = 0;
    for round in 0..rounds {
        let user = round * 7919 % load.users.len() as u64;
        let shard = Shard((user % u64::from(SHARDS)) as u16);
        let (from, to) = (key(1, user, 0), key(1, user + 1, 0));
        found += wait(engine.scan(shard, &from, &to, 50, Direction::Backward)).unwrap().len();
    }
    let cpu = (cpu_ms() - cpu) as f64 * 1e3 / rounds as f64;
    println!("{found} records read {when}, CPU {cpu:.1} us for an owner");
}

/// Waits until the process does nothing for two seconds.
fn rest() {
    let mut before = 0;
    while cpu_ms() != before {
        before = cpu_ms();
        std::thread::sleep(Duration::from_secs(2));
    }
}

fn cpu_ms() -> u64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = text.rsplit_once(") ").unwrap().1.split(' ').collect();
    (fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()) * 10
}

fn resident_mb() -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0
}

fn disk(folder: &Path) -> u64 {
    let bytes = |entry: std::io::Result<std::fs::DirEntry>| {
        let (entry, path) = (entry.as_ref().unwrap().metadata().unwrap(), entry.unwrap().path());
        if entry.is_dir() { disk(&path) } else { entry.blocks() * 512 }
    };
    std::fs::read_dir(folder).unwrap().map(bytes).sum()
}
