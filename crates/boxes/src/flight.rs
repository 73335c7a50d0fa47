//! Commits on their way: what follows when they land. Whoever asked waits here; if he goes away, somebody else
//! waits on, so that the listener and the boxes hear of every outcome.

use std::sync::Arc;

use kv::{BoxFuture, CommitError};
use store::{
    StoreError,
    ids::{Pts, UserId},
    records::due::{Due, DueAt},
};

use crate::{
    boxes::{Inner, first_outcome},
    defect::Defect,
    error::BoxError,
    groups::LeadPart,
};

type Outcome = Result<Vec<Result<(), CommitError>>, StoreError>;

/// A log whose entries others have to hear of.
#[derive(Clone, Copy)]
pub(crate) enum Outbox {
    User(UserId),
    Group(i64),
}

/// One box's part of a commit.
pub(crate) struct Part {
    pub(crate) user: UserId,
    pub(crate) sequence: u64,
    /// The sender's entry that it delivers.
    pub(crate) delivers: Option<(UserId, Pts)>,
    /// From whose log it brings an entry over again.
    pub(crate) again: Option<Outbox>,
    /// What it puts in the due queue.
    pub(crate) due: Vec<(DueAt, Due)>,
}

/// See the top of the file.
pub(crate) struct Flight {
    inner: Arc<Inner>,
    outcome: Option<BoxFuture<'static, Outcome>>,
    parts: Vec<Part>,
    /// The group that the batch begins with.
    lead: Option<LeadPart>,
    /// What the group puts in the due queue.
    lead_due: Vec<DueAt>,
}

impl Flight {
    pub(crate) fn new(inner: Arc<Inner>, outcome: BoxFuture<'static, Outcome>, parts: Vec<Part>) -> Self {
        Flight { inner, outcome: Some(outcome), parts, lead: None, lead_due: Vec::new() }
    }

    /// A commit that begins with a group's part.
    pub(crate) fn led(
        inner: Arc<Inner>,
        outcome: BoxFuture<'static, Outcome>,
        parts: Vec<Part>,
        lead: LeadPart,
        lead_due: Vec<DueAt>,
    ) -> Self {
        Flight { inner, outcome: Some(outcome), parts, lead: Some(lead), lead_due }
    }

    /// Waits until it is known what became of it; the answer is that of the first group.
    pub(crate) async fn land(mut self) -> Result<(), BoxError> {
        let Some(outcome) = self.outcome.as_mut() else { return Ok(()) };
        let outcome = outcome.await;
        self.outcome = None;
        let parts = std::mem::take(&mut self.parts);
        self.inner.landed(parts, self.lead, &self.lead_due, &outcome);
        first_outcome(&outcome, self.lead.map_or(1, |lead| 1 + usize::from(lead.acting)))
    }

    /// As `land`; the first failure of any group is the answer.
    pub(crate) async fn land_all(mut self) -> Result<(), BoxError> {
        let Some(outcome) = self.outcome.as_mut() else { return Ok(()) };
        let outcome = outcome.await;
        self.outcome = None;
        let parts = std::mem::take(&mut self.parts);
        self.inner.landed(parts, self.lead, &self.lead_due, &outcome);
        for result in outcome? {
            result?;
        }
        Ok(())
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        if let Some(outcome) = self.outcome.take() {
            let (inner, parts, lead) = (self.inner.clone(), std::mem::take(&mut self.parts), self.lead);
            let spawn = inner.world.spawn.clone();
            let due = std::mem::take(&mut self.lead_due);
            spawn.spawn(Box::pin(async move { inner.landed(parts, lead, &due, &outcome.await) }));
        }
    }
}

impl Inner {
    /// Draws the consequences of an outcome.
    fn landed(
        self: &Arc<Self>,
        parts: Vec<Part>,
        lead: Option<LeadPart>,
        lead_due: &[DueAt],
        outcome: &Outcome,
    ) {
        for key in lead_due {
            self.due.note(store::key::Key::shard(key), key.at);
        }
        let result =
            |at: usize| outcome.as_ref().is_ok_and(|results| results.get(at).is_some_and(Result::is_ok));
        let behind = usize::from(lead.is_some());
        if let Some(lead) = lead {
            // The group first, for the reason that the sender has below.
            let all = (0..parts.len()).all(|at| result(at + behind));
            if self.group_landed(lead, result(0), all) {
                self.deliver_group_soon(lead.group);
            }
        }
        let mut undelivered = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            // Also after a failure: nobody may know whether the rows are there.
            for (key, due) in &part.due {
                self.due.note(store::key::Key::shard(key), key.at);
                if let Some(user) = due.waits_for {
                    self.due.note_waiting(key.user, user);
                }
            }
            let landed = result(at + behind);
            // The sender first: once the recipient's flight is over his box may be read again and take later
            // entries, and by then it has to be known that this one is missing.
            if let Some((sender, pts)) = part.delivers
                && !self.arrived(sender, pts, landed || self.defect == Some(Defect::DeliveryNotRepeated))
            {
                undelivered.push(sender);
            }
            // Before the recipient's flight is over, for the same reason. Whoever brought it over hears of the failure
            // himself and tries again.
            match part.again {
                Some(Outbox::User(sender)) if !landed => self.missed(sender),
                Some(Outbox::Group(group)) if !landed => self.group_missed(group),
                _ => {}
            }
            if landed {
                self.durable(part.user, part.sequence);
            } else {
                self.failed(part.user, part.sequence);
            }
            self.cells.of(part.user).changed.tell();
        }
        undelivered.dedup();
        for sender in undelivered {
            let inner = self.clone();
            self.world.spawn.spawn(Box::pin(async move { inner.deliver_later(sender).await }));
        }
    }

    /// A commit is on disk, and so is every earlier one of this box. Tells the listener, in order.
    fn durable(&self, user: UserId, sequence: u64) {
        let cell = self.cells.of(user);
        let mut slots = cell.lock();
        let Some(slot) = slots.get_mut(&user) else { return };
        let flights = &mut slot.flights;
        while flights.queue.front().is_some_and(|front| front.sequence <= sequence) {
            flights.ready.extend(flights.queue.pop_front());
        }
        flights.ended = flights.ended.max(sequence);
        if flights.publishing {
            return;
        }
        flights.publishing = true;
        loop {
            let Some(slot) = slots.get_mut(&user) else { return };
            let Some(waiting) = slot.flights.ready.pop_front() else {
                slot.flights.publishing = false;
                return;
            };
            // Not under the lock: the listener may be slow, and may ask the boxes something.
            drop(slots);
            if !waiting.entries.is_empty() {
                self.listener.committed(user, &waiting.entries, waiting.except);
            }
            slots = cell.lock();
        }
    }

    /// A commit failed, or nobody knows: the box as it is in memory rests on it, and so does every later commit.
    fn failed(&self, user: UserId, sequence: u64) {
        // Before anything of it can be forgotten with the box.
        self.failures.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let mut slots = self.cells.of(user).lock();
        let Some(slot) = slots.get_mut(&user) else { return };
        let flights = &mut slot.flights;
        let news = flights.outcome(sequence).is_none();
        if news {
            flights.failed.push((sequence, flights.newest()));
        }
        // Those behind it have failed as well, but stay until each has drawn its consequences: as long as one is
        // there the box is not read again.
        flights.queue.retain(|waiting| waiting.sequence != sequence);
        if flights.queue.is_empty() {
            let last = flights.failed.last().map_or(sequence, |(_, last)| *last);
            flights.ended = flights.ended.max(last);
        }
        if news {
            self.drop_loaded(slot);
        }
    }

    /// An entry did not reach the other side after all: whoever works the box off has to begin anew.
    fn missed(&self, sender: UserId) {
        if let Some(loaded) =
            self.cells.of(sender).lock().get_mut(&sender).and_then(|slot| slot.loaded.as_mut())
        {
            loaded.backlog = Some(self.cells.next_sequence());
        }
    }

    /// A delivery ended. Gives whether the sender has nothing to do over again.
    fn arrived(&self, sender: UserId, pts: Pts, landed: bool) -> bool {
        let cell = self.cells.of(sender);
        let mut slots = cell.lock();
        if let Some(loaded) = slots.get_mut(&sender).and_then(|slot| slot.loaded.as_mut()) {
            if !landed {
                loaded.backlog = Some(self.cells.next_sequence());
            }
            if let Some(boxes) = loaded.arriving.get_mut(&pts) {
                *boxes -= 1;
                if *boxes == 0 {
                    loaded.arriving.remove(&pts);
                }
            }
        }
        drop(slots);
        cell.changed.tell();
        landed
    }

    /// Takes a box out of memory. The next one who asks reads it again.
    pub(crate) fn drop_loaded(&self, slot: &mut crate::cells::Slot) {
        if slot.loaded.take().is_some() {
            self.loaded.fetch_sub(1, std::sync::atomic::Ordering::Relaxed);
        }
    }

    /// Waits until everything is durable that the boxes of `users` hold now. An error if some of it failed.
    pub(crate) async fn settled(&self, users: &[UserId]) -> Result<(), BoxError> {
        for user in users {
            let cell = self.cells.of(*user);
            let newest = match cell.lock().get(user) {
                Some(slot) if !slot.flights.queue.is_empty() => slot.flights.newest(),
                _ => continue,
            };
            self.ended(*user, newest).await?;
        }
        Ok(())
    }

    async fn ended(&self, user: UserId, sequence: u64) -> Result<(), BoxError> {
        let cell = self.cells.of(user);
        let waits = cell.changed.waits();
        loop {
            let changed = waits.notified();
            tokio::pin!(changed);
            // From here on a change is not missed, also one between the look and the wait.
            changed.as_mut().enable();
            let outcome = match cell.lock().get(&user) {
                Some(slot) => slot.flights.outcome(sequence),
                None => Some(true),
            };
            match outcome {
                Some(true) => return Ok(()),
                Some(false) => return Err(CommitError::EarlierFailed.into()),
                None => changed.await,
            }
        }
    }

    /// Waits until nothing of the user is on its way.
    pub(crate) async fn quiet(&self, user: UserId) {
        let cell = self.cells.of(user);
        let waits = cell.changed.waits();
        loop {
            let changed = waits.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            if cell.lock().get(&user).is_none_or(|slot| slot.flights.queue.is_empty()) {
                return;
            }
            changed.await;
        }
    }

    /// Waits until no entry of the user up to `pts` is on its way to the other side.
    pub(crate) async fn all_arrived(&self, user: UserId, pts: Pts) {
        let cell = self.cells.of(user);
        let waits = cell.changed.waits();
        loop {
            let changed = waits.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            let underway =
                cell.lock().get(&user).and_then(|slot| slot.loaded.as_ref()).is_some_and(|loaded| {
                    loaded.arriving.first_key_value().is_some_and(|(first, _)| *first <= pts)
                });
            if !underway {
                return;
            }
            changed.await;
        }
    }
}
