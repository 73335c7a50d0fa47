//! The boxes in memory: a cell for each shard with its lock, in it a slot for each user that is loaded or has
//! commits on their way. Locks of several shards are taken in the order of the shards.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
};

use store::{
    Hold,
    ids::{MessageId, Owner, Pts, SessionRef, UserId},
    records::log::LogRecord,
};
use tokio::sync::{Notify, futures::Notified};

use crate::{
    beside::Kept,
    need::{Need, Refusal},
    projection::Projection,
    slots::Slots,
    types::Entry,
};

/// All cells.
pub(crate) struct Cells {
    cells: Vec<Cell>,
    /// Numbers commits over all boxes.
    sequence: AtomicU64,
}

/// One shard's.
pub(crate) struct Cell {
    slots: Mutex<Slots>,
    /// Told whenever a commit of the shard ended.
    pub(crate) changed: Changed,
}

/// Wakes those who wait for a commit of a shard to end. Hardly ever somebody does, and telling nobody costs a look.
#[derive(Default)]
pub(crate) struct Changed {
    notify: Notify,
    waiting: AtomicUsize,
}

/// Counts one who waits.
pub(crate) struct Waits<'a>(&'a Changed);

impl Changed {
    /// To be held from before the look at what may change until it has changed.
    pub(crate) fn waits(&self) -> Waits<'_> {
        // Whoever changes something takes the cell's lock after the look, and so sees this.
        self.waiting.fetch_add(1, Ordering::SeqCst);
        Waits(self)
    }

    pub(crate) fn tell(&self) {
        if self.waiting.load(Ordering::SeqCst) > 0 {
            self.notify.notify_waiters();
        }
    }
}

impl Waits<'_> {
    /// Completes with the next change after it was enabled.
    pub(crate) fn notified(&self) -> Notified<'_> {
        self.0.notify.notified()
    }
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::SeqCst);
    }
}

/// One user's.
pub(crate) struct Slot {
    /// The box, while it is in memory. A commit that failed takes it away.
    pub(crate) loaded: Option<Box<Loaded>>,
    pub(crate) flights: Flights,
    /// Asked for since the eviction hand passed.
    pub(crate) recent: bool,
    /// Operations that are gathering what they need and want it to stay.
    pub(crate) pins: u32,
}

/// A box in memory.
pub(crate) struct Loaded {
    pub(crate) hold: Hold,
    pub(crate) projection: Projection,
    /// Entries that changes rest on; absent ones are unknown, `None` is known not to be there.
    pub(crate) bodies: BTreeMap<MessageId, Option<LogRecord>>,
    /// Rises with each checkpoint: what was read from the rows before is then perhaps old.
    pub(crate) version: u64,
    /// The mark in the shard's dirty list, if the box stands there.
    pub(crate) listed: Option<Pts>,
    /// Entries above `listed` may be undelivered and nobody is at it. Each time that this comes about it gets a
    /// number of its own.
    pub(crate) backlog: Option<u64>,
    /// Entries on their way to the other side, each with the number of boxes.
    pub(crate) arriving: BTreeMap<Pts, u32>,
    /// What stands beside the log.
    pub(crate) beside: Kept,
}

/// A user's commits that are not known to be durable.
pub(crate) struct Flights {
    pub(crate) queue: VecDeque<Waiting>,
    /// Commits up to here have ended.
    pub(crate) ended: u64,
    /// Of these, the ones that failed or whose outcome nobody knows.
    pub(crate) failed: Vec<(u64, u64)>,
    /// Durable, to be told to the listener.
    pub(crate) ready: VecDeque<Waiting>,
    /// Somebody is telling.
    pub(crate) publishing: bool,
}

/// One commit, as far as one box is concerned.
pub(crate) struct Waiting {
    pub(crate) sequence: u64,
    pub(crate) entries: Vec<Arc<Entry>>,
    pub(crate) except: Option<SessionRef>,
}

impl Cells {
    pub(crate) fn new() -> Self {
        let cell = || Cell { slots: Mutex::default(), changed: Changed::default() };
        Cells { cells: (0..kv::SHARDS).map(|_| cell()).collect(), sequence: AtomicU64::new(1) }
    }

    /// The cell of a user.
    pub(crate) fn of(&self, user: UserId) -> &Cell {
        let number = usize::from(Owner::User(user).shard().0);
        // Shards are numbered below SHARDS, and there are as many cells.
        &self.cells[number % self.cells.len()]
    }

    /// The cell with this number, counted around.
    pub(crate) fn at(&self, number: usize) -> &Cell {
        &self.cells[number % self.cells.len()]
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// Locks the cells of these users.
    pub(crate) fn lock(&self, users: &[UserId]) -> Held<'_> {
        let mut shards: Vec<u16> = users.iter().map(|user| Owner::User(*user).shard().0).collect();
        shards.sort_unstable();
        shards.dedup();
        Held { guards: shards.iter().map(|shard| (*shard, self.at(usize::from(*shard)).lock())).collect() }
    }

    /// The number of the next commit. Called under the locks of its boxes.
    pub(crate) fn next_sequence(&self) -> u64 {
        self.sequence.fetch_add(1, Ordering::Relaxed)
    }

    /// A slot for a user who has none.
    pub(crate) fn new_slot(&self) -> Slot {
        let ended = self.sequence.load(Ordering::Relaxed);
        let flights = Flights::new(ended.saturating_sub(1));
        Slot { loaded: None, flights, recent: true, pins: 0 }
    }
}

impl Cell {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Slots> {
        // A panic under the lock leaves a slot without its box at worst, which is then read again.
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Boxes taken out of their slots for a decision.
pub(crate) type Taken = Vec<Box<Loaded>>;

/// Locked cells.
pub(crate) struct Held<'a> {
    guards: Vec<(u16, MutexGuard<'a, Slots>)>,
}

impl Held<'_> {
    /// The slot of a user whose cell is locked.
    pub(crate) fn slot(&mut self, user: UserId) -> Option<&mut Slot> {
        let shard = Owner::User(user).shard().0;
        self.guards.iter_mut().find(|(at, _)| *at == shard)?.1.get_mut(&user)
    }

    /// Takes the boxes out, in the order of the users, who are all different.
    pub(crate) fn take(&mut self, users: &[UserId]) -> Result<Taken, Refusal> {
        let mut taken: Taken = Vec::with_capacity(users.len());
        for user in users {
            let loaded = self.slot(*user).and_then(|slot| {
                slot.recent = true;
                slot.loaded.take()
            });
            match loaded {
                Some(loaded) => taken.push(loaded),
                None => {
                    self.put_back(taken);
                    return Err(Need::Load(*user).into());
                }
            }
        }
        Ok(taken)
    }

    /// The other way.
    pub(crate) fn put_back(&mut self, taken: Taken) {
        for loaded in taken {
            if let Some(slot) = self.slot(loaded.projection.user) {
                slot.loaded = Some(loaded);
            }
        }
    }
}

impl Loaded {
    /// The box as it was just read.
    pub(crate) fn new(
        hold: Hold,
        projection: Projection,
        listed: Option<Pts>,
        number: u64,
        beside: Kept,
    ) -> Self {
        Loaded {
            hold,
            projection,
            bodies: BTreeMap::new(),
            version: 0,
            listed,
            backlog: listed.map(|_| number),
            arriving: BTreeMap::new(),
            beside,
        }
    }

    /// Whose.
    pub(crate) fn user(&self) -> UserId {
        self.projection.user
    }

    /// Entries up to here have reached the other side.
    pub(crate) fn delivered(&self) -> Pts {
        match (self.backlog.is_some(), self.listed, self.arriving.first_key_value()) {
            (true, Some(mark), _) => mark,
            (_, _, Some((first, _))) => first.saturating_sub(1),
            _ => self.projection.pts,
        }
    }

    /// Refuses to go on before what is left of earlier days has been delivered.
    pub(crate) fn no_backlog(&self) -> Result<(), Need> {
        if self.backlog.is_some() { Err(Need::Delivery(self.user())) } else { Ok(()) }
    }

    /// An entry of the log that a change rests on.
    pub(crate) fn body(&self, id: MessageId) -> Result<Option<&LogRecord>, Need> {
        match self.bodies.get(&id) {
            Some(found) => Ok(found.as_ref()),
            None => Err(Need::Bodies(self.user(), vec![id])),
        }
    }
}

impl Flights {
    /// None, where all commits up to `ended` are over.
    pub(crate) fn new(ended: u64) -> Self {
        let (queue, failed, ready) = (VecDeque::new(), Vec::new(), VecDeque::new());
        Flights { queue, ended, failed, ready, publishing: false }
    }

    /// Whether nothing is on its way or waits to be told.
    pub(crate) fn is_quiet(&self) -> bool {
        self.queue.is_empty() && self.ready.is_empty() && !self.publishing
    }

    /// The number of the newest commit so far.
    pub(crate) fn newest(&self) -> u64 {
        self.queue.back().map_or(self.ended, |waiting| waiting.sequence)
    }

    /// Whether a commit ended, and how.
    pub(crate) fn outcome(&self, sequence: u64) -> Option<bool> {
        if self.failed.iter().any(|(from, to)| (*from..=*to).contains(&sequence)) {
            return Some(false);
        }
        (sequence <= self.ended).then_some(true)
    }
}
