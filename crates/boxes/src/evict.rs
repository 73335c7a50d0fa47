//! Letting go of boxes that nobody asked for lately, after what they hold is in rows.

use std::sync::{Arc, atomic::Ordering};

use store::ids::UserId;

use crate::{
    boxes::{Decision, GroupPlan, Inner},
    cells::Loaded,
    error::BoxError,
    flight::Flight,
    need::Refusal,
    plan::Plan,
};

impl Inner {
    /// Keeps the boxes of these users in memory, over the bound if need be, so that two operations do not
    /// throw out each other's for ever.
    pub(crate) fn pin(self: &Arc<Self>, users: &[UserId]) -> Pins {
        for user in users {
            let mut slots = self.cells.of(*user).lock();
            slots.get_or_make(*user, || self.cells.new_slot()).pins += 1;
        }
        Pins { inner: self.clone(), users: users.to_vec() }
    }

    /// Keeps the number of boxes in memory within its bound.
    pub(crate) async fn make_room(self: &Arc<Self>) -> Result<(), BoxError> {
        for _ in 0..EVICTED_AT_ONCE {
            if self.loaded.load(Ordering::Relaxed) <= self.options.loaded_max {
                return Ok(());
            }
            let Some(user) = self.victim() else { return Ok(()) };
            // A box that cannot be written now stays; the bound is kept by the next one.
            let _kept = self.let_go(user).await;
        }
        Ok(())
    }

    /// Writes every box in memory and takes it out.
    pub(crate) async fn let_all_go(self: &Arc<Self>) -> Result<(), BoxError> {
        let mut users: Vec<UserId> = Vec::new();
        for number in 0..self.cells.len() {
            users.extend(self.cells.at(number).lock().users());
        }
        // Many at once: they share the disk's syncs.
        for part in users.chunks(LET_GO_AT_ONCE) {
            let mut flights = Vec::new();
            for user in part {
                flights.extend(self.queue_rows(*user).await?);
            }
            for flight in flights {
                flight.land().await?;
            }
            part.iter().for_each(|user| self.forget(*user));
        }
        Ok(())
    }

    /// The next box that nobody asked for since the hand passed it last, and that is at rest.
    fn victim(&self) -> Option<UserId> {
        // Twice around: the first time every box may have been asked for.
        for _ in 0..2 * self.cells.len() + 1 {
            let at = self.hand.fetch_add(1, Ordering::Relaxed);
            let mut slots = self.cells.at(at).lock();
            for (user, slot) in slots.iter_mut().filter(|(_, slot)| slot.pins == 0) {
                let at_rest = slot.flights.is_quiet()
                    && slot
                        .loaded
                        .as_ref()
                        .is_some_and(|loaded| loaded.backlog.is_none() && loaded.arriving.is_empty());
                if at_rest && !std::mem::take(&mut slot.recent) {
                    return Some(user);
                }
            }
        }
        None
    }

    async fn let_go(self: &Arc<Self>, user: UserId) -> Result<(), BoxError> {
        if let Some(flight) = self.queue_rows(user).await? {
            flight.land().await?;
        }
        self.forget(user);
        Ok(())
    }

    /// Takes a box that is written, or that is no good, out of memory.
    fn forget(&self, user: UserId) {
        let mut slots = self.cells.of(user).lock();
        let Some(slot) = slots.get_mut(&user) else { return };
        let written = slot.loaded.as_ref().is_none_or(|loaded| {
            loaded.arriving.is_empty() && loaded.projection.entries_since == 0 && loaded.listed.is_none()
                || loaded.backlog.is_some()
                || !self.store.is_current(&loaded.hold)
        });
        if written && slot.flights.is_quiet() && slot.pins == 0 {
            self.drop_loaded(slot);
            slots.remove(&user);
        }
    }

    /// Queues the rows of a box, if there is anything that they do not hold.
    async fn queue_rows(self: &Arc<Self>, user: UserId) -> Result<Option<Flight>, BoxError> {
        let dirty = self.with_loaded(user, |loaded| {
            self.store.is_current(&loaded.hold)
                && loaded.backlog.is_none()
                && (loaded.projection.entries_since > 0 || loaded.listed.is_some())
        });
        if dirty != Some(true) {
            return Ok(None);
        }
        self.quiet(user).await;
        let mut decide = |states: &mut [Box<Loaded>]| {
            let Some(state) = states.first_mut() else { return Ok(Decision::answer(())) };
            let done = state.carry_out(Plan::default());
            let group = GroupPlan { checkpoint: true, ..GroupPlan::new(0, done) };
            Ok(Decision { answer: (), groups: vec![group] })
        };
        match self.attempt(&[user], &mut decide) {
            Ok(((), flight)) => Ok(flight),
            Err(Refusal::Need(_)) => Ok(None),
            Err(Refusal::Error(error)) => Err(error),
        }
    }
}

/// See [`Inner::pin`].
pub(crate) struct Pins {
    inner: Arc<Inner>,
    users: Vec<UserId>,
}

impl Drop for Pins {
    fn drop(&mut self) {
        for user in &self.users {
            if let Some(slot) = self.inner.cells.of(*user).lock().get_mut(user) {
                slot.pins = slot.pins.saturating_sub(1);
            }
        }
    }
}

const EVICTED_AT_ONCE: usize = 4;
const LET_GO_AT_ONCE: usize = 256;
