//! Pairs of people who write to each other: each message is durable before its answer and checked at the other
//! side, by its text and in its order.

use crate::{
    edge::LoadChance,
    people::Account,
    person::{Failure, Person},
};
use mtproto::client::Event;
use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tl::{enums, functions, types};
use tokio::{sync::Notify, task::JoinSet};
use world::Chance;

/// One direction of a pair.
#[derive(Default)]
struct Lane {
    /// When the messages that are on their way were sent, oldest first.
    sent: Mutex<VecDeque<Instant>>,
    delivered: AtomicU64,
    arrived: Notify,
}

/// One side of a pair, between phases.
pub struct Side {
    person: Person,
    peer: enums::InputPeer,
    name: usize,
    out: Arc<Lane>,
    into: Arc<Lane>,
    sent: u64,
    last_message_id: i32,
    chance: Arc<dyn Chance>,
}

/// How a phase goes.
#[derive(Clone, Copy)]
pub struct Pace {
    /// Messages in all.
    pub messages: u64,
    /// At most as many of one person on their way.
    pub in_flight: u64,
    /// Messages a second over all; `None` is as fast as they are delivered.
    pub per_second: Option<f64>,
}

/// What a phase gave.
pub struct Outcome {
    /// Messages that arrived, as they should.
    pub delivered: u64,
    /// From the first send to the last delivery.
    pub took: Duration,
    /// Milliseconds from send to delivery, of each message.
    pub latencies_ms: Vec<f64>,
}

/// Connects people in pairs: the first with the second, and so on.
///
/// # Errors
/// A sentence from the first who could not.
pub async fn connect(address: &str, accounts: &[Account]) -> Result<Vec<Side>, Failure> {
    let chance: Arc<dyn Chance> = Arc::new(LoadChance::new());
    let mut sides = Vec::with_capacity(accounts.len());
    for (pair, two) in accounts.chunks_exact(2).enumerate() {
        let lanes = [Arc::new(Lane::default()), Arc::new(Lane::default())];
        for (at, account) in two.iter().enumerate() {
            let mut person = Person::with_key(address, account.key.clone(), chance.clone()).await?;
            let other = two.get(1 - at).ok_or("a pair of one")?;
            let resolve = functions::contacts::ResolvePhone::new(other.phone.clone());
            let found =
                person.call(&resolve).await.map_err(|error| format!("{}: {}", other.phone, error.message))?;
            let enums::contacts::ResolvedPeer::ResolvedPeer(found) = found;
            let Some(enums::User::User(user)) = found.users.into_iter().next() else {
                return Err(format!("{} was not found", other.phone));
            };
            let hash = user.access_hash.ok_or("a user without access hash")?;
            // A session hears updates from its first call on.
            person.call(&functions::updates::GetState::new()).await.map_err(|error| error.message)?;
            let (out, into) = (lanes[at].clone(), lanes[1 - at].clone());
            let peer = types::InputPeerUser::new(user.id, hash).into();
            let chance = chance.clone();
            sides.push(Side {
                person,
                peer,
                name: 2 * pair + at,
                out,
                into,
                sent: 0,
                last_message_id: 0,
                chance,
            });
        }
    }
    Ok(sides)
}

/// Runs one phase with all sides; they come back for the next one.
///
/// # Errors
/// A sentence: a connection was lost, an error answered, or a message arrived that should not have.
pub async fn phase(sides: Vec<Side>, pace: Pace) -> Result<(Vec<Side>, Outcome), Failure> {
    let budget = Arc::new(AtomicI64::new(i64::try_from(pace.messages).unwrap_or(i64::MAX)));
    let open = Arc::new(AtomicU64::new(pace.messages));
    let done = Arc::new(Notify::new());
    let people = sides.len() as f64;
    let began = Instant::now();
    let mut tasks = JoinSet::new();
    for (at, side) in sides.into_iter().enumerate() {
        let wait = pace.per_second.map(|rate| {
            let step = Duration::from_secs_f64(people / rate);
            (step.mul_f64(at as f64 / people), step)
        });
        let (budget, open, done) = (budget.clone(), open.clone(), done.clone());
        tasks.spawn(side.run(pace.in_flight, wait, budget, open, done));
    }
    let (mut sides, mut latencies_ms) = (Vec::new(), Vec::new());
    // Whoever fails first ends the phase: the others would wait for him.
    while let Some(task) = tasks.join_next().await {
        let (side, latencies) = task.map_err(|error| error.to_string())??;
        sides.push(side);
        latencies_ms.extend(latencies);
    }
    let took = began.elapsed();
    sides.sort_by_key(|side| side.name);
    Ok((sides, Outcome { delivered: latencies_ms.len() as u64, took, latencies_ms }))
}

impl Side {
    async fn run(
        mut self,
        in_flight: u64,
        wait: Option<(Duration, Duration)>,
        budget: Arc<AtomicI64>,
        open: Arc<AtomicU64>,
        done: Arc<Notify>,
    ) -> Result<(Side, Vec<f64>), Failure> {
        let mut latencies = Vec::new();
        let mut unanswered = 0;
        let (mut ticks, paced) = match wait {
            Some((phase, step)) => {
                (tokio::time::interval_at(tokio::time::Instant::now() + phase, step), true)
            }
            None => (tokio::time::interval(Duration::from_secs(3600)), false),
        };
        let mut due = 0_u64;
        loop {
            while let Some(event) = self.person.take() {
                match event {
                    Event::Answer { result, .. } => {
                        result.map_err(|error| {
                            format!("a send was refused: {} {}", error.code, error.message)
                        })?;
                        unanswered -= 1;
                    }
                    Event::Update(bytes) => {
                        let arrived = self.arrivals(&bytes, &mut latencies)?;
                        if arrived > 0 && open.fetch_sub(arrived, Ordering::AcqRel) == arrived {
                            done.notify_waiters();
                        }
                    }
                    _ => {}
                }
            }
            if open.load(Ordering::Acquire) == 0 && unanswered == 0 {
                self.person.flush(true).await?;
                return Ok((self, latencies));
            }
            let on_their_way = unanswered.max(self.sent - self.out.delivered.load(Ordering::Acquire));
            let room = in_flight.saturating_sub(on_their_way).min(if paced { due } else { u64::MAX });
            for _ in 0..room {
                if budget.fetch_sub(1, Ordering::AcqRel) <= 0 {
                    due = 0;
                    break;
                }
                self.send();
                unanswered += 1;
                due = due.saturating_sub(1);
            }
            self.person.flush(false).await?;
            let arrived = self.out.clone();
            let finished = done.notified();
            if open.load(Ordering::Acquire) == 0 && unanswered == 0 {
                continue;
            }
            tokio::select! {
                biased;
                received = self.person.receive() => received?,
                () = arrived.arrived.notified() => {}
                () = finished => {}
                _ = ticks.tick(), if paced => due += 1,
            }
        }
    }

    fn send(&mut self) {
        self.sent += 1;
        let mut sent = self.out.sent.lock().unwrap_or_else(PoisonError::into_inner);
        sent.push_back(Instant::now());
        drop(sent);
        let text = text(self.name, self.sent);
        let request = functions::messages::SendMessage::new(self.peer.clone(), text, self.chance.long());
        self.person.begin(&request);
    }

    /// Checks each message that an update brings: the next of the other side, whole, under a growing id.
    fn arrivals(&mut self, bytes: &[u8], latencies: &mut Vec<f64>) -> Result<u64, Failure> {
        let updates: enums::Updates = tl::decode(bytes).map_err(|error| format!("an update: {error}"))?;
        let mut count = 0;
        for (id, found) in messages(updates) {
            let number = self.into.delivered.load(Ordering::Acquire) + 1;
            let expected = text(self.name ^ 1, number);
            if found != expected || id <= self.last_message_id {
                return Err(format!(
                    "message {id} came after {} and is not number {number}",
                    self.last_message_id
                ));
            }
            self.last_message_id = id;
            let mut sent = self.into.sent.lock().unwrap_or_else(PoisonError::into_inner);
            let began = sent.pop_front().ok_or("a message that nobody sent")?;
            drop(sent);
            latencies.push(began.elapsed().as_secs_f64() * 1e3);
            self.into.delivered.store(number, Ordering::Release);
            self.into.arrived.notify_one();
            count += 1;
        }
        Ok(count)
    }
}

/// The new messages of an update, with their ids.
fn messages(updates: enums::Updates) -> Vec<(i32, String)> {
    match updates {
        enums::Updates::UpdateShortMessage(message) if !message.out => vec![(message.id, message.message)],
        enums::Updates::Updates(many) => many.updates.into_iter().filter_map(message).collect(),
        enums::Updates::UpdateShort(one) => message(one.update).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn message(update: enums::Update) -> Option<(i32, String)> {
    let enums::Update::UpdateNewMessage(new) = update else { return None };
    match new.message {
        enums::Message::Message(message) if !message.out => Some((message.id, message.message.clone())),
        _ => None,
    }
}

/// The text of a side's nth message: 100 bytes, as people write them.
fn text(side: usize, number: u64) -> String {
    let mut text = format!("{side}.{number}");
    let words = (0..).map(|at| {
        // A long way between the words of one text and of the next.
        let at =
            (number.wrapping_mul(7919).wrapping_add(side as u64 * 104_729) + at * 31) % WORDS.len() as u64;
        WORDS.get(at as usize).copied().unwrap_or_default()
    });
    for word in words {
        if text.len() >= TEXT_BYTES {
            break;
        }
        text.push(' ');
        text.push_str(word);
    }
    // Never at a space, which a server takes away.
    text.truncate(TEXT_BYTES - 1);
    text.push('.');
    text
}

const TEXT_BYTES: usize = 100;

/// What the texts are made of: everyday Indonesian and English.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "aku", "kamu", "besok", "pagi", "jadi", "pergi", "ke", "pasar", "sama", "ibu,", "nanti", "kita", "makan", "di",
    "rumah", "nenek", "ya", "tolong", "belikan", "gula", "dan", "kopi", "sudah", "sampai", "belum?", "hujan", "deras",
    "sekali", "jalannya", "macet", "lagi", "Siapa", "yang", "bisa", "jemput", "anak-anak", "jam", "tiga", "sore", "tidak",
    "apa-apa,", "terima", "kasih", "banyak", "selamat", "ulang", "tahun!", "rapatnya", "pindah", "Kamis", "foto", "kemarin",
    "bagus", "banget", "the", "meeting", "is", "at", "nine", "tomorrow,", "please", "bring", "your", "laptop", "I", "will",
    "be", "a", "little", "late", "because", "of", "traffic", "Can", "you", "send", "me", "that", "picture", "from", "last",
    "weekend?", "mum", "says", "hello", "see", "when", "we", "get", "there", "thanks!", "don't", "forget", "keys", "it",
    "was", "really", "good", "food", "again",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_has_a_hundred_bytes_and_is_another() {
        assert_eq!(text(3, 70).len(), 100);
        assert_ne!(text(3, 70), text(3, 71));
        assert_ne!(text(3, 70), text(4, 70));
    }
}
