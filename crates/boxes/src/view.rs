//! From records to what the owner of a box sees.

use store::{
    ids::{MessageId, Peer, Pts, UserId},
    records::log::{LogRecord, MessageRecord, flag},
};

use crate::types::{Entry, Event, InChannel, Message, ReplyTo};

/// Who wrote a message of `owner`'s box.
pub(crate) fn author(owner: UserId, record: &MessageRecord) -> UserId {
    match (record.author, record.peer) {
        (Some(author), _) => author,
        (None, Peer::User(other)) if record.flags & flag::OUT == 0 => other,
        _ => owner,
    }
}

/// A message as `owner` sees it.
pub(crate) fn message(owner: UserId, id: MessageId, record: &MessageRecord) -> Message {
    let out = record.flags & flag::OUT != 0;
    let from = author(owner, record);
    let has = |bit: u32| record.flags & bit != 0;
    Message {
        owner,
        id,
        peer: record.peer,
        from,
        out,
        date: record.date,
        edit_date: record.edit_date,
        content: record.content.clone(),
        reply_to: reply_of(record),
        forward: record.forward.clone(),
        silent: has(flag::SILENT),
        no_forwards: has(flag::NO_FORWARDS),
        invert_media: has(flag::INVERT_MEDIA),
        mentioned: has(flag::MENTIONED),
        media_unread: has(flag::MEDIA_UNREAD),
        pinned: has(flag::PINNED),
        grouped_id: record.grouped_id,
        via_bot: record.via_bot,
        ttl_period: record.ttl_period,
        effect: record.effect,
        random_id: record.random_id,
        edit_hidden: has(flag::EDIT_HIDDEN),
        reactions: record.reactions.clone().unwrap_or_default(),
        from_scheduled: has(flag::FROM_SCHEDULED),
        repeat_period: None,
        posted: None,
    }
}

/// A message of a channel as `viewer` sees it.
pub(crate) fn post(viewer: UserId, id: MessageId, record: &MessageRecord) -> Message {
    let has = |bit: u32| record.flags & bit != 0;
    let mentioned = record.mentions.as_ref().is_some_and(|mentions| mentions.contains(&viewer));
    let posted = InChannel {
        post: has(flag::POST),
        signature_profile: has(flag::SIGNATURE_PROFILE),
        send_as: record.send_as,
        post_author: record.post_author.clone(),
        thread: record.thread,
        topic: has(flag::TOPIC),
        ..InChannel::default()
    };
    let plain = message(viewer, id, record);
    // Whatever stands in a topic answers it.
    let topic = record.thread.filter(|root| has(flag::TOPIC) && *root != id);
    Message {
        reply_to: plain.reply_to.clone().or_else(|| topic.map(|root| ReplyTo::here(root, None))),
        out: record.author == Some(viewer),
        mentioned,
        media_unread: mentioned,
        posted: Some(Box::new(posted)),
        // The author's own number is nobody else's business.
        random_id: record.random_id.filter(|_| record.author == Some(viewer)),
        ..plain
    }
}

/// What a message answers.
pub fn reply_of(record: &MessageRecord) -> Option<ReplyTo> {
    match &record.elsewhere {
        Some(elsewhere) => Some(ReplyTo { id: 0, quote: None, elsewhere: Some(elsewhere.clone()) }),
        None => record.reply.as_ref().map(|reply| ReplyTo::here(reply.id, reply.quote.clone())),
    }
}

/// An entry as the owner sees it; none when what it tells of is gone. `body` gives the record of a message.
pub(crate) fn entry<'a>(
    owner: UserId,
    pts: Pts,
    record: &LogRecord,
    body: impl Fn(MessageId) -> Option<&'a LogRecord>,
) -> Option<Entry> {
    let event = match record {
        LogRecord::Message(record) => Event::New(message(owner, pts, record)),
        LogRecord::Stub(_) => return None,
        LogRecord::Edited(edited) => match body(edited.id) {
            Some(LogRecord::Message(record)) => Event::Edited(message(owner, edited.id, record)),
            _ => return None,
        },
        LogRecord::Reacted(reacted) => match body(reacted.id) {
            Some(LogRecord::Message(record)) => Event::Reacted(message(owner, reacted.id, record)),
            _ => return None,
        },
        LogRecord::ReactionsRead(read) => Event::ReactionsRead(read.ids.clone()),
        LogRecord::MentionsRead(read) => Event::MentionsRead(read.ids.clone()),
        LogRecord::Deleted(deleted) => {
            Event::Deleted(deleted.dialogs.iter().flat_map(|dialog| dialog.ids.iter().copied()).collect())
        }
        LogRecord::ReadInbox(read) => {
            Event::ReadInbox { peer: read.peer, max_id: read.max_id, still_unread: read.still_unread }
        }
        LogRecord::ReadOutbox(read) => Event::ReadOutbox { peer: read.peer, max_id: read.max_id },
        LogRecord::Pinned(pinned) => {
            Event::Pinned { peer: pinned.peer, ids: pinned.ids.clone(), pinned: pinned.pinned }
        }
        LogRecord::Folders(folders) => Event::Folders(folders.moved.clone()),
        LogRecord::Step(_) => Event::Step,
        // Read with its body, it is a message; a group's log is no box.
        LogRecord::Pointer(_) | LogRecord::ReadInGroup(_) => return None,
    };
    Some(Entry { pts, pts_count: record.pts_count(), date: record.date(), event })
}
