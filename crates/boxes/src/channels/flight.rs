//! Commits of a channel: queued under its lock, and what follows when they end. Whoever asked waits here; if he goes
//! away, somebody else waits on, so that the listener and the box hear of every outcome.

use std::sync::Arc;

use kv::BoxFuture;
use store::{
    StoreError,
    ids::{Owner, Pts, SessionRef, UserId},
    key::{ByPts, Key, OfOwner},
    records::{
        due::{Due, DueAt, DueWhat},
        log::LogRecord,
        threads::ByThread,
    },
    tables,
};

use super::{
    Held, Inner,
    cells::{Slot, Waiting},
    loaded::{self, Loaded},
    types::{Beside, ChannelEntry, Written},
};
use crate::{
    error::BoxError,
    files::{self, FileChange},
};

/// A commit on its way.
pub(crate) struct Flight {
    inner: Arc<Inner>,
    cell: Held,
    sequence: u64,
    outcome: Option<BoxFuture<'static, Result<(), StoreError>>>,
    /// What it puts in the due queue.
    due: Vec<DueAt>,
}

/// What is to be written together.
#[derive(Default)]
pub(crate) struct Plan {
    /// Messages that get a new record.
    pub(crate) rewrites: Vec<(Pts, LogRecord)>,
    /// New entries, in order.
    pub(crate) appends: Vec<LogRecord>,
    /// The session that has them in its answer.
    pub(crate) except: Option<SessionRef>,
    /// What rewritten messages were before.
    pub(crate) before: Vec<(Pts, LogRecord)>,
    /// What else is written with them.
    pub(crate) beside: Option<Beside>,
}

impl Inner {
    /// Carries out a plan in memory and queues its commit; gives the entries.
    pub(crate) fn commit(
        self: &Arc<Self>,
        cell: &Held,
        slot: &mut Slot,
        plan: Plan,
    ) -> Result<(Vec<Arc<ChannelEntry>>, Flight), BoxError> {
        let Some(loaded) = slot.loaded.as_mut() else { return Err(BoxError::Busy) };
        let mut batch = self.store.batch();
        batch.under(&loaded.hold);
        let mut entries = Vec::with_capacity(plan.appends.len());
        // What cannot be numbered any more is refused before anything has changed.
        let count: Pts = plan.appends.iter().map(LogRecord::pts_count).sum();
        loaded.pts.checked_add(count).ok_or(BoxError::Full { user: store::ids::UserId(cell.channel) })?;
        let mut changes = Vec::new();
        for (pts, record) in &plan.rewrites {
            batch.put::<tables::Log>(&log(cell.channel, *pts), record);
            let before = plan.before.iter().find(|(id, _)| id == pts).map(|(_, before)| before);
            changes.extend(before.and_then(|before| FileChange::of_entry(*pts, Some(before), record)));
            let gone = matches!(record, LogRecord::Stub(_));
            if let Some(key) = before.and_then(|before| expiry(cell.channel, *pts, before)).filter(|_| gone) {
                batch.delete::<tables::DueQueue>(&key);
            }
        }
        let mut due = Vec::new();
        for record in plan.appends {
            let pts = loaded.next_pts(&record)?;
            loaded.apply(pts, &record);
            changes.extend(FileChange::of_entry(pts, None, &record));
            batch.put::<tables::Log>(&log(cell.channel, pts), &record);
            if let Some(key) = expiry(cell.channel, pts, &record) {
                batch.put::<tables::DueQueue>(&key, &Due::default());
                due.push(key);
            }
            let body = |id: Pts| {
                let found = plan.rewrites.iter().find(|(at, _)| *at == id)?;
                match &found.1 {
                    LogRecord::Message(message) => Some(Arc::new(message.clone())),
                    _ => None,
                }
            };
            entries.extend(loaded::entry(pts, &record, body).map(Arc::new));
        }
        if let Some(beside) = &plan.beside {
            let pts: Vec<Pts> = entries.iter().map(|entry: &Arc<ChannelEntry>| entry.pts).collect();
            beside(&mut batch, &Written { pts: &pts, before: &plan.before, after: &plan.rewrites });
            // It may put something in the due queue.
            batch.with(&self.system);
        }
        if loaded.unwritten >= self.checkpoint_entries {
            put_projections(&mut batch, loaded);
        }
        if !changes.is_empty() {
            let now = self.world.clock.now().seconds();
            due.extend(files::put(&mut batch, Owner::Channel(cell.channel), &changes, now));
        }
        if !due.is_empty() {
            batch.with(&self.system);
        }
        let pts = loaded.pts;
        let mut flight = self.launch(cell, slot, batch, (pts, entries.clone(), plan.except));
        flight.due = due;
        Ok((entries, flight))
    }

    /// Writes what follows from the log, where it has changed; waits until that is durable.
    pub(crate) async fn write_projections(self: &Arc<Self>, cell: &Held) -> Result<(), BoxError> {
        let flight = {
            let mut slot = cell.lock();
            let Some(loaded) = slot.loaded.as_mut().filter(|loaded| loaded.unwritten > 0) else {
                return Ok(());
            };
            let mut batch = self.store.batch();
            batch.under(&loaded.hold);
            put_projections(&mut batch, loaded);
            let pts = loaded.pts;
            self.launch(cell, &mut slot, batch, (pts, Vec::new(), None))
        };
        flight.land().await
    }

    fn launch(
        self: &Arc<Self>,
        cell: &Held,
        slot: &mut Slot,
        batch: store::Batch,
        (pts, entries, except): (Pts, Vec<Arc<ChannelEntry>>, Option<SessionRef>),
    ) -> Flight {
        if slot.queue.is_empty()
            && let Some(first) = entries.first()
        {
            slot.durable = first.pts - first.pts_count;
        }
        let sequence = self.cells.next_sequence();
        slot.queue.push_back(Waiting { sequence, pts, entries, except });
        let outcome = Some(self.store.commit(batch));
        Flight { inner: Arc::clone(self), cell: Arc::clone(cell), sequence, outcome, due: Vec::new() }
    }

    fn landed(&self, cell: &Held, sequence: u64, landed: bool, due: &[DueAt]) {
        // Also after a failure: nobody may know whether the rows are there.
        for key in due {
            self.due.note(key.shard(), key.at);
        }
        if landed {
            self.durable(cell, sequence)
        } else {
            failed(cell, sequence)
        }
        cell.changed.notify_waiters();
    }

    /// A commit is on disk, and so is every earlier one of this channel. Tells the listener, in order.
    fn durable(&self, cell: &Held, sequence: u64) {
        let mut slot = cell.lock();
        while slot.queue.front().is_some_and(|front| front.sequence <= sequence) {
            let Some(waiting) = slot.queue.pop_front() else { break };
            slot.durable = waiting.pts;
            slot.ready.push_back(waiting);
        }
        if slot.publishing {
            return;
        }
        slot.publishing = true;
        loop {
            let Some(waiting) = slot.ready.pop_front() else {
                slot.publishing = false;
                return;
            };
            // Not under the lock: the listener may be slow, and may ask the boxes something.
            drop(slot);
            if !waiting.entries.is_empty() {
                self.listener.channel_committed(cell.channel, &waiting.entries, waiting.except);
            }
            slot = cell.lock();
        }
    }
}

/// The row of the due queue of a message that is to go.
fn expiry(channel: i64, id: Pts, record: &LogRecord) -> Option<DueAt> {
    let LogRecord::Message(message) = record else { return None };
    let at = message.date.saturating_add(message.ttl_period?);
    Some(DueAt { at, user: UserId(0), what: DueWhat::ChannelExpiry(channel, id) })
}

/// A commit failed, or nobody knows: the box as it is in memory rests on it, and so does every later commit.
fn failed(cell: &Held, sequence: u64) {
    let mut slot = cell.lock();
    slot.loaded = None;
    // Those behind it have failed as well, but stay until each has been answered: as long as one is there the box is
    // not read again.
    slot.queue.retain(|waiting| waiting.sequence != sequence);
}

fn put_projections(batch: &mut store::Batch, loaded: &mut Loaded) {
    let owner = Owner::Channel(loaded.channel);
    loaded.unwritten = 0;
    batch.put::<tables::ChannelHeads>(&OfOwner(owner), &loaded.head());
    for (number, bits) in loaded.marks.take_changed() {
        let key = ByPts { owner, pts: Pts::try_from(number).unwrap_or(Pts::MAX) };
        batch.put::<tables::ChannelMarks>(&key, &store::records::channels::ChannelMarks { bits });
    }
    for ((root, stretch), part) in loaded.threads.take_changed() {
        let key = ByThread { channel: loaded.channel, root, stretch };
        match part {
            Some(part) => batch.put::<tables::ChannelThreads>(&key, &part),
            None => batch.delete::<tables::ChannelThreads>(&key),
        }
    }
    if let Some(row) = loaded.randoms.take_fresh(loaded.date) {
        batch.put::<tables::ChannelRandomIds>(&ByPts { owner, pts: loaded.pts }, &row);
    }
}

/// Where an entry of a channel's log lies.
pub(crate) fn log(channel: i64, pts: Pts) -> ByPts {
    ByPts { owner: Owner::Channel(channel), pts }
}

impl Flight {
    /// Waits until it is known what became of it.
    pub(crate) async fn land(mut self) -> Result<(), BoxError> {
        let Some(outcome) = self.outcome.as_mut() else { return Ok(()) };
        let outcome = outcome.await;
        self.outcome = None;
        self.inner.landed(&self.cell, self.sequence, outcome.is_ok(), &self.due);
        Ok(outcome?)
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        if let Some(outcome) = self.outcome.take() {
            let (inner, cell, sequence) = (Arc::clone(&self.inner), Arc::clone(&self.cell), self.sequence);
            let spawn = Arc::clone(&inner.world.spawn);
            let due = std::mem::take(&mut self.due);
            spawn.spawn(Box::pin(async move {
                let landed = outcome.await.is_ok();
                inner.landed(&cell, sequence, landed, &due);
            }));
        }
    }
}
