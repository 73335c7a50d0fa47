//! Promise 5, a first form: whatever bytes arrive, the server answers with an error or closes. Connections bring random
//! bytes, frames that open nothing and the beginnings of exchanges; devices that are signed in call with bodies that
//! are cut short or random behind a method's id. A panic anywhere, also one that a wall catches, ends the run.

use std::{
    cell::Cell,
    net::SocketAddr,
    panic,
    sync::{Arc, Once},
    time::Duration,
};

use kv::memory::Memory;
use server::node::Node;
use tl::{Layer, functions, types};
use world::Chance;

use crate::{
    Finding,
    device::Asked,
    doings::Subject,
    life::Life,
    surroundings::{Dice, RunClock, Tasks, world},
    town::{self, Town},
};

thread_local! {
    /// Panics in this thread: a run has one of its own.
    static PANICS: Cell<u32> = const { Cell::new(0) };
}

/// Counts panics from here on, and tells of each as before.
pub(crate) fn count_panics() {
    static COUNTING: Once = Once::new();
    COUNTING.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |about| {
            PANICS.with(|panics| panics.set(panics.get() + 1));
            before(about);
        }));
    });
    PANICS.with(|panics| panics.set(0));
}

/// An error if something has panicked since the run began.
pub(crate) fn no_panic() -> Result<(), Finding> {
    match PANICS.with(Cell::get) {
        0 => Ok(()),
        panics => Err(Finding::Panicked(panics)),
    }
}

/// A connection that brings what no client would. `key_ids`: of keys that exist.
pub(crate) async fn connection(node: &Arc<Node>, dice: &Dice, key_ids: &[i64]) {
    let local = SocketAddr::from(([127, 0, 0, 1], 4430));
    let mut connection = node.open(local, SocketAddr::from(([192, 0, 2, 9], 40_009)), false);
    for part in parts(dice, key_ids) {
        connection.feed(&part);
        connection.process().await;
        let _answer = connection.collect();
        if connection.is_closing() {
            return;
        }
    }
}

/// See [`crate::rain`].
pub(crate) async fn rain(
    town: &Town,
    seed: u64,
    connections: u32,
    mut look: impl FnMut(u32),
) -> Result<(), Finding> {
    count_panics();
    let memory = Memory::new();
    town::restore(&memory, &town.rows).await.map_err(|error| Finding::Unexpected(error.to_string()))?;
    let dice = Arc::new(Dice::new(seed));
    let world = world(Arc::new(RunClock::start(1)), dice.clone(), Arc::new(Tasks::default()));
    let node = town::start(&memory, &town.rsa, &world, boxes::Options::default(), None).await?;
    let devices = town.people.iter().flat_map(|person| &person.devices);
    let keys: Vec<i64> = devices.map(|(key, _)| key.auth_key.id()).collect();
    for number in 0..connections {
        connection(&node, &dice, &keys).await;
        no_panic()?;
        if number % LOOKED_EVERY == 0 {
            // Time passes, so that what has a deadline meets it.
            tokio::time::sleep(Duration::from_secs(1)).await;
            look(number);
        }
    }
    Ok(())
}

const LOOKED_EVERY: u32 = 100;

fn parts(dice: &Dice, key_ids: &[i64]) -> Vec<Vec<u8>> {
    let random = |length: usize| {
        let mut bytes = vec![0; length];
        dice.fill(&mut bytes);
        bytes
    };
    let frame = |body: Vec<u8>| {
        let mut framed = (body.len() as u32).to_le_bytes().to_vec();
        framed.extend(body);
        framed
    };
    // The tag of the intermediate transport, so that what follows is read as frames.
    let mut parts = vec![if dice.one_in(4) { random(1 + dice.below(80)) } else { vec![0xee; 4] }];
    for _ in 0..1 + dice.below(6) {
        parts.push(match dice.below(6) {
            0 => random(dice.below(600)),
            // A length that never ends.
            1 => vec![0xff, 0xff, 0xff, 0x7f],
            // Random behind a key that exists.
            2 => {
                let mut body = dice.pick(key_ids).copied().unwrap_or(1).to_le_bytes().to_vec();
                body.extend(random(16 + 16 * dice.below(20)));
                frame(body)
            }
            // A plain message: an exchange that begins and goes on with nonsense.
            3 | 4 => {
                let mut plain = vec![0; 8];
                plain.extend(((dice.next() >> 2) << 2).to_le_bytes());
                let mut query = 0xbe7e_8ef1_u32.to_le_bytes().to_vec();
                query.extend(random(if dice.one_in(2) { 16 } else { 4 * dice.below(30) }));
                plain.extend((query.len() as u32).to_le_bytes());
                plain.extend(query);
                frame(plain)
            }
            _ => frame(random(4 * dice.below(60))),
        });
    }
    parts
}

impl Life {
    /// A call whose body nobody can read.
    pub(crate) fn junk(&mut self, subject: Subject) -> Option<()> {
        let to = subject.to;
        let text = "x".repeat(self.dice.below(40));
        let whole = match self.dice.below(5) {
            0 => tl::encode(&functions::messages::SendMessage::new(to, text, 1), Layer::NEWEST),
            1 => tl::encode(&functions::messages::SaveDraft::new(to, text), Layer::NEWEST),
            2 => tl::encode(&functions::messages::GetHistory::new(to, 0, 0, 0, 9, 0, 0, 0), Layer::NEWEST),
            3 => {
                let ids = vec![types::InputMessageID::new(1).into(); 3];
                tl::encode(&functions::messages::GetMessages::new(ids), Layer::NEWEST)
            }
            _ => tl::encode(&functions::messages::DeleteMessages::new(vec![1 << 30; 9]), Layer::NEWEST),
        };
        let mut body = whole.get(..4)?.to_vec();
        if self.dice.one_in(2) {
            // Without its last words: it never is a whole request.
            let words = self.dice.below((whole.len() / 4).saturating_sub(1));
            body.extend(whole.get(4..4 + 4 * words)?);
        } else {
            let mut random = vec![0; 4 * self.dice.below(200)];
            self.dice.fill(&mut random);
            // A vector or a string that claims to be very long.
            if self.dice.one_in(3) {
                random.extend([0xff; 8]);
            }
            body.extend(random);
        }
        self.devices[subject.at].ask_bytes(body, Asked::Junk);
        Some(())
    }
}
