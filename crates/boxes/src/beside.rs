//! What a box keeps beside its log and changes in the same commit: scheduled messages and what holds in its
//! chats, each with its rows of the due queue. All of it is in memory while the box is.

use std::{collections::BTreeMap, sync::Arc};

use store::{
    Batch, Direction, Rows,
    ids::{MessageId, Owner, Peer, UserId},
    key::{ByNumber, OfUser},
    records::{
        box_index::LastingRecord,
        due::{ChatRules, Due, DueAt, DueWhat, ScheduledIds, ScheduledRecord, WHEN_ONLINE},
        groups::GroupOf,
        lasting::About,
        log::LogRecord,
    },
    tables,
};

use crate::{
    boxes::Inner,
    cells::Loaded,
    defect::Defect,
    error::BoxError,
    files::{self, FileChange},
    lasting::put_lasting,
    plan::Done,
    rows,
};

/// See the top of the file.
#[derive(Default)]
pub(crate) struct Kept {
    /// The last id that a scheduled message got.
    pub(crate) last_scheduled: MessageId,
    pub(crate) scheduled: BTreeMap<MessageId, Arc<ScheduledRecord>>,
    pub(crate) rules: BTreeMap<Peer, ChatRules>,
}

/// A change beside the log.
pub(crate) enum Beside {
    /// A message is scheduled, or scheduled anew.
    Schedule(MessageId, Arc<ScheduledRecord>),
    /// It is no longer.
    Unschedule(MessageId),
    /// Something of the log is due at a time.
    Due(DueAt),
    /// A row of the due queue has done its work.
    Done(DueAt),
    /// What holds in a chat.
    Rules(Peer, ChatRules),
    /// The owner is in a group from here on, or no longer.
    InGroup(i64, bool),
}

/// What a change writes.
pub(crate) enum BesideRow {
    Scheduled(MessageId, Option<Arc<ScheduledRecord>>),
    /// Devices are told of a scheduled message: at its own time, or (it is gone) now; `before` they were told of it
    /// as it was.
    Told {
        peer: Peer,
        id: MessageId,
        at: Option<i32>,
        before: Option<i32>,
    },
    ScheduledIds(MessageId),
    Due(DueAt, Option<Due>),
    Rules(Peer, ChatRules),
    InGroup(i64, bool),
}

impl Kept {
    /// Seconds after which new messages of this chat go.
    pub(crate) fn ttl_of(&self, peer: Peer) -> Option<i32> {
        self.rules.get(&peer).and_then(|rules| rules.ttl_period)
    }

    /// The row of the due queue of a scheduled message.
    pub(crate) fn due_of(user: UserId, id: MessageId, record: &ScheduledRecord) -> (DueAt, Due) {
        let at = record.message.date;
        let waits_for = match record.message.peer {
            Peer::User(other) if at == WHEN_ONLINE => Some(other),
            _ => None,
        };
        (DueAt { at, user, what: DueWhat::Scheduled(id) }, Due { waits_for })
    }
}

impl Loaded {
    /// Makes a change in memory and gives what to write.
    pub(crate) fn change_beside(
        &mut self,
        change: Beside,
        written: &mut Vec<BesideRow>,
        files: &mut Vec<FileChange>,
    ) {
        let user = self.user();
        let mut moved = |id: MessageId, before: Option<&ScheduledRecord>, after: Option<&ScheduledRecord>| {
            let file = |record: &ScheduledRecord| record.message.content.file();
            let (before, after) = (before.and_then(file), after.and_then(file));
            if before != after {
                files.push(FileChange { place: files::scheduled(id), before, after });
            }
        };
        match change {
            Beside::Schedule(id, record) => {
                moved(id, self.beside.scheduled.get(&id).map(|before| &**before), Some(&record));
                let mut told_before = None;
                if let Some(before) = self.beside.scheduled.get(&id) {
                    told_before = before.told_at;
                    written.push(BesideRow::Due(Kept::due_of(user, id, before).0, None));
                } else {
                    self.beside.last_scheduled = id;
                    written.push(BesideRow::ScheduledIds(id));
                }
                let (key, due) = Kept::due_of(user, id, &record);
                written.push(BesideRow::Due(key, Some(due)));
                written.push(BesideRow::Scheduled(id, Some(record.clone())));
                let (peer, at) = (record.message.peer, record.told_at);
                written.push(BesideRow::Told { peer, id, at, before: told_before });
                self.beside.scheduled.insert(id, record);
            }
            Beside::Unschedule(id) => {
                if let Some(before) = self.beside.scheduled.remove(&id) {
                    moved(id, Some(&before), None);
                    written.push(BesideRow::Due(Kept::due_of(user, id, &before).0, None));
                    written.push(BesideRow::Scheduled(id, None));
                    let (peer, before) = (before.message.peer, before.told_at);
                    written.push(BesideRow::Told { peer, id, at: None, before });
                }
            }
            Beside::Due(key) => written.push(BesideRow::Due(key, Some(Due::default()))),
            Beside::Done(key) => written.push(BesideRow::Due(key, None)),
            Beside::InGroup(group, is_in) => written.push(BesideRow::InGroup(group, is_in)),
            Beside::Rules(peer, rules) => {
                self.beside.rules.insert(peer, rules.clone());
                written.push(BesideRow::Rules(peer, rules));
            }
        }
    }
}

impl Inner {
    /// Reads what stands beside a log.
    pub(crate) async fn read_beside(&self, user: UserId) -> Result<Kept, BoxError> {
        let mut kept = Kept::default();
        let rules = Rows::<tables::ChatRules>::of(Owner::User(user));
        for (key, rules) in self.store.scan(rules, usize::MAX, Direction::Forward).await? {
            kept.rules.insert(key.peer, rules);
        }
        // Most people have never scheduled anything.
        let Some(ids) = self.store.get::<tables::ScheduledIds>(&OfUser(user)).await? else { return Ok(kept) };
        kept.last_scheduled = ids.last;
        let scheduled = Rows::<tables::Scheduled>::of(Owner::User(user));
        for (key, record) in self.store.scan(scheduled, usize::MAX, Direction::Forward).await? {
            let id = MessageId::try_from(key.number);
            let id = id.map_err(|_| BoxError::Damaged { user, what: "a scheduled message" })?;
            kept.scheduled.insert(id, Arc::new(record));
        }
        Ok(kept)
    }

    /// The rows beside the log that a group writes, those of messages that are to go at their time among them.
    /// Gives what it puts in the due queue.
    pub(crate) fn keep_beside(&self, batch: &mut Batch, user: UserId, done: &Done) -> Vec<(DueAt, Due)> {
        let mut due = Vec::new();
        for (id, record) in &done.rows {
            if let LogRecord::Message(message) = record
                // A group's message goes with the group's own.
                && message.in_group.is_none()
                && !(message.origin.is_some() && self.defect == Some(Defect::ExpiryOnOneSide))
                && let Some(ttl_period) = message.ttl_period
            {
                let at = message.date.saturating_add(ttl_period);
                due.push((DueAt { at, user, what: DueWhat::Expiry(*id) }, Due::default()));
            }
        }
        for row in &done.beside {
            match row {
                BesideRow::Scheduled(id, record) => {
                    let key = ByNumber { user, number: i64::from(*id) };
                    match record {
                        Some(record) => batch.put::<tables::Scheduled>(&key, record),
                        None => batch.delete::<tables::Scheduled>(&key),
                    }
                }
                // Always beside the row of the message: a device that is away hears of it or it is not so.
                BesideRow::Told { peer, id, at, before } => {
                    if self.defect != Some(Defect::ScheduleNotTold) {
                        let date = at.unwrap_or_else(|| self.world.clock.now().seconds());
                        let record = LastingRecord { date, payload: Vec::new() };
                        put_lasting(batch, user, About::Scheduled(*peer, *id), record, *before);
                    }
                }
                BesideRow::ScheduledIds(last) => {
                    batch.put::<tables::ScheduledIds>(&OfUser(user), &ScheduledIds { last: *last });
                }
                BesideRow::Due(key, Some(row)) => due.push((*key, *row)),
                BesideRow::Due(key, None) => batch.delete::<tables::DueQueue>(key),
                BesideRow::InGroup(group, is_in) => {
                    let key = ByNumber { user, number: *group };
                    if *is_in {
                        batch.put::<tables::GroupsOf>(&key, &GroupOf {});
                    } else {
                        batch.delete::<tables::GroupsOf>(&key);
                    }
                }
                BesideRow::Rules(peer, rules) => {
                    batch.put::<tables::ChatRules>(&rows::dialog(user, *peer), rules);
                }
            }
        }
        if !due.is_empty() || !done.files.is_empty() {
            batch.with(&self.system);
        }
        for (key, row) in &due {
            batch.put::<tables::DueQueue>(key, row);
        }
        let now = self.world.clock.now().seconds();
        let gone = files::put(batch, Owner::User(user), &done.files, now);
        due.extend(gone.into_iter().map(|key| (key, Due::default())));
        due
    }
}
