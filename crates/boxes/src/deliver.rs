//! What one person's event does to the other's box. Boxes speak in origins: the author and the author's own id
//! of a message; each maps them to its own ids. An origin that a box does not hold is ignored.

use std::sync::Arc;

use store::{
    ids::{MessageId, Peer, Pts, UserId},
    records::log::{
        Content, Deleted, DeletedIn, Edited, Folders, LogRecord, Media, MessageRecord, Origin, ReadOutbox,
        Reply, ReplyElsewhere, Source, Stub, flag,
    },
    records::reactions::{Reacted, Reaction},
};

use crate::{
    beside::Beside,
    cells::Loaded,
    contents,
    defect::Defect,
    folders::{ARCHIVE_FOLDER, MAIN_FOLDER},
    listener::Gate,
    need::Need,
    pins,
    plan::Plan,
    projection::IndexEntry,
    react,
};

/// One event of the sender's box, as the other side hears of it.
#[derive(Clone)]
pub(crate) struct Delivery {
    /// The pts in the sender's box.
    pub(crate) pts: Pts,
    /// Seconds since 1970.
    pub(crate) date: i32,
    pub(crate) what: What,
}

/// What happened.
#[derive(Clone)]
pub(crate) enum What {
    /// A message, as it stands in the sender's box; its id there is the delivery's pts.
    New(Box<MessageRecord>),
    /// A message has a new content: the sender's, or the recipient's where that lets others change something in it.
    Edit { to: Origin, content: Arc<Content>, edit_date: Option<i32>, hidden: bool },
    /// Messages go.
    Delete(Vec<Origin>),
    /// These are all of the sender's reactions to a message now.
    React { to: Origin, reactions: Vec<Reaction> },
    /// Messages are pinned, or no longer.
    Pin { origins: Vec<Origin>, pinned: bool },
    /// The sender has read the recipient's messages up to this one.
    Read(MessageId),
    /// The sender has opened what these messages carry.
    Opened(Vec<Origin>),
}

/// Works out what deliveries of one sender, in order, do to a box.
pub(crate) fn plan(
    on: &Loaded,
    sender: UserId,
    deliveries: &[Delivery],
    gate: &dyn Gate,
    defect: Option<Defect>,
) -> Result<Plan, Need> {
    let peer = Peer::User(sender);
    let (applied, mut archived) = match on.projection.dialog(peer)? {
        Some(dialog) => (dialog.applied, dialog.folder == ARCHIVE_FOLDER && !dialog.is_empty()),
        None => (0, false),
    };
    let mut plan = Plan { appends: Vec::with_capacity(deliveries.len()), ..Plan::default() };
    let allowed = || gate.allows(on.user(), sender) || defect == Some(Defect::BlocksIgnored);
    for delivery in deliveries {
        if delivery.pts <= applied && defect != Some(Defect::AppliedMarkIgnored) {
            continue;
        }
        plan.applied = Some((peer, delivery.pts));
        match &delivery.what {
            What::New(_) | What::Pin { .. } if !allowed() => plan.keep_applied = true,
            What::New(message) => {
                let record = incoming(on, sender, delivery, message)?;
                let rules = on.ruled_by(peer, &record.content, false);
                plan.beside.extend(rules.map(|rules| Beside::Rules(peer, rules)));
                let date = record.date;
                plan.appends.push(LogRecord::Message(record));
                if archived && gate.unarchives(on.user(), sender) {
                    let moved = vec![(peer, MAIN_FOLDER)];
                    plan.appends.push(LogRecord::Folders(Folders { date, moved }));
                    archived = false;
                }
            }
            What::Edit { to, .. } if to.author == on.user() && !allowed() => plan.keep_applied = true,
            What::Edit { to, content, edit_date, hidden } => {
                edit(on, sender, delivery, *to, (content, *edit_date, *hidden), &mut plan)?;
            }
            What::Delete(origins) => delete(on, sender, delivery, origins, &mut plan)?,
            What::React { .. } if !allowed() => plan.keep_applied = true,
            What::React { to, reactions } => reacted(on, sender, delivery, *to, reactions, &mut plan)?,
            What::Pin { origins, pinned } => {
                pins::delivered(on, sender, delivery, (origins, *pinned), &mut plan)?;
            }
            What::Opened(origins) => contents::delivered(on, sender, delivery, origins, &mut plan)?,
            What::Read(max) => read(on, sender, delivery, *max, &mut plan)?,
        }
    }
    Ok(plan)
}

/// The message as the recipient's box keeps it.
fn incoming(
    on: &Loaded,
    sender: UserId,
    delivery: &Delivery,
    message: &MessageRecord,
) -> Result<MessageRecord, Need> {
    let reply = match &message.reply {
        Some(reply) => held(on, sender, reply.origin)?.map(|entry| Reply { id: entry.id, ..reply.clone() }),
        None => None,
    };
    let kept = flag::SILENT | flag::NO_FORWARDS | flag::INVERT_MEDIA | flag::MEDIA_UNREAD;
    Ok(MessageRecord {
        peer: Peer::User(sender),
        date: on.date(message.date),
        flags: message.flags & kept,
        origin: Some(delivery.pts),
        random_id: None,
        reply,
        // What the author has done to it since follows in deliveries of its own.
        edit_date: message.edit_date.filter(|_| message.flags & flag::EDIT_HIDDEN == 0),
        reactions: None,
        // Where it stands is the author's to know.
        elsewhere: message
            .elsewhere
            .as_ref()
            .map(|elsewhere| Box::new(ReplyElsewhere { at: None, ..(**elsewhere).clone() })),
        ..message.clone()
    })
}

fn edit(
    on: &Loaded,
    sender: UserId,
    delivery: &Delivery,
    to: Origin,
    (content, edit_date, hidden): (&Arc<Content>, Option<i32>, bool),
    plan: &mut Plan,
) -> Result<(), Need> {
    let Some(entry) = held(on, sender, to)? else { return Ok(()) };
    let Some(LogRecord::Message(old)) = on.body(entry.id)? else { return Ok(()) };
    let hide = if hidden { flag::EDIT_HIDDEN } else { 0 };
    let flags = old.flags & !flag::EDIT_HIDDEN | hide;
    let content = match &old.content.media {
        // New words bring back nothing that was seen.
        Some(seen @ Media::Seen { .. }) => {
            Arc::new(Content { media: Some(seen.clone()), ..(**content).clone() })
        }
        _ => content.clone(),
    };
    let record = MessageRecord { content, edit_date, flags, ..old.clone() };
    plan.rewrites.push((entry.id, LogRecord::Message(record)));
    plan.appends.push(LogRecord::Edited(Edited {
        date: on.date(delivery.date),
        id: entry.id,
        peer: Peer::User(sender),
        source: Some(Source { user: sender, pts: delivery.pts }),
        everywhere: None,
    }));
    Ok(())
}

fn reacted(
    on: &Loaded,
    sender: UserId,
    delivery: &Delivery,
    to: Origin,
    reactions: &[Reaction],
    plan: &mut Plan,
) -> Result<(), Need> {
    let Some(entry) = held(on, sender, to)? else { return Ok(()) };
    let Some(LogRecord::Message(old)) = on.body(entry.id)? else { return Ok(()) };
    let date = on.date(delivery.date);
    // What somebody says to one's own message is news.
    let theirs = reactions.iter().map(|one| Reaction { user: sender, unread: entry.out, ..one.clone() });
    let record = react::replaced(old, sender, theirs.collect(), date);
    let unread = react::is_unread(&record);
    plan.rewrites.push((entry.id, LogRecord::Message(record)));
    plan.appends.push(LogRecord::Reacted(Reacted {
        date,
        id: entry.id,
        peer: Peer::User(sender),
        source: Some(Source { user: sender, pts: delivery.pts }),
        unread,
    }));
    Ok(())
}

fn delete(
    on: &Loaded,
    sender: UserId,
    delivery: &Delivery,
    origins: &[Origin],
    plan: &mut Plan,
) -> Result<(), Need> {
    let peer = Peer::User(sender);
    let date = on.date(delivery.date);
    let mut ids = Vec::new();
    for origin in origins {
        if let Some(entry) = held(on, sender, *origin)?
            && !ids.contains(&entry.id)
        {
            ids.push(entry.id);
            plan.rewrites.push((entry.id, stub(on, peer, date, &entry)));
        }
    }
    if !ids.is_empty() {
        ids.sort_unstable();
        plan.appends.push(LogRecord::Deleted(Deleted {
            date,
            dialogs: vec![DeletedIn { peer, ids }],
            revoke: false,
            source: Some(Source { user: sender, pts: delivery.pts }),
            threads: None,
        }));
    }
    Ok(())
}

fn read(
    on: &Loaded,
    sender: UserId,
    delivery: &Delivery,
    max_id: MessageId,
    plan: &mut Plan,
) -> Result<(), Need> {
    let peer = Peer::User(sender);
    let mark = on.projection.dialog(peer)?.map_or(0, |dialog| dialog.read_outbox_max_id);
    if max_id > mark && on.projection.pts >= max_id {
        plan.appends.push(LogRecord::ReadOutbox(ReadOutbox {
            date: on.date(delivery.date),
            peer,
            max_id,
            source: Source { user: sender, pts: delivery.pts },
        }));
    }
    Ok(())
}

/// The message of the dialog with `other` that this origin means here.
pub(crate) fn held(on: &Loaded, other: UserId, origin: Origin) -> Result<Option<IndexEntry>, Need> {
    let peer = Peer::User(other);
    if origin.author == on.user() {
        return Ok(on.indexed(peer, origin.id)?.filter(|entry| entry.out));
    }
    let Some(dialog) = on.projection.dialog(peer)? else { return Ok(None) };
    dialog.find_origin(origin.id).map_err(|missing| on.projection.page_need(peer, missing))
}

/// What stays of a message that goes.
pub(crate) fn stub(on: &Loaded, peer: Peer, date: i32, entry: &IndexEntry) -> LogRecord {
    LogRecord::Stub(Stub {
        peer,
        date,
        out: entry.out,
        origin: entry.origin,
        kind: entry.kind.code(),
        random_id: on.projection.randoms.of_message(entry.id),
    })
}
