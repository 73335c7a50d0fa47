//! What follows when a commit that a group leads ends.

use std::sync::{Arc, atomic::Ordering};

use kv::CommitError;

use super::cells::GroupSlot;
use crate::{boxes::Inner, error::BoxError};

/// The group's part of a commit.
#[derive(Clone, Copy)]
pub(crate) struct LeadPart {
    pub(crate) group: i64,
    pub(crate) sequence: u64,
    /// The part behind it is that of who acts, and he waits for it.
    pub(crate) acting: bool,
}

impl Inner {
    /// Notes how a group's commit ended. Gives whether members may be left to whom it has to be brought later: also
    /// after a failure, for nobody knows whether the group's rows are there.
    pub(crate) fn group_landed(&self, lead: LeadPart, landed: bool, all: bool) -> bool {
        if !landed {
            self.failures.fetch_add(1, Ordering::SeqCst);
        }
        let cell = self.groups.of(lead.group);
        let mut slot = cell.lock();
        let GroupSlot { loaded, flights } = &mut *slot;
        if landed {
            while flights.queue.front().is_some_and(|front| front.sequence <= lead.sequence) {
                flights.queue.pop_front();
            }
            flights.ended = flights.ended.max(lead.sequence);
            if let Some(loaded) = loaded {
                loaded.arriving.remove(&lead.sequence);
                if !all {
                    loaded.backlog = Some(self.cells.next_sequence());
                }
            }
        } else {
            // As for a box: what is in memory rests on it.
            if flights.outcome(lead.sequence).is_none() {
                flights.failed.push((lead.sequence, flights.newest()));
                *loaded = None;
            }
            flights.queue.retain(|waiting| waiting.sequence != lead.sequence);
            if flights.queue.is_empty() {
                let last = flights.failed.last().map_or(lead.sequence, |(_, last)| *last);
                flights.ended = flights.ended.max(last);
            }
        }
        drop(slot);
        cell.changed.notify_waiters();
        !(landed && all)
    }

    /// An event did not reach a member after all: whoever works the group off has to begin anew.
    pub(crate) fn group_missed(&self, group: i64) {
        if let Some(loaded) = self.groups.of(group).lock().loaded.as_deref_mut() {
            loaded.backlog = Some(self.cells.next_sequence());
        }
    }

    /// Waits until everything is durable that the group holds now. An error if some of it failed.
    pub(crate) async fn group_settled(&self, group: i64) -> Result<(), BoxError> {
        let cell = self.groups.of(group);
        let newest = {
            let slot = cell.lock();
            if slot.flights.queue.is_empty() {
                return Ok(());
            }
            slot.flights.newest()
        };
        loop {
            let changed = cell.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            let outcome = cell.lock().flights.outcome(newest);
            match outcome {
                Some(true) => return Ok(()),
                Some(false) => return Err(CommitError::EarlierFailed.into()),
                None => changed.await,
            }
        }
    }

    /// Waits until nothing of the group is on its way.
    pub(crate) async fn group_quiet(&self, group: i64) {
        let cell = self.groups.of(group);
        loop {
            let changed = cell.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            if cell.lock().flights.queue.is_empty() {
                return;
            }
            changed.await;
        }
    }

    /// After a member's part failed: again, with growing pauses.
    pub(crate) fn deliver_group_soon(self: &Arc<Self>, group: i64) {
        let inner = self.clone();
        self.world.spawn.spawn(Box::pin(async move { inner.deliver_group_later(group).await }));
    }
}
