//! Pointers and the bodies that they point to. A member sees a message as the group's log has it; who has left
//! sees it as it was when he did, and loses it if it is deleted.

use std::collections::BTreeMap;

use store::{
    Direction, Rows,
    ids::{MessageId, Peer, Pts, UserId},
    records::{
        groups::{Before, Pointer},
        log::{LogRecord, MessageRecord, Origin, Reply, Stub, flag},
        reactions::Reaction,
    },
    tables,
};

use crate::{boxes::Inner, error::BoxError, rows};

/// A message as one member sees it: `own` is what his box has of it.
pub(crate) fn merged(viewer: UserId, own: &MessageRecord, body: &MessageRecord) -> MessageRecord {
    let reply = match (&own.reply, &body.reply) {
        (Some(own), Some(shared)) => Some(Reply { id: own.id, ..shared.clone() }),
        _ => None,
    };
    // What an author has not seen yet is his alone.
    let is_author = body.author == Some(viewer);
    let seen = |one: &Reaction| Reaction { unread: one.unread && is_author, ..one.clone() };
    MessageRecord {
        peer: own.peer,
        date: own.date,
        flags: own.flags & OWN | body.flags & !OWN,
        reply,
        random_id: own.random_id,
        in_group: own.in_group,
        origin: None,
        mentions: None,
        changed: None,
        reactions: body.reactions.as_ref().map(|reactions| reactions.iter().map(seen).collect()),
        ..body.clone()
    }
}

/// The entry as the log keeps it: a group's message as a pointer.
pub(crate) fn kept(record: LogRecord) -> LogRecord {
    let LogRecord::Message(MessageRecord { peer: Peer::Group(group), in_group: Some(pts), .. }) = &record
    else {
        return record;
    };
    let (group, pts) = (*group, *pts);
    let LogRecord::Message(message) = record else { return record };
    LogRecord::Pointer(Pointer {
        group,
        pts,
        date: message.date,
        flags: message.flags & OWN,
        kind: message.content.kind().code(),
        random_id: message.random_id,
        reply: message.reply.map(|reply| reply.id),
    })
}

/// What a pointer alone tells of a message.
fn pointed(viewer: UserId, pointer: &Pointer) -> MessageRecord {
    let origin = |id| Origin { author: viewer, id };
    MessageRecord {
        random_id: pointer.random_id,
        reply: pointer.reply.map(|id| Reply { id, origin: origin(id), quote: None }),
        in_group: Some(pointer.pts),
        ..MessageRecord::new(Peer::Group(pointer.group), pointer.date, pointer.flags, Default::default())
    }
}

/// What stands in place of a message whose body is gone.
fn gone(pointer: &Pointer) -> LogRecord {
    LogRecord::Stub(Stub {
        peer: Peer::Group(pointer.group),
        date: pointer.date,
        out: pointer.flags & flag::OUT != 0,
        origin: pointer.pts,
        kind: pointer.kind,
        random_id: pointer.random_id,
    })
}

impl Inner {
    /// Puts the messages that pointers of a box point to in their place.
    pub(crate) async fn resolve<'a>(
        &self,
        viewer: UserId,
        records: impl Iterator<Item = &'a mut LogRecord>,
    ) -> Result<(), BoxError> {
        let mut by_group: BTreeMap<i64, Vec<&mut LogRecord>> = BTreeMap::new();
        for record in records {
            if let LogRecord::Pointer(pointer) = record {
                by_group.entry(pointer.group).or_default().push(record);
            }
        }
        for (group, records) in by_group {
            let until = self.sees_until(group, viewer).await?;
            let places: Vec<Pts> = records.iter().map(|record| place(record)).collect();
            let keys: Vec<_> = places.iter().map(|pts| rows::group_log(group, *pts)).collect();
            let bodies = match until {
                Some(_) => self.store.get_many::<tables::Log>(&keys).await?,
                None => vec![None; keys.len()],
            };
            for (record, body) in records.into_iter().zip(bodies) {
                let LogRecord::Pointer(pointer) = &*record else { continue };
                let body = match body {
                    Some(LogRecord::Message(body)) => self.as_of(group, pointer.pts, body, until).await?,
                    _ => None,
                };
                *record = match body {
                    Some(body) => LogRecord::Message(merged(viewer, &pointed(viewer, pointer), &body)),
                    None => gone(pointer),
                };
            }
        }
        Ok(())
    }

    /// The body as it was at the end of what somebody sees.
    pub(super) async fn as_of(
        &self,
        group: i64,
        id: Pts,
        body: MessageRecord,
        until: Option<Pts>,
    ) -> Result<Option<MessageRecord>, BoxError> {
        let until = until.unwrap_or(0);
        if body.changed.is_none_or(|changed| changed <= until) {
            return Ok(Some(body));
        }
        let key = |change: Pts| Before { group, id, change };
        let later = Rows::between(&key(until.saturating_add(1)), &key(Pts::MAX));
        let found = self.store.scan::<tables::GroupBefore>(later, 1, Direction::Forward).await?;
        Ok(found.into_iter().next().map(|(_, before)| before))
    }

    /// Up to where somebody sees a group's events; none for who was never in it.
    async fn sees_until(&self, group: i64, viewer: UserId) -> Result<Option<Pts>, BoxError> {
        for _ in 0..LOADS_MAX {
            let member = self
                .groups
                .of(group)
                .lock()
                .loaded
                .as_ref()
                .map(|loaded| loaded.members.get(&viewer).copied());
            match member {
                Some(member) => return Ok(member.map(|member| member.left.unwrap_or(Pts::MAX))),
                None => match self.load_group(group).await {
                    Err(BoxError::NoSuchGroup) => return Ok(None),
                    loaded => loaded?,
                },
            }
        }
        Err(BoxError::Busy)
    }

    /// As `resolve`, for entries that may not be there.
    pub(crate) async fn resolve_found(
        &self,
        viewer: UserId,
        found: &mut [Option<LogRecord>],
    ) -> Result<(), BoxError> {
        self.resolve(viewer, found.iter_mut().flatten()).await
    }

    /// As `resolve`, for a part of a log.
    pub(crate) async fn resolve_log(
        &self,
        viewer: UserId,
        log: &mut [(MessageId, LogRecord)],
    ) -> Result<(), BoxError> {
        self.resolve(viewer, log.iter_mut().map(|(_, record)| record)).await
    }
}

fn place(record: &LogRecord) -> Pts {
    match record {
        LogRecord::Pointer(pointer) => pointer.pts,
        _ => 0,
    }
}

/// What each member has of his own about a message; the rest is the group's.
const OWN: u32 = flag::OUT | flag::MENTIONED | flag::MEDIA_UNREAD | flag::PINNED | flag::FROM_SCHEDULED;
/// Somebody may throw it out as often.
const LOADS_MAX: usize = 100;
