//! What a group's event does to the box of a member. Boxes know a group's messages by their places in the group's
//! log; each maps them to its own ids. What a box does not hold is passed over.

use std::sync::Arc;

use store::{
    ids::{Peer, Pts, UserId},
    records::{
        log::{
            Action, Deleted, DeletedIn, Edited, LogRecord, MessageRecord, Pinned, ReadInbox, ReadOutbox,
            Reply, Source, flag,
        },
        reactions::Reacted,
    },
};

use super::resolve::merged;
use crate::{
    beside::Beside, cells::Loaded, deliver::stub, need::Need, plan::Plan, projection::IndexEntry, react,
};

/// One event of a group's log.
#[derive(Clone)]
pub(crate) struct Delivery {
    /// Its pts there.
    pub(crate) pts: Pts,
    /// Seconds since 1970.
    pub(crate) date: i32,
    pub(crate) what: What,
}

/// What happened.
#[derive(Clone)]
pub(crate) enum What {
    /// A message, as it stands in the group's log.
    New(Arc<MessageRecord>),
    /// A message has a new body: this one.
    Edit { id: Pts, body: Arc<MessageRecord> },
    /// Somebody reacted to a message, whose body is this one now.
    React { id: Pts, body: Arc<MessageRecord> },
    /// Messages went.
    Delete(Vec<Pts>),
    /// Messages are pinned, or no longer.
    Pin { ids: Vec<Pts>, pinned: bool },
    /// Somebody has read everything up to here.
    Read { user: UserId, max: Pts },
}

/// Works out what events of a group, in order, do to a member's box.
pub(crate) fn plan(on: &Loaded, group: i64, deliveries: &[Delivery]) -> Result<Plan, Need> {
    let mut plan = Plan::default();
    if deliveries.is_empty() {
        return Ok(plan);
    }
    let peer = Peer::Group(group);
    let applied = on.projection.dialog(peer)?.map_or(0, |dialog| dialog.applied);
    for delivery in deliveries.iter().filter(|delivery| delivery.pts > applied) {
        plan.applied = Some((peer, delivery.pts));
        match &delivery.what {
            What::New(body) => new(on, peer, delivery, body, &mut plan)?,
            What::Edit { id, body } => changed(on, peer, delivery, (*id, body), false, &mut plan)?,
            What::React { id, body } => changed(on, peer, delivery, (*id, body), true, &mut plan)?,
            What::Delete(ids) => delete(on, peer, delivery, ids, &mut plan)?,
            What::Pin { ids, pinned } => pin(on, peer, delivery, (ids, *pinned), &mut plan)?,
            What::Read { user, max } => read(on, peer, delivery, (*user, *max), &mut plan)?,
        }
    }
    Ok(plan)
}

fn new(
    on: &Loaded,
    peer: Peer,
    delivery: &Delivery,
    body: &MessageRecord,
    plan: &mut Plan,
) -> Result<(), Need> {
    let me = on.user();
    let out = body.author == Some(me);
    let reply = match &body.reply {
        Some(reply) => on.of_group(peer, reply.id)?.map(|entry| entry.id),
        None => None,
    };
    let mentioned = !out && body.mentions.iter().flatten().any(|user| *user == me);
    let bit = |set: bool, bit: u32| if set { bit } else { 0 };
    let flags = bit(out, flag::OUT)
        | bit(out, flag::FROM_SCHEDULED) & body.flags
        | bit(mentioned, flag::MENTIONED | flag::MEDIA_UNREAD);
    let own = MessageRecord {
        date: on.date(delivery.date),
        flags,
        reply: reply.map(|id| Reply {
            id,
            origin: store::records::log::Origin { author: me, id },
            quote: None,
        }),
        random_id: body.random_id.filter(|_| out),
        in_group: Some(delivery.pts),
        ..MessageRecord::new(peer, 0, 0, body.content.clone())
    };
    plan.appends.push(LogRecord::Message(merged(me, &own, body)));
    if let (Some(in_it), Peer::Group(group)) = (membership(body, me), peer) {
        plan.beside.push(Beside::InGroup(group, in_it));
    }
    Ok(())
}

/// Whether a service message says that somebody is in the group from here on, or no longer.
fn membership(body: &MessageRecord, user: UserId) -> Option<bool> {
    match body.content.action.as_ref()? {
        Action::ChatCreate { users, .. } => {
            (users.contains(&user) || body.author == Some(user)).then_some(true)
        }
        Action::ChatAddUser { users } => users.contains(&user).then_some(true),
        Action::ChatJoinedByLink { .. } | Action::ChatJoinedByRequest => {
            (body.author == Some(user)).then_some(true)
        }
        Action::ChatDeleteUser { user: gone } => (*gone == user).then_some(false),
        Action::ChatMigrateTo { .. } => Some(false),
        _ => None,
    }
}

fn changed(
    on: &Loaded,
    peer: Peer,
    delivery: &Delivery,
    (id, body): (Pts, &MessageRecord),
    reacted: bool,
    plan: &mut Plan,
) -> Result<(), Need> {
    let Some(entry) = on.of_group(peer, id)? else { return Ok(()) };
    let Some(LogRecord::Message(old)) = on.body(entry.id)? else { return Ok(()) };
    let record = merged(on.user(), old, body);
    let (date, id, unread) = (on.date(delivery.date), entry.id, react::is_unread(&record));
    let source = Some(source(on, delivery));
    plan.shows.push((id, LogRecord::Message(record)));
    plan.appends.push(if reacted {
        LogRecord::Reacted(Reacted { date, id, peer, source, unread })
    } else {
        LogRecord::Edited(Edited { date, id, peer, source, everywhere: None })
    });
    Ok(())
}

fn delete(on: &Loaded, peer: Peer, delivery: &Delivery, gone: &[Pts], plan: &mut Plan) -> Result<(), Need> {
    let date = on.date(delivery.date);
    let mut ids = Vec::with_capacity(gone.len());
    for entry in held(on, peer, gone)? {
        ids.push(entry.id);
        plan.rewrites.push((entry.id, stub(on, peer, date, &entry)));
    }
    if !ids.is_empty() {
        ids.sort_unstable();
        plan.appends.push(LogRecord::Deleted(Deleted {
            date,
            dialogs: vec![DeletedIn { peer, ids }],
            revoke: false,
            source: Some(source(on, delivery)),
            threads: None,
        }));
    }
    Ok(())
}

fn pin(
    on: &Loaded,
    peer: Peer,
    delivery: &Delivery,
    (pinned_ids, pinned): (&[Pts], bool),
    plan: &mut Plan,
) -> Result<(), Need> {
    let dialog = on.projection.dialog(peer)?;
    let is_pinned =
        |entry: &IndexEntry| dialog.is_some_and(|dialog| dialog.pinned.binary_search(&entry.id).is_ok());
    let mut found = held(on, peer, pinned_ids)?;
    found.retain(|entry| is_pinned(entry) != pinned);
    let unknown: Vec<_> =
        found.iter().map(|entry| entry.id).filter(|id| !on.bodies.contains_key(id)).collect();
    if !unknown.is_empty() {
        return Err(Need::Bodies(on.user(), unknown));
    }
    let mut ids = Vec::with_capacity(found.len());
    for entry in found {
        let Some(LogRecord::Message(old)) = on.body(entry.id)? else { continue };
        let bit = if pinned { flag::PINNED } else { 0 };
        let record = MessageRecord { flags: old.flags & !flag::PINNED | bit, ..old.clone() };
        plan.rewrites.push((entry.id, LogRecord::Message(record)));
        ids.push(entry.id);
    }
    if !ids.is_empty() {
        ids.sort_unstable();
        let (date, source) = (on.date(delivery.date), Some(source(on, delivery)));
        plan.appends.push(LogRecord::Pinned(Pinned { date, peer, ids, pinned, oneside: false, source }));
    }
    Ok(())
}

fn read(
    on: &Loaded,
    peer: Peer,
    delivery: &Delivery,
    (reader, max): (UserId, Pts),
    plan: &mut Plan,
) -> Result<(), Need> {
    let Some(dialog) = on.projection.dialog(peer)? else { return Ok(()) };
    let missing = |missing| on.projection.page_need(peer, missing);
    let date = on.date(delivery.date);
    if reader == on.user() {
        let Some(up_to) = dialog.of_group_at_or_below(max, false).map_err(missing)? else { return Ok(()) };
        if up_to.id > dialog.read_inbox_max_id {
            let still_unread = dialog.incoming_above(up_to.id).map_err(missing)?;
            plan.appends.push(LogRecord::ReadInbox(ReadInbox {
                date,
                peer,
                max_id: up_to.id,
                still_unread: i32::try_from(still_unread).unwrap_or(i32::MAX),
                origin: Some(max),
            }));
        }
        return Ok(());
    }
    let own = dialog.of_group_at_or_below(max, true).map_err(missing)?;
    if let Some(own) = own.filter(|own| own.id > dialog.read_outbox_max_id) {
        let source = source(on, delivery);
        plan.appends.push(LogRecord::ReadOutbox(ReadOutbox { date, peer, max_id: own.id, source }));
    }
    Ok(())
}

/// What this box holds of these messages, each once.
fn held(on: &Loaded, peer: Peer, ids: &[Pts]) -> Result<Vec<IndexEntry>, Need> {
    let mut found: Vec<IndexEntry> = Vec::with_capacity(ids.len());
    for id in ids {
        let entry = on.of_group(peer, *id)?;
        found.extend(entry.filter(|entry| found.iter().all(|other| other.id != entry.id)));
    }
    Ok(found)
}

fn source(on: &Loaded, delivery: &Delivery) -> Source {
    // The dialog says which group; the box keeps how far it has come there.
    Source { user: on.user(), pts: delivery.pts }
}

impl Loaded {
    /// The entry of a group's dialog that stands at this place in the group's log.
    pub(crate) fn of_group(&self, peer: Peer, pts: Pts) -> Result<Option<IndexEntry>, Need> {
        let Some(dialog) = self.projection.dialog(peer)? else { return Ok(None) };
        dialog.find_in_group(pts).map_err(|missing| self.projection.page_need(peer, missing))
    }
}
