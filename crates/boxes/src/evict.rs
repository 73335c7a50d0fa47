//! Letting go of boxes that nobody asked for lately, after what they hold is in rows.

use std::sync::{Arc, atomic::Ordering};

use store::ids::UserId;

use crate::{
    boxes::{Decision, GroupPlan, Inner},
    error::BoxError,
    need::Refusal,
    plan::{Done, Plan},
};

impl Inner {
    /// Keeps the boxes of these users in memory, over the bound if need be, so that two operations do not
    /// throw out each other's for ever.
    pub(crate) fn pin(self: &Arc<Self>, users: &[UserId]) -> Pins {
        for user in users {
            let mut slots = self.cells.of(*user).lock();
            slots.entry(*user).or_insert_with(|| self.cells.new_slot()).pins += 1;
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
        for number in 0..self.cells.len() {
            let users: Vec<UserId> = self.cells.at(number).lock().keys().copied().collect();
            for user in users {
                self.let_go(user).await?;
            }
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
                    return Some(*user);
                }
            }
        }
        None
    }

    async fn let_go(self: &Arc<Self>, user: UserId) -> Result<(), BoxError> {
        let dirty = self.with_loaded(user, |loaded| {
            self.store.is_current(&loaded.hold)
                && loaded.backlog.is_none()
                && (loaded.projection.entries_since > 0 || loaded.listed.is_some())
        });
        if dirty == Some(true) {
            self.quiet(user).await;
            self.write_rows(user).await?;
        }
        let mut slots = self.cells.of(user).lock();
        let Some(slot) = slots.get_mut(&user) else { return Ok(()) };
        let unchanged = slot.loaded.as_ref().is_none_or(|loaded| {
            loaded.arriving.is_empty() && loaded.projection.entries_since == 0 && loaded.listed.is_none()
                || loaded.backlog.is_some()
                || !self.store.is_current(&loaded.hold)
        });
        if unchanged && slot.flights.is_quiet() && slot.pins == 0 {
            self.drop_loaded(slot);
            slots.remove(&user);
        }
        Ok(())
    }

    async fn write_rows(self: &Arc<Self>, user: UserId) -> Result<(), BoxError> {
        let mut decide = |states: &mut [Box<crate::cells::Loaded>]| {
            let Some(state) = states.first_mut() else { return Ok(Decision::answer(())) };
            let done: Done = state.carry_out(Plan::default());
            let group = GroupPlan { checkpoint: true, ..GroupPlan::new(0, done) };
            Ok(Decision { answer: (), groups: vec![group] })
        };
        match self.attempt(&[user], &mut decide) {
            Ok((_, Some(flight))) => flight.land().await,
            Ok((_, None)) | Err(Refusal::Need(_)) => Ok(()),
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
