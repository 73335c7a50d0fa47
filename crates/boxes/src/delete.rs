//! Deleting: a message leaves a stub in the log and goes from its dialog's index; with `revoke` the other side
//! loses it as well.

use std::collections::BTreeMap;

use store::{
    ids::{MessageId, Peer, UserId},
    records::log::{Deleted, DeletedIn, LogRecord, Origin},
};

use crate::{
    boxes::{Boxes, Decision, GroupPlan, entries_of},
    cells::Loaded,
    change::both,
    deliver::{Delivery, What, stub},
    error::BoxError,
    need::{Need, Refusal},
    plan::Plan,
    projection::IndexEntry,
    queries::{Affected, DeleteHistory},
    types::By,
};

impl Boxes {
    /// Deletes messages of a box; ids that it does not hold are passed over. With `revoke` the other side loses
    /// them as well.
    pub async fn delete(&self, by: By, ids: &[MessageId], revoke: bool) -> Result<Affected, BoxError> {
        let mut affected = self.nothing_yet(by.user).await?;
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        for part in ids.chunks(DELETED_AT_ONCE) {
            // One dialog after the other, each with its other side.
            let mut dialogs: BTreeMap<Peer, Vec<MessageId>> = BTreeMap::new();
            for (id, peer) in self.peers_of(by.user, part).await? {
                dialogs.entry(peer).or_default().push(id);
            }
            for (peer, ids) in dialogs {
                self.delete_in(by, peer, &ids, revoke, &mut affected).await?;
            }
        }
        Ok(affected)
    }

    /// Deletes a part of a dialog's history. Where much is left, `offset` of the answer is above 0.
    pub async fn delete_history(
        &self,
        by: By,
        peer: Peer,
        what: DeleteHistory,
    ) -> Result<Affected, BoxError> {
        let mut affected = self.nothing_yet(by.user).await?;
        for _ in 0..PARTS_MAX {
            let (ids, left) = self.history_part(by.user, peer, what).await?;
            affected.offset = i32::try_from(left).unwrap_or(i32::MAX);
            if ids.is_empty() {
                break;
            }
            self.delete_in(by, peer, &ids, what.revoke, &mut affected).await?;
            if left == 0 {
                break;
            }
        }
        Ok(affected)
    }

    async fn delete_in(
        &self,
        by: By,
        peer: Peer,
        ids: &[MessageId],
        revoke: bool,
        affected: &mut Affected,
    ) -> Result<(), BoxError> {
        let done = match peer {
            // Who has left takes away what is his alone.
            Peer::Group(group) if revoke && self.is_in_group(by.user, group).await? => {
                self.delete_in_group(by, group, ids).await?
            }
            Peer::Group(_) => {
                let decide = |states: &mut [Box<Loaded>]| self.decide_delete(states, by, peer, ids, false);
                self.inner.run_by(by, &[by.user], decide).await?
            }
            _ => {
                let users = if revoke { both(by.user, peer) } else { vec![by.user] };
                self.inner
                    .run_by(by, &users, |states| self.decide_delete(states, by, peer, ids, revoke))
                    .await?
            }
        };
        affected.pts = done.pts;
        affected.pts_count += done.pts_count;
        affected.entries.extend(done.entries);
        Ok(())
    }

    pub(crate) async fn nothing_yet(&self, user: UserId) -> Result<Affected, BoxError> {
        let state = self.state(user).await?;
        Ok(Affected { pts: state.pts, pts_count: 0, offset: 0, entries: Vec::new() })
    }

    async fn peers_of(&self, user: UserId, ids: &[MessageId]) -> Result<Vec<(MessageId, Peer)>, BoxError> {
        let decide = |states: &mut [Box<Loaded>]| {
            let Some(state) = states.first() else { return Ok(Decision::answer(Vec::new())) };
            let possible = ids.iter().filter(|id| **id > 0 && **id <= state.projection.pts);
            let unknown: Vec<_> =
                possible.clone().filter(|id| !state.bodies.contains_key(id)).copied().collect();
            if !unknown.is_empty() {
                return Err(Need::Bodies(user, unknown).into());
            }
            let mut found = Vec::new();
            for id in possible {
                if let Some(LogRecord::Message(record)) = state.body(*id)? {
                    found.push((*id, record.peer));
                }
            }
            Ok(Decision::answer(found))
        };
        self.inner.run(&[user], decide).await
    }

    fn decide_delete(
        &self,
        states: &mut [Box<Loaded>],
        by: By,
        peer: Peer,
        ids: &[MessageId],
        revoke: bool,
    ) -> Result<Decision<Affected>, Refusal> {
        let (owner, others) = states.split_first_mut().ok_or(BoxError::Busy)?;
        owner.no_backlog()?;
        let mut found: Vec<IndexEntry> = Vec::with_capacity(ids.len());
        for id in ids {
            found.extend(owner.indexed(peer, *id)?);
        }
        let Some(newest) = found.iter().map(|entry| entry.id).max() else {
            let pts = owner.projection.pts;
            return Ok(Decision::answer(Affected { pts, pts_count: 0, offset: 0, entries: Vec::new() }));
        };
        // A message that is on its way has to arrive first: its stub has nothing left to send again.
        if owner.arriving.first_key_value().is_some_and(|(first, _)| *first <= newest) {
            return Err(Need::Arrival(owner.user(), newest).into());
        }
        let date = owner.date(self.inner.world.clock.now().seconds());
        let plan = delete_plan(owner, peer, date, &found, revoke);
        plan.check(owner)?;
        let count = i32::try_from(found.len()).unwrap_or(i32::MAX);
        if others.is_empty() {
            let done = owner.carry_out(plan);
            let entries = entries_of(&done);
            let answer = Affected { pts: owner.projection.pts, pts_count: count, offset: 0, entries };
            let group = GroupPlan { except: by.session, ..GroupPlan::new(0, done) };
            return Ok(Decision { answer, groups: vec![group] });
        }
        let what = What::Delete(found.iter().map(|entry| origin(owner.user(), peer, entry)).collect());
        let delivery = Delivery { pts: owner.projection.pts + count, date, what };
        let (groups, entries) = self.carry_out_both(owner, others, plan, Some(delivery), by)?;
        let answer = Affected { pts: owner.projection.pts, pts_count: count, offset: 0, entries };
        Ok(Decision { answer, groups })
    }

    /// The newest messages that are to go, as many as one commit takes, and how many are left behind them.
    async fn history_part(
        &self,
        user: UserId,
        peer: Peer,
        what: DeleteHistory,
    ) -> Result<(Vec<MessageId>, u32), BoxError> {
        let (ids, left) = self.newest_ids(user, peer, what.max_id, DELETED_AT_ONCE).await?;
        if what.min_date.is_none() && what.max_date.is_none() {
            return Ok((ids, left));
        }
        // By date: the whole history is looked through, one part a call.
        let in_time = |date: i32| {
            what.min_date.is_none_or(|min| date >= min) && what.max_date.is_none_or(|max| date <= max)
        };
        let mut chosen = Vec::new();
        let mut below = what.max_id;
        loop {
            let (ids, left) = self.newest_ids(user, peer, below, DELETED_AT_ONCE).await?;
            let bodies = self.inner.bodies(user, &ids).await?;
            let dated = ids.iter().zip(bodies).filter_map(|(id, body)| match body {
                Some(LogRecord::Message(record)) if in_time(record.date) => Some(*id),
                _ => None,
            });
            chosen.extend(dated);
            let Some(last) = ids.last().filter(|_| left > 0) else { return Ok((chosen, 0)) };
            if chosen.len() >= DELETED_AT_ONCE {
                chosen.truncate(DELETED_AT_ONCE);
                return Ok((chosen, left));
            }
            below = last - 1;
        }
    }

    async fn newest_ids(
        &self,
        user: UserId,
        peer: Peer,
        max_id: MessageId,
        limit: usize,
    ) -> Result<(Vec<MessageId>, u32), BoxError> {
        let decide = |states: &mut [Box<Loaded>]| {
            let Some(state) = states.first() else { return Ok(Decision::answer((Vec::new(), 0))) };
            let Some(dialog) = state.projection.dialog(peer)? else {
                return Ok(Decision::answer((Vec::new(), 0)));
            };
            let missing = |missing| state.projection.page_need(peer, missing);
            let newer =
                if max_id > 0 { dialog.at_or_above(max_id.saturating_add(1)).map_err(missing)? } else { 0 };
            let found = dialog.slice(newer, u32::try_from(limit).unwrap_or(u32::MAX)).map_err(missing)?;
            let ids: Vec<MessageId> = found.iter().map(|entry| entry.id).collect();
            let left = dialog.count().saturating_sub(newer).saturating_sub(ids.len() as u32);
            Ok(Decision::answer((ids, left)))
        };
        self.inner.run(&[user], decide).await
    }
}

fn delete_plan(on: &Loaded, peer: Peer, date: i32, found: &[IndexEntry], revoke: bool) -> Plan {
    let mut ids: Vec<MessageId> = found.iter().map(|entry| entry.id).collect();
    ids.sort_unstable();
    let deleted =
        Deleted { date, dialogs: vec![DeletedIn { peer, ids }], revoke, source: None, threads: None };
    Plan {
        appends: vec![LogRecord::Deleted(deleted)],
        rewrites: found.iter().map(|entry| (entry.id, stub(on, peer, date, entry))).collect(),
        ..Plan::default()
    }
}

/// The message as all boxes call it.
pub(crate) fn origin(owner: UserId, peer: Peer, entry: &IndexEntry) -> Origin {
    match peer {
        Peer::User(other) if !entry.out => Origin { author: other, id: entry.origin },
        _ => Origin { author: owner, id: entry.id },
    }
}

/// Entries of a commit, each of up to three writes; with the projections it stays below the engine's 1 000.
const DELETED_AT_ONCE: usize = 200;
/// Commits of one call.
const PARTS_MAX: usize = 40;
