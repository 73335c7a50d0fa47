//! How an operation on a group runs: it is decided under the group's lock and those of the boxes that it concerns,
//! and written in one batch in which the group's part comes first and all others depend on it.

use std::sync::Arc;

use store::{
    Batch, Rows,
    ids::{Owner, Pts, SessionRef, UserId},
    records::{
        box_index::Undelivered,
        due::{Due, DueAt, DueWhat},
        files::FilePlace,
        groups::{Before, ByMember, GroupMember, GroupRead, GroupRecord},
        log::{LogRecord, MessageRecord},
    },
    tables,
};

use super::{
    cells::{GroupLoaded, GroupSlot},
    land::LeadPart,
    member::{self, Delivery, What},
};
use crate::{
    boxes::{GroupPlan, Inner, entries_of},
    cells::{Loaded, Waiting},
    error::BoxError,
    files::{self, FileChange},
    flight::Flight,
    need::{Need, Refusal},
    plan::Plan,
    rows,
    turns::Turn,
    types::{By, Entry},
};

/// What an operation does to a group and the boxes of its members.
#[derive(Default)]
pub(crate) struct Act {
    /// New events, in order, each with what it means for the members.
    pub(crate) events: Vec<(LogRecord, What)>,
    /// Entries of the group's log that get a new body.
    pub(crate) rewrites: Vec<(Pts, LogRecord)>,
    pub(crate) record: Option<GroupRecord>,
    pub(crate) members: Vec<(UserId, GroupMember)>,
    pub(crate) reads: Vec<(UserId, GroupRead)>,
    /// What else happens in the box of who acts.
    pub(crate) own: Plan,
}

/// What an operation decided: an answer, and what to write.
pub(crate) struct GroupDecision<T> {
    pub(crate) answer: T,
    pub(crate) write: Write,
    pub(crate) parts: Vec<GroupPlan>,
}

/// What the group's own part of a commit writes.
#[derive(Default)]
pub(crate) struct Write {
    rows: Vec<(Pts, LogRecord)>,
    before: Vec<(Before, MessageRecord)>,
    /// Messages that are gone for those who left before as well.
    forgotten: Vec<Pts>,
    record: bool,
    members: Vec<UserId>,
    reads: Vec<UserId>,
    /// The first event that members have to hear of.
    undelivered_from: Option<Pts>,
    /// Messages that have another file than before.
    files: Vec<FileChange>,
    /// Rows of the due queue whose message is gone.
    expired: Vec<DueAt>,
}

/// What the group writes, what the boxes do, and the entries of who acts.
pub(crate) type Carried = (Write, Vec<GroupPlan>, Vec<Arc<Entry>>);

impl Write {
    fn is_empty(&self) -> bool {
        self.rows.is_empty() && !self.record && self.members.is_empty() && self.reads.is_empty()
    }
}

impl<T> GroupDecision<T> {
    /// Nothing to write.
    pub(crate) fn answer(answer: T) -> Self {
        GroupDecision { answer, write: Write::default(), parts: Vec::new() }
    }
}

impl Inner {
    /// Runs an operation on a group and the boxes that `choose` names, all different, who acts first: `decide` is
    /// asked until it has what it needs. Gives the answer once the group's part and that of who acts are durable.
    pub(crate) async fn run_group<T>(
        self: &Arc<Self>,
        group: i64,
        choose: impl Fn(&GroupLoaded) -> Vec<UserId>,
        decide: impl FnMut(&mut GroupLoaded, &mut [Box<Loaded>]) -> Result<GroupDecision<T>, Refusal>,
    ) -> Result<T, BoxError> {
        self.run_group_in_turn(group, choose, decide, None).await
    }

    /// As `run_group`, behind what the same session asked before.
    pub(crate) async fn run_group_by<T>(
        self: &Arc<Self>,
        by: By,
        group: i64,
        choose: impl Fn(&GroupLoaded) -> Vec<UserId>,
        decide: impl FnMut(&mut GroupLoaded, &mut [Box<Loaded>]) -> Result<GroupDecision<T>, Refusal>,
    ) -> Result<T, BoxError> {
        let turn = self.turns.first(by).await;
        self.run_group_in_turn(group, choose, decide, Some(turn)).await
    }

    /// As `run_group`; the turn ends with the decision, before it is durable.
    pub(crate) async fn run_group_in_turn<T>(
        self: &Arc<Self>,
        group: i64,
        choose: impl Fn(&GroupLoaded) -> Vec<UserId>,
        mut decide: impl FnMut(&mut GroupLoaded, &mut [Box<Loaded>]) -> Result<GroupDecision<T>, Refusal>,
        mut turn: Option<Turn>,
    ) -> Result<T, BoxError> {
        let mut pins = None;
        let mut users = Vec::new();
        for _ in 0..ROUNDS_MAX {
            let failures = self.failures();
            match self.attempt_group(group, &choose, &mut decide, &mut users) {
                Ok((answer, Some(flight))) => {
                    drop(turn);
                    return flight.land().await.map(|()| answer);
                }
                Ok((answer, None)) => {
                    drop(turn.take());
                    self.group_settled(group).await?;
                    self.settled(users.get(..1).unwrap_or_default()).await?;
                    // Else it is decided anew, as for a box.
                    if self.failures() == failures {
                        return Ok(answer);
                    }
                }
                Err(Refusal::Error(error)) => return Err(error),
                Err(Refusal::Need(need)) => {
                    let kept = self.pin(&users);
                    drop(pins.replace(kept));
                    Box::pin(self.fetch(need)).await?;
                }
            }
        }
        Err(BoxError::Busy)
    }

    /// One try. Under the locks; nothing here waits.
    fn attempt_group<T>(
        self: &Arc<Self>,
        id: i64,
        choose: &impl Fn(&GroupLoaded) -> Vec<UserId>,
        decide: &mut impl FnMut(&mut GroupLoaded, &mut [Box<Loaded>]) -> Result<GroupDecision<T>, Refusal>,
        users: &mut Vec<UserId>,
    ) -> Result<(T, Option<Flight>), Refusal> {
        let cell = self.groups.of(id);
        let mut slot = cell.lock();
        let GroupSlot { loaded, flights } = &mut *slot;
        let mut group = loaded.take().ok_or(Need::Group(id))?;
        if !self.store.is_current(&group.hold) {
            // The shard was taken anew since.
            return Err(Need::Group(id).into());
        }
        if flights.queue.is_empty() && group.bodies.len() > BODIES_MAX {
            // All of it is on disk.
            group.bodies.clear();
        }
        *users = choose(&group);
        let mut held = self.cells.lock(users);
        let mut states = match held.take(users) {
            Ok(states) => states,
            Err(refusal) => {
                *loaded = Some(group);
                return Err(refusal);
            }
        };
        let stale = states.iter().find(|state| !self.store.is_current(&state.hold)).map(|state| state.user());
        let decided = match stale {
            Some(user) => Err(Need::Load(user).into()),
            None => decide(&mut group, &mut states),
        };
        let result = decided.map(|decision| {
            if decision.write.is_empty() && decision.parts.is_empty() {
                return (decision.answer, None);
            }
            let mut batch = self.store.batch();
            let first = batch.under(&group.hold);
            let due = self.write_group(&mut batch, &mut group, &decision.write);
            let sequence = self.cells.next_sequence();
            flights.queue.push_back(Waiting { sequence, entries: Vec::new(), except: None });
            if let Some(from) = decision.write.undelivered_from {
                group.arriving.insert(sequence, from);
            }
            let acting = decision.parts.first().is_some_and(|part| part.user == 0);
            let parts = self.put_groups(&mut batch, &mut held, &mut states, decision.parts, Some(first));
            let lead = LeadPart { group: id, sequence, acting };
            let flight = Flight::led(self.clone(), self.store.commit_groups(batch), parts, lead, due);
            (decision.answer, Some(flight))
        });
        held.put_back(states);
        *loaded = Some(group);
        result
    }

    /// Gives what it puts in the due queue.
    fn write_group(&self, batch: &mut Batch, group: &mut GroupLoaded, write: &Write) -> Vec<DueAt> {
        let id = group.id;
        let mut gone = Vec::new();
        for (pts, record) in &write.rows {
            batch.put::<tables::Log>(&rows::group_log(id, *pts), record);
            if let Some(key) = expiry(id, *pts, record) {
                batch.put::<tables::DueQueue>(&key, &Due::default());
                gone.push(key);
            }
        }
        write.expired.iter().for_each(|key| batch.delete::<tables::DueQueue>(key));
        if !write.files.is_empty() {
            let now = self.world.clock.now().seconds();
            gone.extend(files::put(batch, Owner::Group(id), &write.files, now));
        }
        if !gone.is_empty() {
            batch.with(&self.system);
        }
        for (key, record) in &write.before {
            batch.put::<tables::GroupBefore>(key, record);
        }
        for gone in &write.forgotten {
            let key = |change| Before { group: id, id: *gone, change };
            batch.delete_rows::<tables::GroupBefore>(Rows::between(&key(0), &key(Pts::MAX)));
        }
        if write.record {
            batch.put::<tables::Groups>(&rows::group(id), &group.record);
        }
        for user in &write.members {
            if let Some(member) = group.members.get(user) {
                batch.put::<tables::GroupMembers>(&ByMember { group: id, user: *user }, member);
            }
        }
        for user in &write.reads {
            if let Some(read) = group.reads.get(user) {
                batch.put::<tables::GroupReads>(&ByMember { group: id, user: *user }, read);
            }
        }
        let Some(from) = write.undelivered_from else { return gone };
        // The mark is written lazily, as a box's.
        let delivered = group.delivered().min(from.saturating_sub(1));
        let mark =
            group.listed.filter(|mark| delivered.saturating_sub(*mark) < MARK_EVERY).unwrap_or(delivered);
        if group.listed != Some(mark) {
            batch.with(&self.system);
            batch.put::<tables::Dirty>(&rows::dirty_group(id), &Undelivered { delivered_pts: mark });
            group.listed = Some(mark);
        }
        gone
    }

    /// Carries out an operation: what it does to each box is worked out first, and nothing changes before all of
    /// them have in memory what that takes. Gives the entries of who acts as well.
    pub(crate) fn carry_out_act(
        &self,
        group: &mut GroupLoaded,
        states: &mut [Box<Loaded>],
        act: Act,
        session: Option<SessionRef>,
    ) -> Result<Carried, Refusal> {
        let Act { events, rewrites, record, members, reads, mut own } = act;
        let mut deliveries = Vec::with_capacity(events.len());
        let mut pts = group.pts;
        for (record, what) in events.iter() {
            pts = pts
                .checked_add(record.pts_count())
                .filter(|pts| *pts < PTS_MAX)
                .ok_or(BoxError::GroupFull)?;
            deliveries.push(Delivery { pts, date: record.date(), what: what.clone() });
        }
        let first_pts = group.pts + 1;
        let mut plans = Vec::with_capacity(states.len());
        let mut needs = Vec::new();
        for (at, state) in states.iter().enumerate() {
            let changed = members.iter().find(|(user, _)| *user == state.user()).map(|(_, member)| member);
            let member = changed.or_else(|| group.members.get(&state.user()));
            let heard = member.map_or(&[][..], |member| within(&deliveries, member));
            let mut plan = match member::plan(state, group.id, heard) {
                Ok(plan) => plan,
                Err(need) => {
                    needs.push(need);
                    continue;
                }
            };
            if at == 0 {
                let own = std::mem::take(&mut own);
                if !own.appends.is_empty() {
                    // Who reads says up to where, which may be above the newest message.
                    plan.appends.retain(|record| !matches!(record, LogRecord::ReadInbox(_)));
                }
                plan.merge(own);
            }
            match plan.check(state) {
                Ok(()) => plans.push((at, plan)),
                Err(Refusal::Need(need)) => needs.push(need),
                Err(refusal) => return Err(refusal),
            }
        }
        if !needs.is_empty() {
            return Err(Need::Many(needs).into());
        }
        let mut write = Write { record: record.is_some(), ..Write::default() };
        write.undelivered_from = (!deliveries.is_empty()).then_some(first_pts);
        for (id, body) in rewrites {
            if let (Some(Some(LogRecord::Message(old))), LogRecord::Message(_)) =
                (group.bodies.get(&id), &body)
                && group.has_former(id)
            {
                write.before.push((Before { group: group.id, id, change: first_pts }, old.clone()));
            }
            if matches!(body, LogRecord::Stub(_)) && group.has_former(id) {
                write.forgotten.push(id);
            }
            let before = group.bodies.insert(id, Some(body.clone())).flatten();
            write.files.extend(FileChange::of_entry(id, before.as_ref(), &body));
            if matches!(body, LogRecord::Stub(_)) {
                write.expired.extend(before.as_ref().and_then(|before| expiry(group.id, id, before)));
            }
            write.rows.push((id, body));
        }
        for (record, _) in events {
            group.pts = group.pts.saturating_add(record.pts_count());
            group.date = group.date.max(record.date());
            if matches!(record, LogRecord::Message(_)) {
                group.last_post = group.pts;
            }
            group.bodies.insert(group.pts, Some(record.clone()));
            write.files.extend(FileChange::of_entry(group.pts, None, &record));
            write.rows.push((group.pts, record));
        }
        if record.is_some() || !members.is_empty() {
            group.view = None;
        }
        if let Some(record) = record {
            let (before, after) = (group.record.photo, record.photo);
            if before != after {
                write.files.push(FileChange { place: FilePlace::Profile, before, after });
            }
            group.record = record;
        }
        for (user, member) in members {
            group.members.insert(user, member);
            write.members.push(user);
        }
        for (user, read) in reads {
            group.reads.insert(user, read);
            write.reads.push(user);
        }
        let mut parts = Vec::with_capacity(plans.len());
        let mut entries = Vec::new();
        for (at, plan) in plans {
            if plan.is_empty() {
                continue;
            }
            let Some(state) = states.get_mut(at) else { continue };
            let done = state.carry_out(plan);
            if at == 0 {
                entries = entries_of(&done);
            }
            let except = session.filter(|_| at == 0);
            parts.push(GroupPlan { except, ..GroupPlan::new(at, done) });
        }
        Ok((write, parts, entries))
    }
}

/// The row of the due queue of a message that is to go.
fn expiry(group: i64, id: Pts, record: &LogRecord) -> Option<DueAt> {
    let LogRecord::Message(message) = record else { return None };
    let at = message.date.saturating_add(message.ttl_period?);
    Some(DueAt { at, user: UserId(0), what: DueWhat::GroupExpiry(group, id) })
}

/// Those of the events that reach a member.
pub(crate) fn within<'a>(deliveries: &'a [Delivery], member: &GroupMember) -> &'a [Delivery] {
    let from = deliveries.partition_point(|delivery| delivery.pts < member.joined);
    let to = match member.left {
        Some(left) => deliveries.partition_point(|delivery| delivery.pts <= left),
        None => deliveries.len(),
    };
    deliveries.get(from..to.max(from)).unwrap_or_default()
}

/// Who acts, and everybody else in the group.
pub(crate) fn all_with(group: &GroupLoaded, by: By) -> Vec<UserId> {
    let mut users = vec![by.user];
    users.extend(group.current().filter(|user| *user != by.user));
    users
}

const ROUNDS_MAX: usize = 10_000;
/// Entries of a group's log in memory; more than one operation asks for.
const BODIES_MAX: usize = 512;
/// So many events may be looked at again after a crash.
const MARK_EVERY: Pts = 128;
const PTS_MAX: Pts = Pts::MAX - (1 << 24);
