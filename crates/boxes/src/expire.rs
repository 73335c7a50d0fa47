//! Messages that go at their time. Each box has a row in the due queue for its own copy, so the two sides do not
//! wait for each other; the commit that deletes takes the row away.

use store::{
    ids::{MessageId, Peer, UserId},
    records::{
        due::{DueAt, DueWhat},
        log::{Deleted, DeletedIn, LogRecord},
    },
};

use crate::{
    beside::Beside,
    boxes::{Boxes, Decision, GroupPlan},
    cells::Loaded,
    deliver::stub,
    error::BoxError,
    need::{Need, Refusal},
    plan::Plan,
};

impl Boxes {
    /// Deletes what of these messages of one box is to go by now, and takes their rows off the due queue.
    pub async fn expire(&self, user: UserId, due: &[DueAt]) -> Result<(), BoxError> {
        for part in due.chunks(EXPIRED_AT_ONCE) {
            self.inner.run(&[user], |states| self.decide_expire(states, part)).await?;
        }
        Ok(())
    }

    fn decide_expire(&self, states: &mut [Box<Loaded>], due: &[DueAt]) -> Result<Decision<()>, Refusal> {
        let state = states.first_mut().ok_or(BoxError::Busy)?;
        state.no_backlog()?;
        let now = self.inner.world.clock.now().seconds();
        let ids: Vec<MessageId> = due.iter().filter_map(expiring).collect();
        let unknown: Vec<_> = ids.iter().copied().filter(|id| !state.bodies.contains_key(id)).collect();
        if !unknown.is_empty() {
            return Err(Need::Bodies(state.user(), unknown).into());
        }
        let date = state.date(now);
        let mut plan = Plan { beside: due.iter().map(|key| Beside::Done(*key)).collect(), ..Plan::default() };
        let mut dialogs: Vec<(Peer, Vec<MessageId>)> = Vec::new();
        for id in ids {
            let Some(LogRecord::Message(message)) = state.body(id)? else { continue };
            let gone = message.ttl_period.is_some_and(|ttl| message.date.saturating_add(ttl) <= now);
            let peer = message.peer;
            let Some(entry) = state.indexed(peer, id)?.filter(|_| gone) else { continue };
            plan.rewrites.push((id, stub(state, peer, date, &entry)));
            match dialogs.iter_mut().find(|(known, _)| *known == peer) {
                Some((_, ids)) => ids.push(id),
                None => dialogs.push((peer, vec![id])),
            }
        }
        let newest = plan.rewrites.iter().map(|(id, _)| *id).max();
        // As when somebody deletes: what is on its way has to arrive first.
        if let Some(newest) = newest
            && state.arriving.first_key_value().is_some_and(|(first, _)| *first <= newest)
        {
            return Err(Need::Arrival(state.user(), newest).into());
        }
        if !dialogs.is_empty() {
            let dialogs = dialogs.into_iter().map(|(peer, mut ids)| {
                ids.sort_unstable();
                DeletedIn { peer, ids }
            });
            let deleted =
                Deleted { date, dialogs: dialogs.collect(), revoke: false, source: None, threads: None };
            plan.appends.push(LogRecord::Deleted(deleted));
        }
        plan.check(state)?;
        let done = state.carry_out(plan);
        Ok(Decision { answer: (), groups: vec![GroupPlan::new(0, done)] })
    }
}

fn expiring(key: &DueAt) -> Option<MessageId> {
    match key.what {
        DueWhat::Expiry(id) => Some(id),
        _ => None,
    }
}

/// Each is up to four writes; with the projections it stays below the engine's 1 000.
const EXPIRED_AT_ONCE: usize = 150;
