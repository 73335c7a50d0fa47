//! Pinned messages: the mark on the message, the entry that tells of it, and the service message that goes with
//! it, in both boxes or in one.

use std::sync::Arc;

use store::{
    ids::{MessageId, Peer, UserId},
    records::log::{Action, Content, LogRecord, MessageRecord, Origin, Pinned, Reply, Source, flag},
};

use crate::{
    boxes::{Boxes, Decision, GroupPlan, entries_of},
    cells::Loaded,
    change::both,
    delete::origin,
    deliver::{self, Delivery, What},
    error::BoxError,
    history::HISTORY_MAX,
    need::{Need, Refusal},
    plan::Plan,
    projection::IndexEntry,
    queries::{Affected, HistoryPage, HistoryQuery},
    types::{By, Entry},
};

/// How messages are to be pinned or unpinned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pin {
    /// Pinned, or no longer.
    pub pinned: bool,
    /// Only in the box of who does it.
    pub oneside: bool,
    /// Without a sound.
    pub silent: bool,
}

impl Boxes {
    /// Pins a message of a dialog, or takes the pin away. Pinning for both sides leaves a service message. Takes
    /// no pts where nothing changes.
    ///
    /// Errors: `NoSuchMessage`, `TooMany`, `Store`.
    pub async fn pin(&self, by: By, peer: Peer, id: MessageId, pin: Pin) -> Result<Affected, BoxError> {
        if let (Peer::Group(group), false) = (peer, pin.oneside) {
            return self.pin_in_group(by, group, &[id], pin).await;
        }
        let users = if pin.oneside { vec![by.user] } else { both(by.user, peer) };
        self.inner.run_by(by, &users, |states| self.decide_pin(states, by, peer, &[id], pin)).await
    }

    /// Takes the pins of all messages of a dialog away, at both sides.
    pub async fn unpin_all(&self, by: By, peer: Peer) -> Result<Affected, BoxError> {
        let pin = Pin { pinned: false, oneside: false, silent: true };
        let users = both(by.user, peer);
        let mut affected = self.nothing_yet(by.user).await?;
        loop {
            let ids = self.pinned(by.user, peer).await?;
            let part: Vec<MessageId> = ids.into_iter().take(PINNED_AT_ONCE).collect();
            if part.is_empty() {
                return Ok(affected);
            }
            let done = match peer {
                Peer::Group(group) => self.pin_in_group(by, group, &part, pin).await?,
                _ => {
                    self.inner
                        .run_by(by, &users, |states| self.decide_pin(states, by, peer, &part, pin))
                        .await?
                }
            };
            if done.pts_count == 0 {
                return Ok(affected);
            }
            affected.pts = done.pts;
            affected.pts_count += done.pts_count;
            affected.entries.extend(done.entries);
        }
    }

    /// The pinned messages of a dialog, newest first.
    pub async fn pinned(&self, user: UserId, peer: Peer) -> Result<Vec<MessageId>, BoxError> {
        let decide = |states: &mut [Box<Loaded>]| {
            let Some(state) = states.first() else { return Ok(Decision::answer(Vec::new())) };
            let pinned = state.projection.dialog(peer)?.map(|dialog| &dialog.pinned);
            Ok(Decision::answer(pinned.map_or_else(Vec::new, |ids| ids.iter().rev().copied().collect())))
        };
        self.inner.run(&[user], decide).await
    }

    /// A part of the pinned messages of a dialog, newest first.
    pub async fn pinned_messages(
        &self,
        user: UserId,
        peer: Peer,
        query: HistoryQuery,
    ) -> Result<HistoryPage, BoxError> {
        let ids = self.pinned(user, peer).await?;
        let newer = ids.iter().take_while(|id| query.offset_id > 0 && **id >= query.offset_id).count();
        let from = i64::try_from(newer).unwrap_or(0) + i64::from(query.add_offset);
        let to = (from + i64::from(query.limit.clamp(0, HISTORY_MAX))).max(0);
        let (from, to) = (usize::try_from(from.max(0)).unwrap_or(0), usize::try_from(to).unwrap_or(0));
        let mut window: Vec<MessageId> = ids.iter().take(to).skip(from).copied().collect();
        window.retain(|id| {
            (query.max_id <= 0 || *id < query.max_id) && (query.min_id <= 0 || *id > query.min_id)
        });
        let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        Ok(HistoryPage {
            messages: self.messages(user, &window).await?.into_iter().flatten().collect(),
            count: number(ids.len()),
            offset_id_offset: number(from.min(ids.len())),
        })
    }

    fn decide_pin(
        &self,
        states: &mut [Box<Loaded>],
        by: By,
        peer: Peer,
        ids: &[MessageId],
        pin: Pin,
    ) -> Result<Decision<Affected>, Refusal> {
        let (owner, others) = states.split_first_mut().ok_or(BoxError::Busy)?;
        owner.no_backlog()?;
        let mut changed: Vec<IndexEntry> = Vec::with_capacity(ids.len());
        for id in ids {
            let entry = owner.indexed(peer, *id)?.ok_or(BoxError::NoSuchMessage { id: *id })?;
            changed.extend(Some(entry).filter(|entry| is_pinned(owner, peer, entry.id) != pin.pinned));
        }
        let pts = owner.projection.pts;
        let Some(first) = changed.first().copied() else {
            return Ok(Decision::answer(Affected { pts, pts_count: 0, offset: 0, entries: Vec::new() }));
        };
        let held = owner.projection.dialog(peer)?.map_or(0, |dialog| dialog.pinned.len());
        if pin.pinned && held >= PINNED_MAX {
            return Err(BoxError::TooMany { max: PINNED_MAX, found: held + 1 }.into());
        }
        let date = owner.date(self.inner.world.clock.now().seconds());
        let mut plan = change(owner, peer, date, &changed, pin, None)?;
        let origins = changed.iter().map(|entry| origin(owner.user(), peer, entry)).collect();
        let what = What::Pin { origins, pinned: pin.pinned };
        let mut deliveries = vec![Delivery { pts: pts + 1, date, what }];
        if pin.pinned && !others.is_empty() {
            let told = service_message(owner, peer, date, &first, pin.silent);
            let what = What::New(Box::new(told.clone()));
            deliveries.push(Delivery { pts: pts + 2, date, what });
            plan.appends.push(LogRecord::Message(told));
        }
        plan.check(owner)?;
        let (groups, entries) = self.carry_out_pin(owner, others, plan, &deliveries, by)?;
        let pts_count = owner.projection.pts - pts;
        Ok(Decision { answer: Affected { pts: pts + pts_count, pts_count, offset: 0, entries }, groups })
    }

    fn carry_out_pin(
        &self,
        owner: &mut Loaded,
        others: &mut [Box<Loaded>],
        plan: Plan,
        deliveries: &[Delivery],
        by: By,
    ) -> Result<(Vec<GroupPlan>, Vec<Arc<Entry>>), Refusal> {
        let inner = &self.inner;
        let delivered = match others.first() {
            Some(other) => {
                let plan = deliver::plan(other, owner.user(), deliveries, &*inner.gate, inner.defect)?;
                plan.check(other)?;
                Some(plan)
            }
            None => None,
        };
        let first = owner.projection.pts + 1;
        let done = owner.carry_out(plan);
        let entries = entries_of(&done);
        let mut group = GroupPlan { except: by.session, ..GroupPlan::new(0, done) };
        group.undelivered_from = delivered.as_ref().map(|_| first);
        let mut groups = vec![group];
        if let (Some(plan), Some(other)) = (delivered, others.first_mut()) {
            let (checkpoint, written) = (plan.keep_applied, !plan.is_empty());
            let done = other.carry_out(plan);
            if written {
                let delivers = Some((owner.user(), first));
                groups.push(GroupPlan { delivers, checkpoint, ..GroupPlan::new(1, done) });
            }
        }
        Ok((groups, entries))
    }
}

/// What another's pin does to a box: messages that it does not hold, or that are as they should be, are passed
/// over.
pub(crate) fn delivered(
    on: &Loaded,
    sender: UserId,
    delivery: &Delivery,
    (origins, pinned): (&[Origin], bool),
    plan: &mut Plan,
) -> Result<(), Need> {
    let peer = Peer::User(sender);
    let mut changed = Vec::new();
    for origin in origins {
        if let Some(entry) = deliver::held(on, sender, *origin)?
            && is_pinned(on, peer, entry.id) != pinned
        {
            changed.push(entry);
        }
    }
    let held = on.projection.dialog(peer)?.map_or(0, |dialog| dialog.pinned.len());
    if changed.is_empty() || pinned && held >= PINNED_MAX {
        return Ok(());
    }
    let pin = Pin { pinned, oneside: false, silent: false };
    let source = Source { user: sender, pts: delivery.pts };
    let done = change(on, peer, on.date(delivery.date), &changed, pin, Some(source))?;
    plan.rewrites.extend(done.rewrites);
    plan.appends.extend(done.appends);
    Ok(())
}

/// The messages with the mark, or without it, and the entry that tells of it.
fn change(
    on: &Loaded,
    peer: Peer,
    date: i32,
    changed: &[IndexEntry],
    pin: Pin,
    source: Option<Source>,
) -> Result<Plan, Need> {
    let mut plan = Plan::default();
    let mut ids = Vec::with_capacity(changed.len());
    let wanted: Vec<MessageId> =
        changed.iter().map(|entry| entry.id).filter(|id| !on.bodies.contains_key(id)).collect();
    if !wanted.is_empty() {
        return Err(Need::Bodies(on.user(), wanted));
    }
    for entry in changed {
        let Some(LogRecord::Message(old)) = on.body(entry.id)? else { continue };
        let bit = if pin.pinned { flag::PINNED } else { 0 };
        let record = MessageRecord { flags: old.flags & !flag::PINNED | bit, ..old.clone() };
        plan.rewrites.push((entry.id, LogRecord::Message(record)));
        ids.push(entry.id);
    }
    ids.sort_unstable();
    if !ids.is_empty() {
        let (pinned, oneside) = (pin.pinned, pin.oneside);
        plan.appends.push(LogRecord::Pinned(Pinned { date, peer, ids, pinned, oneside, source }));
    }
    Ok(plan)
}

fn service_message(on: &Loaded, peer: Peer, date: i32, pinned: &IndexEntry, silent: bool) -> MessageRecord {
    let content = Content { action: Some(Action::PinMessage), ..Content::default() };
    let flags = flag::OUT | if silent { flag::SILENT } else { 0 };
    let reply = Reply { id: pinned.id, origin: origin(on.user(), peer, pinned), quote: None };
    MessageRecord { reply: Some(reply), ..MessageRecord::new(peer, date, flags, Arc::new(content)) }
}

fn is_pinned(on: &Loaded, peer: Peer, id: MessageId) -> bool {
    let dialog = on.projection.dialogs.get(&peer);
    dialog.is_some_and(|dialog| dialog.pinned.binary_search(&id).is_ok())
}

/// Pinned messages of one dialog.
pub const PINNED_MAX: usize = 1_000;
/// Messages of one commit.
const PINNED_AT_ONCE: usize = 200;
