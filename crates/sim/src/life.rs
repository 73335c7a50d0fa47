//! A run: what the people of the town do, what is done to them, and how everything comes to rest.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
    time::Duration,
};

use boxes::{Options, UserId};
use kv::memory::Fault;
use server::node::Node;
use tl::{enums, functions, types};
use world::{Chance, Clock};

use crate::{
    Finding, Report, Setup,
    apply::Sent,
    device::{Asked, Device, Outcome, Sending},
    disk::Disk,
    promises,
    surroundings::{Dice, RunClock, Tasks, world},
    town::{self, Person, Town},
};

/// What was promised to whom, and what people themselves undid.
#[derive(Default)]
pub(crate) struct Ledger {
    /// Every text that was sent: author, the other side, and the id it was answered with.
    pub(crate) sends: BTreeMap<String, (UserId, UserId, Option<i32>)>,
    /// Texts that may be gone from a person's side.
    pub(crate) undone: BTreeSet<(UserId, String)>,
}

/// A run.
pub(crate) struct Life {
    pub(crate) town: &'static Town,
    setup: Setup,
    pub(crate) dice: Arc<Dice>,
    clock: Arc<RunClock>,
    options: Options,
    pub(crate) disk: Disk,
    tasks: Arc<Tasks>,
    pub(crate) node: Arc<Node>,
    pub(crate) devices: Vec<Device>,
    /// Sends without an answer: by which device, and what.
    again: VecDeque<(usize, Box<Sending>)>,
    pub(crate) ledger: Ledger,
    pub(crate) report: Report,
    texts: u32,
}

/// Lives a life from a seed and looks at its end.
pub(crate) async fn live(town: &'static Town, seed: u64, setup: Setup) -> Result<Report, Finding> {
    let mut life = Life::begin(town, seed, setup).await?;
    let mut faults: Vec<(u32, &'static str)> = Vec::new();
    for number in 0..setup.faults {
        let kind = FAULTS[number as usize % FAULTS.len()];
        faults.push((life.dice.below(setup.operations as usize) as u32, kind));
    }
    for at in 0..setup.operations {
        for (_, kind) in faults.iter().filter(|(when, _)| *when == at) {
            life.fault(kind).await?;
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
        let disk = Disk::with(&town.rows, dice.clone()).await;
        let disk = disk.map_err(|error| Finding::Unexpected(error.to_string()))?;
        let clock = Arc::new(RunClock::start(1));
        let tasks = Arc::new(Tasks::default());
        let checkpoint_entries = [3, 10, 128][dice.below(3)];
        let options = Options { checkpoint_entries, loaded_max: [6, 1000][dice.below(2)] };
        let surroundings = world(clock.clone(), dice.clone(), tasks.clone());
        let node = town::start(&disk.memory(), &town.rsa, &surroundings, options, setup.defect).await?;
        let mut devices = Vec::new();
        for person in &town.people {
            for (key, mind) in &person.devices {
                devices.push(Device::with_key(person.user, key.clone(), dice.clone(), mind.clone()));
            }
        }
        let mut life = Life {
            town,
            setup,
            dice,
            clock,
            options,
            disk,
            tasks,
            node,
            devices,
            again: VecDeque::new(),
            ledger: Ledger::default(),
            report: Report::default(),
            texts: 0,
        };
        for device in &mut life.devices {
            device.connect_first(&life.node);
            device.ask(&functions::updates::GetState::new(), Asked::Look);
        }
        Ok(life)
    }

    /// One thing that somebody does. `left` says how many are still to come.
    fn operation(&mut self, left: u32) {
        let missing = OPERATIONS.iter().find(|name| !self.report.operations.contains_key(**name));
        let rare = missing.filter(|_| left < RARE_BELOW || self.dice.one_in(20));
        let name = match rare {
            Some(name) => *name,
            None if self.dice.one_in(2) => "send",
            None => OPERATIONS[self.dice.below(OPERATIONS.len())],
        };
        for _ in 0..10 {
            let at = self.dice.below(self.devices.len());
            if self.devices[at].is_connected() && self.act(at, name).is_some() {
                *self.report.operations.entry(name).or_default() += 1;
                return;
            }
        }
    }

    /// Does it, if the device knows what to do it to.
    fn act(&mut self, at: usize, name: &'static str) -> Option<()> {
        let person = self.person(at)?;
        let others: Vec<i64> = person.access_hashes.keys().copied().collect();
        // Most talk to a few.
        let close = &others[..others.len().min(3)];
        let other = *if self.dice.one_in(3) { self.dice.pick(&others) } else { self.dice.pick(close) }?;
        let to = input_peer(person, other)?;
        let dice = self.dice.clone();
        let device = &mut self.devices[at];
        let known = device.mind.screen.chats.get(&other);
        let ids = |out: Option<bool>| -> Vec<i32> {
            let lines = known.into_iter().flat_map(|chat| &chat.messages);
            lines.filter(|(_, line)| out.is_none_or(|out| out == line.out)).map(|(id, _)| *id).collect()
        };
        match name {
            "send" => self.send(at, Some(to), other, None),
            "save" => {
                let me = device.user.0;
                self.send(at, None, me, None);
            }
            "reply" => {
                let id = *dice.pick(&ids(None))?;
                self.send(at, Some(to), other, Some(id));
            }
            "edit" => {
                let id = *dice.pick(&ids(Some(true)))?;
                let text = &known?.messages.get(&id)?.text;
                let text = format!("{} e{}", base(text), dice.below(1000));
                let request = functions::messages::EditMessage {
                    message: Some(text),
                    ..functions::messages::EditMessage::new(to, id)
                };
                device.ask(&request, Asked::Edit);
            }
            "delete" | "revoke" => {
                let id = *dice.pick(&ids(None))?;
                let text = base(&known?.messages.get(&id)?.text).to_owned();
                let revoke = name == "revoke";
                self.ledger.undone.insert((device.user, text.clone()));
                if revoke {
                    self.ledger.undone.insert((UserId(other), text));
                }
                let request = functions::messages::DeleteMessages {
                    revoke,
                    ..functions::messages::DeleteMessages::new(vec![id])
                };
                device.ask(&request, Asked::Delete(vec![id]));
            }
            "clear history" => {
                // Seldom, or nothing would be left to look at.
                let max_id = *ids(None).last().filter(|_| dice.one_in(4))?;
                let user = device.user;
                let revoke = dice.one_in(2);
                for (text, (author, recipient, _)) in &self.ledger.sends {
                    if [(user, UserId(other)), (UserId(other), user)].contains(&(*author, *recipient)) {
                        self.ledger.undone.insert((user, text.clone()));
                        self.ledger.undone.extend(revoke.then(|| (UserId(other), text.clone())));
                    }
                }
                let request = functions::messages::DeleteHistory {
                    revoke,
                    ..functions::messages::DeleteHistory::new(to, max_id)
                };
                device.ask(&request, Asked::DeleteHistory { peer: other, max_id });
            }
            "read" => {
                let max_id = *dice.pick(&ids(Some(false)))?;
                let request = functions::messages::ReadHistory::new(to, max_id);
                device.ask(&request, Asked::Read { peer: other, max_id });
            }
            "forward" => {
                let id = *dice.pick(&ids(Some(false)))?;
                let third = input_peer(person, *dice.pick(&others)?)?;
                let request = functions::messages::ForwardMessages::new(
                    to,
                    vec![id],
                    vec![(&*dice as &dyn Chance).long()],
                    third,
                );
                device.ask(&request, Asked::Edit);
            }
            "history" => {
                let request = functions::messages::GetHistory::new(to, 0, 0, 0, 20, 0, 0, 0);
                device.ask(&request, Asked::Look);
            }
            "search" => {
                let filter = enums::MessagesFilter::InputMessagesFilterEmpty;
                let request =
                    functions::messages::Search::new(to, "7".into(), filter, 0, 0, 0, 0, 20, 0, 0, 0);
                device.ask(&request, Asked::Look);
            }
            "dialogs" => {
                let peer = enums::InputPeer::InputPeerEmpty;
                device.ask(&functions::messages::GetDialogs::new(0, 0, peer, 20, 0), Asked::Look);
            }
            "typing" => {
                let action = enums::SendMessageAction::SendMessageTypingAction;
                device.ask(&functions::messages::SetTyping::new(to, action), Asked::Look);
            }
            "go offline" => device.disconnect(),
            _ => {
                let limit = [None, Some(1), Some(3)][dice.below(3)];
                self.report.differences += 1;
                device.ask_difference(limit);
            }
        }
        Some(())
    }

    fn send(&mut self, at: usize, to: Option<enums::InputPeer>, peer: i64, reply_to: Option<i32>) {
        self.texts += 1;
        let user = self.devices[at].user;
        let text = format!("{}#{}", user.0, self.texts);
        self.ledger.sends.insert(text.clone(), (user, UserId(peer), None));
        let what = Sent { peer, text, reply_to };
        let random_id = (&*self.dice as &dyn Chance).long();
        self.put(at, Box::new(Sending { random_id, to, what }));
    }

    fn put(&mut self, at: usize, sending: Box<Sending>) {
        let to = sending.to.clone().unwrap_or(enums::InputPeer::InputPeerSelf);
        let reply_to = sending.what.reply_to.map(|id| types::InputReplyToMessage::new(id).into());
        let request = functions::messages::SendMessage {
            reply_to,
            ..functions::messages::SendMessage::new(to, sending.what.text.clone(), sending.random_id)
        };
        self.devices[at].ask(&request, Asked::Send(sending));
    }

    /// Something breaks.
    async fn fault(&mut self, kind: &'static str) -> Result<(), Finding> {
        *self.report.faults.entry(kind).or_default() += 1;
        let memory = self.disk.memory();
        match kind {
            "kill" | "torn kill" => {
                // Where it hurts: with something on its way to the disk.
                for _ in 0..20 {
                    if memory.queued() > 0 {
                        break;
                    }
                    self.operation(self.setup.operations);
                    self.exchange().await?;
                }
                let (batches, groups) =
                    if kind == "kill" { (self.dice.below(3), 0) } else { (self.dice.below(2), 1) };
                self.kill(batches, groups).await?;
            }
            "lost connection" => {
                let at = self.dice.below(self.devices.len());
                self.devices[at].disconnect();
            }
            "conflict" => memory.fail_next(None, Fault::Conflict),
            "applied unknown" => memory.fail_next(None, Fault::UnknownApplied),
            "lost unknown" => memory.fail_next(None, Fault::UnknownLost),
            "full disk" => memory.fail_next(None, Fault::Full),
            _ => memory.fail_next(None, Fault::Delay(5)),
        }
        Ok(())
    }

    async fn kill(&mut self, batches: usize, groups: usize) -> Result<(), Finding> {
        self.tasks.kill();
        self.devices.iter_mut().for_each(Device::disconnect);
        self.disk.kill(batches, groups);
        for _ in 0..STARTS_MAX {
            self.tasks = Arc::new(Tasks::default());
            let world = world(self.clock.clone(), self.dice.clone(), self.tasks.clone());
            let memory = self.disk.memory();
            match town::start(&memory, &self.town.rsa, &world, self.options, self.setup.defect).await {
                Ok(node) => {
                    self.node = node;
                    return Ok(());
                }
                // A commit may fail while it starts, and then it is started again.
                Err(_) => {
                    self.tasks.kill();
                    self.disk.kill(usize::MAX, 0);
                }
            }
        }
        Err(Finding::Silence("the server does not start any more".into()))
    }

    /// Bytes move, time passes, and devices act on what they learned.
    async fn turn(&mut self) -> Result<(), Finding> {
        self.exchange().await?;
        tokio::time::sleep(Duration::from_micros(self.dice.below(3000) as u64)).await;
        for at in 0..self.devices.len() {
            let device = &mut self.devices[at];
            if !device.is_connected() {
                if self.dice.one_in(15) {
                    device.connect(&self.node);
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

    async fn exchange(&mut self) -> Result<(), Finding> {
        for at in 0..self.devices.len() {
            let now = self.clock.now();
            self.devices[at].exchange(now).await;
            for outcome in self.devices[at].digest()? {
                match outcome {
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
        for _ in 0..4 {
            tokio::task::yield_now().await;
        }
        Ok(())
    }

    /// Everything is answered, everybody comes back, and devices learn what is left to learn.
    async fn rest(&mut self) -> Result<(), Finding> {
        let mut quiet = 0;
        for _ in 0..RESTING_TURNS_MAX {
            for device in &mut self.devices {
                if !device.is_connected() {
                    device.connect(&self.node);
                    device.mind.gap = true;
                }
                if device.mind.gap && !device.differing {
                    device.ask_difference(None);
                }
            }
            self.turn().await?;
            let busy =
                self.devices.iter().any(|device| device.waits() || device.mind.gap) || !self.again.is_empty();
            quiet = if busy { 0 } else { quiet + 1 };
            if quiet == 1 {
                // What failed is tried again after a pause; then everybody asks once more.
                tokio::time::sleep(PAUSES).await;
            }
            if quiet == QUIET_TURNS {
                self.devices.iter_mut().for_each(|device| device.mind.gap = true);
                return self.last_differences().await;
            }
        }
        Err(Finding::Silence("some calls are never answered".into()))
    }

    async fn last_differences(&mut self) -> Result<(), Finding> {
        for _ in 0..RESTING_TURNS_MAX {
            for device in &mut self.devices {
                if !device.is_connected() {
                    device.connect(&self.node);
                }
                if device.mind.gap && !device.differing {
                    device.ask_difference(Some(5));
                }
            }
            self.exchange().await?;
            tokio::time::sleep(Duration::from_millis(3)).await;
            if !self.devices.iter().any(|device| device.waits() || device.mind.gap) {
                return Ok(());
            }
        }
        Err(Finding::Silence("a last difference is never answered".into()))
    }

    fn happened(&self) -> Result<(), Finding> {
        for name in OPERATIONS {
            if !self.report.operations.contains_key(name) {
                return Err(Finding::Never(name));
            }
        }
        for name in FAULTS {
            if !self.report.faults.contains_key(name) {
                return Err(Finding::Never(name));
            }
        }
        if self.report.answered_sends == 0 {
            return Err(Finding::Never("an answered send"));
        }
        Ok(())
    }

    fn person(&self, at: usize) -> Option<&'static Person> {
        let user = self.devices.get(at)?.user;
        self.town.people.iter().find(|person| person.user == user)
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        self.tasks.kill();
    }
}

fn input_peer(person: &Person, other: i64) -> Option<enums::InputPeer> {
    let access_hash = *person.access_hashes.get(&other)?;
    Some(types::InputPeerUser::new(other, access_hash).into())
}

/// A text without what edits have added.
pub(crate) fn base(text: &str) -> &str {
    text.split(' ').next().unwrap_or(text)
}

const OPERATIONS: [&str; 15] = [
    "send",
    "save",
    "reply",
    "edit",
    "delete",
    "revoke",
    "clear history",
    "read",
    "forward",
    "history",
    "search",
    "dialogs",
    "typing",
    "go offline",
    "difference",
];
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
/// From here on what has not happened yet is done first.
const RARE_BELOW: u32 = 100;
const STARTS_MAX: u32 = 20;
const RESTING_TURNS_MAX: u32 = 3_000;
const QUIET_TURNS: u32 = 20;
const PAUSES: Duration = Duration::from_secs(180);
