//! Edits, deletes and pins: changes that rest on messages as they are, one at a time for a channel.

use std::sync::Arc;

use store::{
    ids::{MessageId, Peer, UserId},
    records::{
        due::{DueAt, DueWhat},
        log::{Content, Deleted, DeletedIn, Edited, LogRecord, MessageRecord, Pinned, Stub, flag},
    },
    tables,
};

use super::{
    ChannelBoxes,
    flight::Plan,
    threads::root_of,
    types::{Beside, ChannelEntry, NewPost},
};
use crate::{
    boxes::{MESSAGE_BYTES_MAX, is_too_large},
    error::BoxError,
    todo::{self, TodoChange, TodoChanged},
    types::By,
};

/// Messages of one delete.
///
/// Each is up to three writes, and one more beside; with what follows from them a commit stays below the engine's
/// 1 000.
pub const CHANNEL_DELETED_AT_ONCE_MAX: usize = 200;

impl ChannelBoxes {
    /// Gives a message a new content. `hidden`: the edit is not shown as one. `beside`: rows that are written with it.
    ///
    /// Errors: `NoSuchMessage`, `NotModified`, `TooLarge`, `Store`.
    pub async fn edit(
        &self,
        channel: i64,
        by: By,
        id: MessageId,
        content: Content,
        hidden: bool,
        beside: Option<Beside>,
    ) -> Result<Arc<ChannelEntry>, BoxError> {
        let content = Arc::new(content);
        let cell = self.inner.cells.of(channel);
        let _turn = cell.turn.lock().await;
        let old = self.message_record(channel, id).await?;
        if old.content == content {
            return Err(BoxError::NotModified);
        }
        self.edit_in_turn((channel, id), by, old, content, hidden, beside).await
    }

    /// Changes the list of tasks of a message; `shown`: as whom who changes it is.
    ///
    /// Errors: as [`crate::Boxes::change_todo`].
    pub async fn change_todo(
        &self,
        channel: i64,
        (by, shown): (By, Peer),
        id: MessageId,
        change: &TodoChange,
        beside: Option<Beside>,
    ) -> Result<TodoChanged<Arc<ChannelEntry>>, BoxError> {
        let cell = self.inner.cells.of(channel);
        let _turn = cell.turn.lock().await;
        let old = self.message_record(channel, id).await?;
        let author = old.author == Some(by.user);
        let now = self.inner.world.clock.now().seconds();
        let (content, told) = todo::changed((id, &old), author, (shown, now), change)?.split();
        let hidden = !matches!(change, TodoChange::Replace { .. });
        Ok(told(self.edit_in_turn((channel, id), by, old, content, hidden, beside).await?))
    }

    async fn edit_in_turn(
        &self,
        (channel, id): (i64, MessageId),
        by: By,
        old: MessageRecord,
        content: Arc<Content>,
        hidden: bool,
        beside: Option<Beside>,
    ) -> Result<Arc<ChannelEntry>, BoxError> {
        let now = self.inner.world.clock.now().seconds();
        let entries = self
            .change(channel, by, vec![(id, LogRecord::Message(old.clone()))], beside.clone(), |date| {
                let edit_date = if hidden { old.edit_date } else { Some(date(now)) };
                let hide = if hidden && old.edit_date.is_none() { flag::EDIT_HIDDEN } else { 0 };
                let flags = old.flags & !flag::EDIT_HIDDEN | hide;
                let record = MessageRecord { content: Arc::clone(&content), edit_date, flags, ..old.clone() };
                let edited = Edited { date: date(now), id, peer: old.peer, source: None, everywhere: None };
                (vec![(id, LogRecord::Message(record))], vec![LogRecord::Edited(edited)])
            })
            .await?;
        entries.into_iter().next().ok_or(BoxError::Busy)
    }

    /// Deletes messages; those that are not there are passed over. Gives the entry, none if nothing was there.
    ///
    /// Errors: `TooMany`, `Store`.
    pub async fn delete(
        &self,
        channel: i64,
        by: By,
        ids: &[MessageId],
    ) -> Result<Option<Arc<ChannelEntry>>, BoxError> {
        self.delete_and(channel, by, ids, None).await
    }

    /// The same, with rows that are written with it.
    ///
    /// Errors: as there.
    pub async fn delete_and(
        &self,
        channel: i64,
        by: By,
        ids: &[MessageId],
        beside: Option<Beside>,
    ) -> Result<Option<Arc<ChannelEntry>>, BoxError> {
        if ids.len() > CHANNEL_DELETED_AT_ONCE_MAX {
            return Err(BoxError::TooMany { max: CHANNEL_DELETED_AT_ONCE_MAX, found: ids.len() });
        }
        let cell = self.inner.cells.of(channel);
        let _turn = cell.turn.lock().await;
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        let now = self.inner.world.clock.now().seconds();
        let (mut stubs, mut before) = (Vec::new(), Vec::new());
        let mut threads = Vec::new();
        for (id, record) in ids.iter().zip(self.inner.records(channel, &ids).await?) {
            let Some(LogRecord::Message(record)) = record else { continue };
            let stub = Stub {
                peer: Peer::User(record.author.unwrap_or_default()),
                date: now,
                out: false,
                origin: *id,
                kind: record.content.kind().code(),
                random_id: record.random_id,
            };
            threads.extend(root_of(*id, &record).map(|root| (*id, root)));
            stubs.push((*id, LogRecord::Stub(stub)));
            before.push((*id, LogRecord::Message(record)));
        }
        if stubs.is_empty() {
            return Ok(None);
        }
        let gone: Vec<MessageId> = stubs.iter().map(|(id, _)| *id).collect();
        let dialogs = vec![DeletedIn { peer: Peer::Channel(channel), ids: gone }];
        let entries = self
            .change(channel, by, before, beside.clone(), |date| {
                let threads = Some(threads.clone()).filter(|threads| !threads.is_empty());
                let dialogs = dialogs.clone();
                let deleted = Deleted { date: date(now), dialogs, revoke: true, source: None, threads };
                (stubs.clone(), vec![LogRecord::Deleted(deleted)])
            })
            .await?;
        Ok(entries.into_iter().next())
    }

    /// Deletes what of these messages is to go by now, and takes their rows off the due queue; `beside` is written with
    /// a delete. Gives what went.
    ///
    /// Errors: `TooMany`, `Store`.
    pub async fn expire(
        &self,
        channel: i64,
        due: &[DueAt],
        beside: Option<Beside>,
    ) -> Result<Vec<MessageId>, BoxError> {
        let expiring = |key: &DueAt| match key.what {
            DueWhat::ChannelExpiry(at, id) if at == channel => Some(id),
            _ => None,
        };
        let ids: Vec<MessageId> = due.iter().filter_map(expiring).collect();
        let now = self.inner.world.clock.now().seconds();
        let goes = |record: &Option<LogRecord>| match record {
            Some(LogRecord::Message(record)) => {
                record.ttl_period.is_some_and(|ttl| record.date.saturating_add(ttl) <= now)
            }
            _ => false,
        };
        let records = self.inner.records(channel, &ids).await?;
        let going = ids.iter().zip(&records).filter(|(_, record)| goes(record)).map(|(id, _)| *id);
        let going: Vec<MessageId> = going.collect();
        for part in going.chunks(CHANNEL_DELETED_AT_ONCE_MAX) {
            self.delete_and(channel, By::user(UserId(0)), part, beside.clone()).await?;
        }
        // Those of messages went with them; what is left stands for nothing.
        let mut batch = self.inner.store.batch();
        due.iter().for_each(|key| batch.delete::<tables::DueQueue>(key));
        self.inner.store.commit(batch).await?;
        Ok(going)
    }

    /// Pins messages, or takes their pins away; `notice` is the service message that says so, `beside` rows that are
    /// written with it. Gives no entries where nothing changes.
    ///
    /// Errors: `NoSuchMessage`, `Store`.
    pub async fn pin(
        &self,
        channel: i64,
        by: By,
        ids: &[MessageId],
        pinned: bool,
        notice: Option<NewPost>,
        beside: Option<Beside>,
    ) -> Result<Vec<Arc<ChannelEntry>>, BoxError> {
        let cell = self.inner.cells.of(channel);
        let _turn = cell.turn.lock().await;
        let mut rewrites = Vec::new();
        for (id, record) in ids.iter().zip(self.inner.records(channel, ids).await?) {
            let Some(LogRecord::Message(record)) = record else {
                return Err(BoxError::NoSuchMessage { id: *id });
            };
            if (record.flags & flag::PINNED != 0) != pinned {
                let flags = record.flags ^ flag::PINNED;
                rewrites.push((*id, LogRecord::Message(MessageRecord { flags, ..record })));
            }
        }
        if rewrites.is_empty() {
            return Ok(Vec::new());
        }
        let changed: Vec<MessageId> = rewrites.iter().map(|(id, _)| *id).collect();
        let now = self.inner.world.clock.now().seconds();
        self.change(channel, by, Vec::new(), beside, |date| {
            let date = date(now);
            let pin = Pinned {
                date,
                peer: Peer::Channel(channel),
                ids: changed.clone(),
                pinned,
                oneside: false,
                source: None,
            };
            let mut appends = vec![LogRecord::Pinned(pin)];
            appends.extend(
                notice.iter().map(|post| LogRecord::Message(super::post::record(channel, post, date))),
            );
            (rewrites.clone(), appends)
        })
        .await
    }

    /// The record of a message that is there.
    async fn message_record(&self, channel: i64, id: MessageId) -> Result<MessageRecord, BoxError> {
        match self.inner.records(channel, &[id]).await?.pop().flatten() {
            Some(LogRecord::Message(record)) => Ok(record),
            _ => Err(BoxError::NoSuchMessage { id }),
        }
    }

    /// Carries out a change and waits until it is durable. Called in the channel's turn. `before`: what rewritten
    /// messages were.
    async fn change(
        &self,
        channel: i64,
        by: By,
        before: Vec<(MessageId, LogRecord)>,
        beside: Option<Beside>,
        plan: impl Fn(&dyn Fn(i32) -> i32) -> Planned,
    ) -> Result<Vec<Arc<ChannelEntry>>, BoxError> {
        let inner = &self.inner;
        let (entries, flight) = inner
            .decide(channel, |cell, slot| {
                let Some(loaded) = slot.loaded.as_ref() else { return Err(BoxError::Busy) };
                let (rewrites, appends) = plan(&|now| loaded.date(now));
                for (_, record) in &rewrites {
                    if let Some(found) = is_too_large(record) {
                        return Err(BoxError::TooLarge { max: MESSAGE_BYTES_MAX, found });
                    }
                }
                let (before, beside) = (before.clone(), beside.clone());
                inner.commit(cell, slot, Plan { rewrites, appends, except: by.session, before, beside })
            })
            .await?;
        flight.land().await?;
        Ok(entries)
    }
}

/// Messages with new records, and new entries.
type Planned = (Vec<(MessageId, LogRecord)>, Vec<LogRecord>);
