//! A run: the living devices, the process and its disk, and what was promised so far.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
    time::Duration,
};

use boxes::{Options, UserId};
use tl::functions;
use world::Clock;

use crate::{
    Finding, Report, Setup,
    device::{Asked, Device, Outcome, Sending},
    doings::OPERATIONS,
    faults::FAULTS,
    junk,
    process::{self, Process},
    promises,
    secrets::Block,
    surroundings::{Dice, RunClock},
    town::{self, Town},
};

/// What was promised to whom, and what people themselves undid.
#[derive(Default)]
pub(crate) struct Ledger {
    /// Every text that was sent: author, the other side, and the id it was answered with.
    pub(crate) sends: BTreeMap<String, (UserId, UserId, Option<i32>)>,
    /// Texts that may be gone from a person's side.
    pub(crate) undone: BTreeSet<(UserId, String)>,
    /// Texts that will be sent at their time.
    pub(crate) scheduled: BTreeSet<String>,
    /// Chats in which messages go by themselves: both sides, the lower one first.
    pub(crate) mortal: BTreeSet<(UserId, UserId)>,
    /// Who got which text by a forward, or may have.
    pub(crate) forwarded: BTreeSet<(UserId, String)>,
    /// Whom a text may not reach: he had blocked its author before it was written.
    pub(crate) forbidden: BTreeSet<(UserId, String)>,
    /// Who is in the town's group.
    pub(crate) in_group: BTreeSet<UserId>,
    /// Who has blocked whom.
    pub(crate) blocks: BTreeMap<(UserId, UserId), Block>,
}

/// A run.
pub(crate) struct Life {
    pub(crate) town: &'static Town,
    pub(crate) setup: Setup,
    pub(crate) dice: Arc<Dice>,
    pub(crate) clock: Arc<RunClock>,
    pub(crate) process: Process,
    pub(crate) devices: Vec<Device>,
    /// Sends without an answer: by which device, and what.
    pub(crate) again: VecDeque<(usize, Box<Sending>)>,
    pub(crate) ledger: Ledger,
    pub(crate) report: Report,
    pub(crate) texts: u32,
}

/// Lives a life from a seed and looks at its end.
pub(crate) async fn live(town: &'static Town, seed: u64, setup: Setup) -> Result<Report, Finding> {
    let mut life = Life::begin(town, seed, setup).await?;
    let faults = process::plan(&FAULTS, setup, &life.dice);
    for at in 0..setup.operations {
        for (_, kind) in faults.iter().filter(|(when, _)| *when == at) {
            life.fault(kind).await?;
        }
        if life.dice.one_in(TIME_PASSES_ONE_IN) {
            life.pass_time().await?;
        }
        life.operation(setup.operations - at);
        life.turn().await?;
    }
    life.rest().await?;
    promises::check(&mut life).await?;
    life.happened()?;
    let mut report = std::mem::take(&mut life.report);
    report.live_updates = life.devices.iter().map(|device| device.mind.live_updates).sum();
    report.trace = life.devices.iter().fold(life.dice.next(), |trace, device| {
        trace.rotate_left(9) ^ (device.mind.pts as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    });
    Ok(report)
}

impl Life {
    async fn begin(town: &'static Town, seed: u64, setup: Setup) -> Result<Life, Finding> {
        let dice = Arc::new(Dice::new(seed));
        let clock = Arc::new(RunClock::start(1));
        let checkpoint_entries = [3, 10, 128][dice.below(3)];
        let options = Options {
            checkpoint_entries,
            loaded_max: [6, 1000][dice.below(2)],
            // A search index of small segments, so that a short run makes, joins and renews some.
            channels_loaded_max: 3,
            segment_entries: 24,
            // As the program has it.
            catch_up_at_open: false,
        };
        let process = Process::start(town, &dice, &clock, options, setup.defect).await?;
        let mut devices = Vec::new();
        for person in &town.people {
            for (key, mind) in &person.devices {
                devices.push(Device::with_key(person.user, key.clone(), dice.clone(), mind.clone()));
            }
        }
        let in_it = |person: &&town::Person| person.access_hashes.contains_key(&town.group);
        let in_group = town.people.iter().filter(in_it).map(|person| person.user).collect();
        let mut life = Life {
            town,
            setup,
            dice,
            clock,
            process,
            devices,
            again: VecDeque::new(),
            ledger: Ledger { in_group, ..Ledger::default() },
            report: Report::default(),
            texts: 0,
        };
        for device in &mut life.devices {
            device.connect_first(&life.process.node);
            device.ask(&functions::updates::GetState::new(), Asked::Look);
        }
        Ok(life)
    }

    /// Bytes move, time passes, and devices act on what they learned.
    pub(crate) async fn turn(&mut self) -> Result<(), Finding> {
        self.exchange().await?;
        tokio::time::sleep(Duration::from_micros(self.dice.below(3000) as u64)).await;
        for at in 0..self.devices.len() {
            let device = &mut self.devices[at];
            if !device.is_connected() {
                if self.dice.one_in(15) {
                    device.connect(&self.process.node);
                    device.mind.gap = true;
                }
                continue;
            }
            // Clients wait a little before they ask: what is missing may be on its way.
            if device.mind.gap && !device.differing && self.dice.one_in(3) {
                let limit = [None, Some(1), Some(4)][self.dice.below(3)];
                self.report.differences += 1;
                device.ask_difference(limit);
            }
        }
        for _ in 0..self.again.len() {
            let Some((at, sending)) = self.again.pop_front() else { break };
            if self.devices[at].is_connected() {
                self.put(at, sending)
            } else {
                self.again.push_back((at, sending))
            }
        }
        Ok(())
    }

    pub(crate) async fn exchange(&mut self) -> Result<(), Finding> {
        for at in 0..self.devices.len() {
            let now = self.clock.now();
            self.devices[at].exchange(now).await;
            for outcome in self.devices[at].digest()? {
                match outcome {
                    Outcome::Scheduled(sending) => {
                        self.report.scheduled += 1;
                        self.ledger.scheduled.insert(sending.what.text.clone());
                    }
                    Outcome::Blocked(other, holds) => {
                        self.ledger.blocked(self.devices[at].user, other, holds);
                    }
                    Outcome::Unsure(sending) => self.again.push_back((at, sending)),
                    Outcome::Sent(sending, id) => {
                        self.report.answered_sends += 1;
                        if let Some((_, _, known)) = self.ledger.sends.get_mut(&sending.what.text) {
                            if known.is_some_and(|known| known != id) {
                                let what = format!("{} has ids {known:?} and {id}", sending.what.text);
                                return Err(Finding::Doubled(what));
                            }
                            *known = Some(id);
                        }
                    }
                }
            }
        }
        for device in &mut self.devices {
            for heard in std::mem::take(&mut device.mind.heard) {
                self.ledger.may_reach(device.user, &heard)?;
            }
        }
        for _ in 0..4 {
            tokio::task::yield_now().await;
        }
        junk::no_panic()
    }

    /// Some seconds in which nobody does anything but listen; what is due happens.
    async fn pass_time(&mut self) -> Result<(), Finding> {
        for _ in 0..1 + self.dice.below(5) {
            tokio::time::sleep(Duration::from_millis(self.dice.below(2_000) as u64)).await;
            self.exchange().await?;
        }
        Ok(())
    }

    fn happened(&self) -> Result<(), Finding> {
        self.report.covers(&OPERATIONS, &FAULTS)?;
        if self.report.scheduled == 0 {
            return Err(Finding::Never("a scheduled message"));
        }
        if self.report.answered_sends == 0 {
            return Err(Finding::Never("an answered send"));
        }
        Ok(())
    }
}

/// Between so many things that people do, some seconds pass.
const TIME_PASSES_ONE_IN: usize = 15;

/// A text without what edits have added.
pub(crate) fn base(text: &str) -> &str {
    text.split(' ').next().unwrap_or(text)
}
