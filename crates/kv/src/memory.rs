//! The model of an engine: a sorted map in memory that keeps every promise of the trait, and breaks its own
//! calm when told to. No threads, no time, no chance: the same calls give the same results.
//!
//! It is for tests and simulations, not for serving.

use std::{
    collections::BTreeMap,
    future::ready,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

mod state;

use crate::{
    BoxFuture, ClaimError, CommitError, Direction, Engine, Epoch, Group, Pair, ReadError, Shard,
    memory::state::{Halt, Queued, State, bounds},
    reply::reply,
};

/// The model. Clones are handles of the same store.
#[derive(Clone)]
pub struct Memory {
    state: Arc<Mutex<State>>,
    on_queued: Option<Arc<dyn Fn() + Send + Sync>>,
}

/// What happens to the next group that it fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The group finds that the shard was claimed by another: [`CommitError::StaleEpoch`], not applied.
    Conflict,
    /// The group is applied, but the caller hears [`CommitError::Unknown`].
    UnknownApplied,
    /// The group is not applied, and the caller hears [`CommitError::Unknown`].
    UnknownLost,
    /// The disk is full: [`CommitError::Full`], not applied.
    Full,
    /// The batch of the group, and all behind it, wait for so many more calls of [`Memory::settle`].
    Delay(u32),
}

/// How often each thing happened, so that a run can show that it did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Groups applied.
    pub applied: u64,
    /// Groups refused for any reason.
    pub refused: u64,
    /// Faults that struck.
    pub faults: u64,
    /// Queued batches that a kill threw away.
    pub lost: u64,
    /// Calls that read: one key, many, or a range.
    pub reads: u64,
    /// Keys and values that these looked for or gave.
    pub rows_read: u64,
}

impl Memory {
    /// An empty store in which every commit is durable when the call returns.
    pub fn new() -> Self {
        Memory { state: Arc::new(Mutex::new(State::new(BTreeMap::new(), 1, true))), on_queued: None }
    }

    /// An empty store in which a commit waits, unseen, until [`Memory::settle`] makes it durable. `on_queued`
    /// is called after each batch that joins the queue: there a simulation plans the settling.
    pub fn held(on_queued: Arc<dyn Fn() + Send + Sync>) -> Self {
        let state = State::new(BTreeMap::new(), 1, false);
        Memory { state: Arc::new(Mutex::new(state)), on_queued: Some(on_queued) }
    }

    /// Makes up to `batches` of the longest waiting batches durable and answers them. Gives how many.
    pub fn settle(&self, batches: usize) -> usize {
        for settled in 0..batches {
            let (sender, results) = {
                let mut state = self.lock();
                if state.delayed() {
                    return settled;
                }
                let Some(queued) = state.queue.pop_front() else { return settled };
                (queued.sender, state.apply(queued.batch))
            };
            // Outside the lock: whoever wakes may commit again at once.
            sender.send(results);
        }
        batches
    }

    /// How many batches wait.
    pub fn queued(&self) -> usize {
        self.lock().queue.len()
    }

    /// Lets `fault` strike the next group of `shard`, or of any. Several may be planned; each strikes once.
    pub fn fail_next(&self, shard: Option<Shard>, fault: Fault) {
        self.lock().faults.push((shard, fault));
    }

    /// As if a sync had failed: no write is taken any more, reads go on.
    pub fn stop_writes(&self) {
        self.lock().halt = Some(Halt::Writes);
    }

    /// The process dies: the first `durable` of the waiting batches have reached the disk, though nobody heard
    /// so; the others are lost. Every handle of this store is dead from here on; the returned one is the store
    /// as the next process opens it, in the same mode.
    pub fn kill(&self, durable: usize) -> Memory {
        self.kill_torn(durable, 0)
    }

    /// As `kill`, and of the batch behind these the first `groups` groups have reached the disk too.
    pub fn kill_torn(&self, durable: usize, groups: usize) -> Memory {
        let mut state = self.lock();
        for _ in 0..durable {
            let Some(queued) = state.queue.pop_front() else { break };
            // Nobody lives to hear the result; the sender's drop tells the future so.
            let _unheard = state.apply(queued.batch);
        }
        if groups > 0
            && let Some(mut torn) = state.queue.pop_front()
        {
            torn.batch.truncate(groups);
            let _unheard = state.apply(torn.batch);
        }
        state.counts.lost += state.queue.len() as u64;
        let dead: Vec<Queued> = state.queue.drain(..).collect();
        state.halt = Some(Halt::All);
        let mut next =
            State::new(std::mem::take(&mut state.data), state.start.saturating_add(1), state.at_once);
        next.counts = state.counts;
        drop(state);
        drop(dead);
        Memory { state: Arc::new(Mutex::new(next)), on_queued: self.on_queued.clone() }
    }

    /// What happened so far, over all starts of this store.
    pub fn counts(&self) -> Counts {
        self.lock().counts
    }

    /// Everything durable, for tests that look for what must not be there.
    pub fn dump(&self) -> Vec<(Shard, Vec<u8>, Vec<u8>)> {
        let state = self.lock();
        state.data.iter().map(|((shard, key), value)| (*shard, key.clone(), value.clone())).collect()
    }

    /// Overwrites one value behind the engine's back, as a thief or a rotten disk would.
    pub fn tamper(&self, shard: Shard, key: &[u8], value: Vec<u8>) {
        self.lock().data.insert((shard, key.to_vec()), value);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::new()
    }
}

impl Engine for Memory {
    fn get<'a>(&'a self, shard: Shard, key: &'a [u8]) -> BoxFuture<'a, Result<Option<Vec<u8>>, ReadError>> {
        let mut state = self.lock();
        state.count_read(1);
        let found = state.read(shard).map(|data| data.get(&(shard, key.to_vec())).cloned());
        Box::pin(ready(found))
    }

    fn get_many<'a>(
        &'a self,
        shard: Shard,
        keys: &'a [Vec<u8>],
    ) -> BoxFuture<'a, Result<Vec<Option<Vec<u8>>>, ReadError>> {
        let mut state = self.lock();
        state.count_read(keys.len());
        let found = state
            .read(shard)
            .map(|data| keys.iter().map(|key| data.get(&(shard, key.clone())).cloned()).collect());
        Box::pin(ready(found))
    }

    fn scan<'a>(
        &'a self,
        shard: Shard,
        from: &'a [u8],
        to: &'a [u8],
        limit: usize,
        direction: Direction,
    ) -> BoxFuture<'a, Result<Vec<Pair>, ReadError>> {
        let mut state = self.lock();
        let found: Result<Vec<Pair>, ReadError> = state.read(shard).map(|data| {
            if from >= to {
                return Vec::new();
            }
            let range = data.range(bounds(shard, from, to));
            let pair = |(key, value): (&(Shard, Vec<u8>), &Vec<u8>)| (key.1.clone(), value.clone());
            match direction {
                Direction::Forward => range.take(limit).map(pair).collect(),
                Direction::Backward => range.rev().take(limit).map(pair).collect(),
            }
        });
        state.count_read(found.as_ref().map_or(0, Vec::len));
        Box::pin(ready(found))
    }

    fn commit(&self, batch: Vec<Group>) -> BoxFuture<'static, Vec<Result<(), CommitError>>> {
        let mut state = self.lock();
        if state.at_once || state.halt.is_some() {
            return Box::pin(ready(state.apply(batch)));
        }
        let groups = batch.len();
        let (sender, outcome) = reply();
        state.queue.push_back(Queued { batch, sender });
        drop(state);
        if let Some(on_queued) = &self.on_queued {
            on_queued();
        }
        Box::pin(async move {
            let lost = || vec![Err(CommitError::Unknown("the process died".into())); groups];
            outcome.await.unwrap_or_else(lost)
        })
    }

    fn claim(&self, shard: Shard) -> BoxFuture<'_, Result<Epoch, ClaimError>> {
        let mut state = self.lock();
        let claimed = match state.halt {
            Some(_) => Err(ClaimError::Stopped("told to stop".into())),
            None => state.fence.claim(shard),
        };
        Box::pin(ready(claimed))
    }
}
