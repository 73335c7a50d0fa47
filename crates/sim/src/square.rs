//! A supergroup and its people: another kind of run. Some are in it, some are not; they come, go, are thrown out and let
//! back in, write, change and delete, while connections, commits and whole processes break. What is looked at: a post
//! that was answered is never lost nor doubled; whoever is certainly outside receives nothing that was written since, by
//! push, difference, history or by its id; who was answered that he is in, or out, is; pts have no hole and no repeat;
//! and each device of a member shows in the end what the server holds.

mod doings;
mod neighbour;
mod promises;

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
    time::Duration,
};

use boxes::{Options, UserId};
use domain::PeerKind;
use tl::{enums, functions, types};
use world::Clock;

use crate::{
    Finding, Report, Setup,
    apply::Mind,
    device::{Asked, Device, decode},
    junk,
    process::{self, Process},
    surroundings::{Dice, RunClock},
    town::Town,
};
use doings::OPERATIONS;
use neighbour::{Neighbour, Outcome, Posting};

/// Whether somebody is in the group, as far as is known.
#[derive(Clone, Default)]
struct Standing {
    /// Comings and goings that are on their way.
    under_way: u32,
    /// Several were at once, so nobody knows which was the last.
    mixed: bool,
    /// How often one was asked for.
    moves: u32,
    /// What holds when none is on its way.
    holds: Option<bool>,
    /// The moment since which he is certainly outside.
    out_since: Option<u64>,
}

impl Standing {
    fn is(&self, inside: bool) -> bool {
        self.under_way == 0 && self.holds == Some(inside)
    }

    fn asked(&mut self) {
        self.mixed |= self.under_way > 0;
        self.under_way += 1;
        self.moves += 1;
    }

    fn moved(&mut self, inside: Option<bool>, now: u64) {
        self.under_way = self.under_way.saturating_sub(1);
        if self.under_way > 0 {
            return;
        }
        self.holds = if std::mem::take(&mut self.mixed) { None } else { inside };
        self.out_since = (self.holds == Some(false)).then_some(now);
    }
}

/// A text that was posted.
struct Said {
    author: usize,
    /// When it was asked for.
    at: u64,
    /// What it was answered with.
    id: Option<i32>,
    /// Somebody may have taken it away.
    undone: bool,
}

/// A run.
struct Square {
    town: &'static Town,
    setup: Setup,
    dice: Arc<Dice>,
    clock: Arc<RunClock>,
    process: Process,
    neighbours: Vec<Neighbour>,
    channel: i64,
    /// What a link into the group ends with.
    link: String,
    standings: Vec<Standing>,
    said: BTreeMap<String, Said>,
    /// Posts without an answer: by which device, and what.
    again: VecDeque<(usize, Box<Posting>)>,
    report: Report,
    /// Rises with everything that happens.
    moment: u64,
}

/// Lives a life at the square from a seed and looks at its end.
pub(crate) async fn live(town: &'static Town, seed: u64, setup: Setup) -> Result<Report, Finding> {
    let mut square = Square::begin(town, seed, setup).await?;
    let faults = process::plan(&FAULTS, setup, &square.dice);
    for at in 0..setup.operations {
        for (_, kind) in faults.iter().filter(|(when, _)| *when == at) {
            square.fault(kind).await?;
        }
        square.operation(setup.operations - at);
        square.turn().await?;
    }
    square.rest().await?;
    promises::check(&mut square).await?;
    square.happened()?;
    let mut report = std::mem::take(&mut square.report);
    report.live_updates = square.neighbours.iter().map(|device| device.live_updates).sum();
    report.trace = square.neighbours.iter().fold(square.dice.next(), |trace, device| {
        trace.rotate_left(9) ^ (i64::from(device.pts.unwrap_or(0)) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    });
    Ok(report)
}

impl Square {
    async fn begin(town: &'static Town, seed: u64, setup: Setup) -> Result<Square, Finding> {
        let dice = Arc::new(Dice::new(seed));
        let clock = Arc::new(RunClock::start(1));
        let options = Options {
            checkpoint_entries: [3, 10, 128][dice.below(3)],
            loaded_max: 1000,
            channels_loaded_max: 3,
            segment_entries: 24,
            catch_up_at_open: false,
        };
        let process = Process::start(town, &dice, &clock, options, setup.defect).await?;
        let mut devices = Vec::new();
        for (place, person) in town.people.iter().enumerate() {
            for (key, _) in &person.devices {
                let mind = Mind::default();
                devices.push((place, Device::with_key(person.user, key.clone(), dice.clone(), mind)));
            }
        }
        let mut square = Square {
            town,
            setup,
            dice,
            clock,
            process,
            neighbours: Vec::new(),
            channel: 0,
            link: String::new(),
            standings: vec![Standing::default(); town.people.len()],
            said: BTreeMap::new(),
            again: VecDeque::new(),
            report: Report::default(),
            moment: 1,
        };
        square.found(devices).await?;
        Ok(square)
    }

    /// The first person makes the group, brings in all but the last few, and makes a link; then the devices come.
    async fn found(&mut self, mut devices: Vec<(usize, Device)>) -> Result<(), Finding> {
        let unsound = || Finding::Unexpected("no group was made".into());
        let (_, mut founder) = devices.remove(0);
        founder.connect_first(&self.process.node);
        let make = functions::channels::CreateChannel {
            megagroup: true,
            ..functions::channels::CreateChannel::new("Square".into(), String::new())
        };
        let made: enums::Updates = self.call(&mut founder, &make).await?;
        let enums::Updates::Updates(made) = made else { return Err(unsound()) };
        let Some(enums::Chat::Channel(channel)) = made.chats.first() else { return Err(unsound()) };
        self.channel = channel.id;
        let first = self.named(0);
        let within = self.town.people.len() - OUTSIDE;
        let hashes = self.town.people.first().map(|person| &person.access_hashes);
        let invited = self.town.people.iter().take(within).skip(1).map(|person| {
            let hash = hashes.and_then(|hashes| hashes.get(&person.user.0)).copied().unwrap_or(0);
            types::InputUser::new(person.user.0, hash).into()
        });
        let invite = functions::channels::InviteToChannel::new(first.clone().into(), invited.collect());
        self.call(&mut founder, &invite).await?;
        let peer = types::InputPeerChannel::new(first.channel_id, first.access_hash);
        let export = functions::messages::ExportChatInvite::new(peer.into());
        let enums::ExportedChatInvite::ChatInviteExported(link) = self.call(&mut founder, &export).await?
        else {
            return Err(unsound());
        };
        self.link = link.link.rsplit('+').next().unwrap_or_default().to_owned();
        for (place, standing) in self.standings.iter_mut().enumerate() {
            standing.holds = Some(place < within);
            standing.out_since = (place >= within).then_some(0);
        }
        for (at, (place, device)) in std::iter::once((0, founder)).chain(devices).enumerate() {
            let mut neighbour = Neighbour::new(place, device, self.named(place));
            if at > 0 {
                neighbour.connect_first(&self.process.node);
            }
            self.neighbours.push(neighbour);
        }
        Ok(())
    }

    async fn call<F: tl::Function>(
        &mut self,
        device: &mut Device,
        request: &F,
    ) -> Result<F::Response, Finding> {
        let call = device.ask(request, Asked::Look);
        for _ in 0..FOUNDING_TURNS_MAX {
            device.exchange(self.clock.now()).await;
            tokio::time::sleep(Duration::from_micros(500)).await;
            for event in std::mem::take(&mut device.events) {
                match event {
                    mtproto::client::Event::Answer { call: of, result: Ok(bytes) } if of == call => {
                        return decode(&bytes);
                    }
                    mtproto::client::Event::Answer { call: of, result: Err(error) } if of == call => {
                        return Err(Finding::Unexpected(format!("{}: {}", F::NAME, error.message)));
                    }
                    _ => {}
                }
            }
        }
        Err(Finding::Silence(F::NAME.into()))
    }

    /// How somebody names the group.
    fn named(&self, place: usize) -> types::InputChannel {
        let user = self.town.people.get(place).map_or(UserId(0), |person| person.user);
        let hash = self.process.node.services().domain.access.of(user, PeerKind::Channel, self.channel);
        types::InputChannel::new(self.channel, hash)
    }

    /// Bytes move, time passes, and devices act on what they learned.
    async fn turn(&mut self) -> Result<(), Finding> {
        self.exchange().await?;
        tokio::time::sleep(Duration::from_micros(self.dice.below(3000) as u64)).await;
        for at in 0..self.neighbours.len() {
            let device = &mut self.neighbours[at];
            if !device.is_connected() {
                if self.dice.one_in(15) {
                    device.connect(&self.process.node);
                }
            } else if device.gap && self.dice.one_in(3) {
                self.report.differences += 1;
                device.catch_up([1, 3, 100][self.dice.below(3)]);
            }
        }
        for _ in 0..self.again.len() {
            let Some((at, posting)) = self.again.pop_front() else { break };
            match self.neighbours[at].is_connected() {
                true => self.put(at, posting),
                false => self.again.push_back((at, posting)),
            }
        }
        Ok(())
    }

    async fn exchange(&mut self) -> Result<(), Finding> {
        for at in 0..self.neighbours.len() {
            self.moment += 1;
            let now = self.clock.now();
            self.neighbours[at].exchange(now).await;
            let outcomes = self.neighbours[at].digest()?;
            // What came with an answer came before it was known what it answers.
            self.listen(at)?;
            for outcome in outcomes {
                self.learn(at, outcome)?;
            }
        }
        for _ in 0..4 {
            tokio::task::yield_now().await;
        }
        junk::no_panic()
    }

    fn learn(&mut self, at: usize, outcome: Outcome) -> Result<(), Finding> {
        let person = self.neighbours[at].person;
        match outcome {
            Outcome::Posted(posting, id) => {
                self.report.answered_sends += 1;
                let Some(said) = self.said.get_mut(&posting.text) else { return Ok(()) };
                if said.id.is_some_and(|known| known != id) {
                    let what = format!("{} has ids {:?} and {id}", posting.text, said.id);
                    return Err(Finding::Doubled(what));
                }
                said.id = Some(id);
            }
            Outcome::Unsure(posting) => self.again.push_back((at, posting)),
            Outcome::Refused(posting, why) => {
                let standing = &self.standings[person];
                let asked = self.said.get(&posting.text).map_or(0, |said| said.at);
                // He was inside all the time since.
                if standing.is(true) && standing.moves == 0 && asked > 0 {
                    return Err(Finding::Unexpected(format!("a member's post was refused: {why}")));
                }
            }
            Outcome::Moved(place, inside) => self.standings[place].moved(inside, self.moment),
            Outcome::Peeked(moves) => {
                let standing = &self.standings[person];
                if standing.is(false) && standing.moves == moves {
                    let user = self.town.people[person].user.0;
                    return Err(Finding::Leak(format!("{user} reads the group from outside")));
                }
            }
        }
        Ok(())
    }

    /// Whether what reached a device may have reached it.
    fn listen(&mut self, at: usize) -> Result<(), Finding> {
        let person = self.neighbours[at].person;
        let standing = &self.standings[person];
        for text in std::mem::take(&mut self.neighbours[at].heard) {
            let Some(said) = self.said.get(&text) else { continue };
            let since = standing.out_since.filter(|_| standing.is(false));
            if since.is_some_and(|since| said.at > since) {
                let user = self.town.people[person].user.0;
                return Err(Finding::Leak(format!("{text} has reached {user}, who was outside")));
            }
        }
        Ok(())
    }

    /// Something breaks.
    async fn fault(&mut self, kind: &'static str) -> Result<(), Finding> {
        *self.report.faults.entry(kind).or_default() += 1;
        match kind {
            "kill" | "torn kill" => {
                // Where it hurts: with something on its way to the disk.
                for _ in 0..20 {
                    if self.process.queued() > 0 {
                        break;
                    }
                    self.operation(self.setup.operations);
                    self.exchange().await?;
                }
                let torn = kind == "torn kill";
                let batches = self.dice.below(if torn { 2 } else { 3 });
                self.neighbours.iter_mut().for_each(Neighbour::disconnect);
                self.process.kill(batches, usize::from(torn)).await?;
            }
            "lost connection" => {
                let at = self.dice.below(self.neighbours.len());
                self.neighbours[at].disconnect();
            }
            kind => self.process.spoil(kind),
        }
        Ok(())
    }

    /// Everything is answered, everybody comes back, and devices learn what is left to learn.
    async fn rest(&mut self) -> Result<(), Finding> {
        self.until_quiet().await?;
        // What failed is tried again after a pause.
        tokio::time::sleep(PAUSES).await;
        self.until_quiet().await?;
        // Everybody asks once more.
        self.neighbours.iter_mut().for_each(|device| (device.gap, device.settled) = (true, false));
        self.until(|square| square.neighbours.iter().all(|device| device.settled)).await
    }

    async fn until_quiet(&mut self) -> Result<(), Finding> {
        for _ in 0..QUIET_TURNS {
            self.until(|square| square.again.is_empty()).await?;
        }
        Ok(())
    }

    /// Turns in which everybody is connected, until nobody waits for anything and this holds.
    async fn until(&mut self, holds: impl Fn(&Square) -> bool) -> Result<(), Finding> {
        for _ in 0..RESTING_TURNS_MAX {
            for device in &mut self.neighbours {
                if !device.is_connected() {
                    device.connect(&self.process.node);
                }
                if device.gap {
                    device.catch_up(100);
                }
            }
            self.turn().await?;
            if holds(self) && !self.neighbours.iter().any(|device| device.waits() || device.gap) {
                return Ok(());
            }
        }
        Err(Finding::Silence("some calls are never answered".into()))
    }

    fn happened(&self) -> Result<(), Finding> {
        self.report.covers(&OPERATIONS, &FAULTS)?;
        match self.report.answered_sends {
            0 => Err(Finding::Never("an answered post")),
            _ => Ok(()),
        }
    }

    /// Texts that somebody has taken away, or may have.
    fn undo(&mut self, texts: &BTreeSet<String>) {
        for text in texts {
            if let Some(said) = self.said.get_mut(text) {
                said.undone = true;
            }
        }
    }
}

/// Everything that breaks.
const FAULTS: [&str; 8] = [
    "kill",
    "torn kill",
    "lost connection",
    "conflict",
    "applied unknown",
    "lost unknown",
    "full disk",
    "slow disk",
];
/// So many of the people are outside when a run begins.
const OUTSIDE: usize = 3;
const FOUNDING_TURNS_MAX: u32 = 2_000;
const RESTING_TURNS_MAX: u32 = 3_000;
const QUIET_TURNS: u32 = 5;
/// Longer than what failed waits before it is tried again.
const PAUSES: Duration = Duration::from_secs(180);
