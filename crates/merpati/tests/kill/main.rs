//! Killing the program, as the power would, while people write: what was answered is there once, in both boxes,
//! under its id; pts has no hole; each device ends with what the server holds.
//!
//! `KILL_SEED=N` repeats a run's choices, though not its timing.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "this test is an edge: it starts tasks, lets moments pass and tells its seed"
)]

mod device;
mod view;
mod writer;

use std::{
    path::Path,
    process::{Command, Stdio},
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use bench::{edge::LoadChance, people, process::Server};
use tokio::task::JoinHandle;
use world::Chance;

use device::{Device, Stop, history, user_id};
use writer::{Tally, Writer};

const PEOPLE: usize = 6;
const KILLS: usize = 50;
/// A cycle sees at most so many answers before the kill.
const ANSWERS_MAX: u64 = 90;
/// Far above what the end ever takes: what did not arrive by then is lost.
const SETTLED_WITHIN: Duration = Duration::from_secs(120);

/// Everybody of the test: somebody who writes, and a second device of each that listens.
struct Town {
    writers: Vec<Writer>,
    listeners: Vec<Device>,
    tally: Arc<Tally>,
    chance: Arc<dyn Chance>,
}

#[test]
fn a_server_killed_fifty_times_under_load_loses_and_doubles_nothing() {
    let seed = std::env::var("KILL_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or_else(|| bench::edge::now().0.unsigned_abs());
    println!("KILL_SEED={seed}");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let mut town = Town::build(&data, Arc::new(LoadChance::seeded(seed))).await;
        for cycle in 0..KILLS {
            if cycle % 4 == 3 {
                kill_at_the_start(&data, &*town.chance);
            }
            let server = start(&data);
            town = town.live_until_the_kill(server).await;
        }
        let server = start(&data);
        tokio::time::timeout(SETTLED_WITHIN, town.settle(&server)).await.expect("something never arrived");
    });
}

fn start(data: &Path) -> Server {
    Server::start(Path::new(env!("CARGO_BIN_EXE_merpati")), data, &["--test-mode"]).unwrap()
}

/// Kills a server while it starts, so that putting things in order is cut short as well.
fn kill_at_the_start(data: &Path, chance: &dyn Chance) {
    let mut process = Command::new(env!("CARGO_BIN_EXE_merpati"))
        .args(["serve", "--listen", "127.0.0.1:0", "--http", "127.0.0.1:0", "--data"])
        .arg(data)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_micros(chance.long().unsigned_abs() % 150_000));
    process.kill().unwrap();
    process.wait().unwrap();
}

/// The value, or the end of the test with the broken promise.
fn held<T>(outcome: Result<T, Stop>) -> T {
    match outcome {
        Ok(value) => value,
        Err(Stop::Broken(reason)) => panic!("{reason}"),
        Err(Stop::Lost) => panic!("the server ended by itself"),
    }
}

impl Town {
    async fn build(data: &Path, chance: Arc<dyn Chance>) -> Town {
        let server = start(data);
        let program = Path::new(env!("CARGO_BIN_EXE_merpati"));
        let accounts = people::sign_up(&server, program, data, PEOPLE).await.unwrap();
        let tally = Arc::new(Tally::default());
        let (mut writers, mut listeners) = (Vec::new(), Vec::new());
        for (at, account) in accounts.iter().enumerate() {
            let device = held(Device::new(&server.mtproto, account, true, chance.clone()).await);
            let mut peers = Vec::new();
            // Everybody writes with both neighbours of a ring, so each box hears two people.
            for step in [1, PEOPLE - 1] {
                let phone = &accounts[(at + step) % PEOPLE].phone;
                peers.push(held(device.find(&server.mtproto, phone).await));
            }
            listeners.push(held(Device::new(&server.mtproto, account, false, chance.clone()).await));
            let (tally, chance) = (tally.clone(), chance.clone());
            writers.push(Writer { device, peers, sends: Vec::new(), tally, chance });
        }
        server.stop().unwrap();
        Town { writers, listeners, tally, chance }
    }

    /// Everybody connects and writes; after some answers the server is killed.
    async fn live_until_the_kill(self, server: Server) -> Town {
        let Town { writers, listeners, tally, chance } = self;
        let draw = chance.long().unsigned_abs();
        let address = server.mtproto.clone();
        let peers: Vec<_> = writers.iter().map(|writer| writer.peers[draw as usize % 2].clone()).collect();
        let writing: Vec<JoinHandle<Writer>> = writers
            .into_iter()
            .map(|mut writer| {
                let address = address.clone();
                tokio::spawn(async move {
                    until_lost("a writer", writer.run(&address, true).await);
                    writer
                })
            })
            .collect();
        let listening: Vec<JoinHandle<Device>> = listeners
            .into_iter()
            .zip(peers)
            .map(|(mut device, peer)| {
                let address = address.clone();
                tokio::spawn(async move {
                    until_lost("a listener", listen(&mut device, &address, &peer).await);
                    device
                })
            })
            .collect();
        let until = tally.answers.load(Ordering::Relaxed) + (draw >> 8) % ANSWERS_MAX;
        while tally.answers.load(Ordering::Relaxed) < until && !writing.iter().any(JoinHandle::is_finished) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(Duration::from_micros((draw >> 32) % 5_000)).await;
        server.kill();
        let (mut writers, mut listeners) = (Vec::new(), Vec::new());
        for task in writing {
            writers.push(task.await.unwrap());
        }
        for task in listening {
            listeners.push(task.await.unwrap());
        }
        Town { writers, listeners, tally, chance }
    }

    /// Says again what has no answer, then holds every box against what was sent and what each device knows.
    async fn settle(mut self, server: &Server) {
        for writer in &mut self.writers {
            held(writer.run(&server.mtproto, false).await);
        }
        for at in 0..PEOPLE {
            let user = self.listeners[at].user_id;
            for peer in self.writers[at].peers.clone() {
                let mut person = held(self.writers[at].device.connect(&server.mtproto).await);
                let held_there = held(history(&mut person, &peer).await);
                let peer = held(user_id(&peer).map_err(|_| Stop::Lost));
                assert!(
                    held_there == self.writers[at].device.view.chat(peer),
                    "what {user} wrote with is astray"
                );
                held(self.listeners[at].connect(&server.mtproto).await);
                assert!(
                    held_there == self.listeners[at].view.chat(peer),
                    "what {user} listened with is astray"
                );
                let mine: Vec<_> = held_there.iter().filter(|(_, kept)| kept.out).collect();
                self.compare_with_sends(at, peer, &mine);
                let theirs = held_there.iter().filter(|(_, kept)| !kept.out).map(|(_, kept)| &kept.text);
                let author = self.writers.iter().find(|writer| writer.device.user_id == peer).unwrap();
                let to_me = author.device.view.messages.values().filter(|kept| kept.out && kept.peer == user);
                assert!(theirs.eq(to_me.map(|kept| &kept.text)), "{user} holds another order than {peer}");
            }
        }
        self.tell();
    }

    /// What was sent to `peer` stands in the own box once each, in the order of sending, under the answered ids.
    fn compare_with_sends(&self, at: usize, peer: i64, mine: &[&(i32, view::Kept)]) {
        let writer = &self.writers[at];
        let to = writer.peers.iter().position(|found| user_id(found).is_ok_and(|id| id == peer)).unwrap();
        let sent: Vec<_> = writer.sends.iter().filter(|send| send.to == to).collect();
        let name = writer.device.user_id;
        assert_eq!(mine.len(), sent.len(), "messages of {name} to {peer}");
        for ((id, kept), send) in mine.iter().zip(sent) {
            assert!(kept.text == send.text, "message {id} of {name} to {peer} is out of order");
            assert_eq!(Some(*id), send.id, "a message of {name} changed its id");
        }
    }

    /// Prints what happened, and refuses a run in which the kills hit nothing.
    fn tell(&self) {
        let [answers, unanswered, kept, repeated] =
            [&self.tally.answers, &self.tally.unanswered, &self.tally.kept, &self.tally.repeated]
                .map(|count| count.load(Ordering::Relaxed));
        println!("{KILLS} kills, {answers} answers, {repeated} answered sends repeated");
        println!("{unanswered} sends lost their answer, {kept} of them were kept");
        assert!(answers > 500 && unanswered > 100 && kept > 0 && kept < unanswered && repeated > 100);
    }
}

/// Takes in what the server pushes. On the way it holds one chat against what is known.
async fn listen(device: &mut Device, address: &str, peer: &tl::enums::InputPeer) -> Result<(), Stop> {
    let mut person = device.connect(address).await?;
    device.compare_newest(&mut person, peer).await?;
    loop {
        while let Some(event) = person.take() {
            if let mtproto::client::Event::Update(bytes) = event {
                device.view.updates(&bytes)?;
            }
        }
        person.flush(false).await?;
        person.receive().await?;
    }
}

/// The connection is to end by the kill, and by nothing else.
fn until_lost(who: &str, outcome: Result<(), Stop>) {
    match outcome {
        Err(Stop::Lost) => {}
        Err(Stop::Broken(reason)) => panic!("{who}: {reason}"),
        Ok(()) => panic!("{who} stopped early"),
    }
}
