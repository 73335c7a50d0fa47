//! Scheduled messages: kept in the author's shard under ids of their own, each with its row in the due queue.
//! The commit that sends one takes both rows away, so it is sent once. Who may be written to is `domain`'s.

use std::{collections::BTreeMap, sync::Arc};

use store::{
    ids::{MessageId, Peer, UserId},
    records::{
        due::{DueAt, DueWhat, ScheduledRecord, WHEN_ONLINE},
        log::{Content, LogRecord, MessageRecord, flag},
    },
};

use crate::{
    beside::Beside,
    boxes::{Boxes, Decision, GroupPlan, MESSAGE_BYTES_MAX, is_too_large},
    cells::Loaded,
    error::BoxError,
    need::Refusal,
    plan::Plan,
    send::outgoing,
    types::{By, Message, NewMessage},
    view,
};

/// Scheduled messages have ids below this one.
pub const SCHEDULED_IDS_END: MessageId = 1 << 18;
/// So many can wait in one chat.
pub const SCHEDULED_PER_CHAT_MAX: usize = 100;
/// And in all chats of a person.
const SCHEDULED_MAX: usize = 1_000;

/// When messages are to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewSchedule {
    /// Seconds since 1970, or `WHEN_ONLINE`.
    pub at: i32,
    /// Seconds after which they are sent again.
    pub repeat_period: Option<i32>,
}

/// What changes about a scheduled message.
pub struct ScheduledEdit {
    /// What it says from now on.
    pub content: Option<Content>,
    /// When it is sent.
    pub schedule: NewSchedule,
}

impl Boxes {
    /// Schedules messages of one author to one peer, in order. A `random_id` under which one waits already gives
    /// that one again.
    ///
    /// Errors: `SentAlready` where its time has come meanwhile, `Mixed`, `TooMuchScheduled`, `TooLarge`, `Store`.
    pub async fn schedule(
        &self,
        new: Vec<NewMessage>,
        schedule: NewSchedule,
    ) -> Result<Vec<Message>, BoxError> {
        let Some((by, peer)) = new.first().map(|first| (first.by, first.peer)) else { return Ok(Vec::new()) };
        if new.iter().any(|message| message.by != by || message.peer != peer) {
            return Err(BoxError::Mixed);
        }
        self.inner.run_by(by, &[by.user], |states| self.decide_schedule(states, peer, &new, schedule)).await
    }

    fn decide_schedule(
        &self,
        states: &mut [Box<Loaded>],
        peer: Peer,
        new: &[NewMessage],
        schedule: NewSchedule,
    ) -> Result<Decision<Vec<Message>>, Refusal> {
        let state = states.first_mut().ok_or(BoxError::Busy)?;
        let user = state.user();
        let mut answer = Vec::with_capacity(new.len());
        let mut beside = Vec::new();
        let mut id = state.beside.last_scheduled;
        let told_at = Some(self.inner.world.clock.now().seconds());
        for message in new {
            let random_id = Some(message.random_id).filter(|drawn| *drawn != 0);
            let waiting = state.beside.scheduled.iter().find(|(_, record)| {
                random_id.is_some() && record.message.random_id == random_id && record.message.peer == peer
            });
            if let Some((id, record)) = waiting {
                answer.push(shown(user, *id, record));
                continue;
            }
            if self.sent_before(state, message.random_id)?.is_some() {
                return Err(BoxError::SentAlready.into());
            }
            id = following(&state.beside.scheduled, id);
            let record = outgoing(state, peer, message)?;
            let message = MessageRecord {
                date: schedule.at,
                flags: record.flags | flag::FROM_SCHEDULED,
                ttl_period: None,
                ..record
            };
            let record = ScheduledRecord { message, repeat_period: schedule.repeat_period, told_at };
            check_size(&record)?;
            let record = Arc::new(record);
            answer.push(shown(user, id, &record));
            beside.push(Beside::Schedule(id, record));
        }
        if beside.is_empty() {
            return Ok(Decision::answer(answer));
        }
        let here = state.beside.scheduled.values().filter(|record| record.message.peer == peer).count();
        let counts = [
            (here + beside.len(), SCHEDULED_PER_CHAT_MAX),
            (state.beside.scheduled.len() + beside.len(), SCHEDULED_MAX),
        ];
        if let Some((found, max)) = counts.into_iter().find(|(found, max)| found > max) {
            return Err(BoxError::TooMuchScheduled { max, found }.into());
        }
        Ok(change(state, beside, answer))
    }

    /// Changes a scheduled message, and when it is sent.
    ///
    /// Errors: `NoSuchMessage`, `TooLarge`, `Store`.
    pub async fn edit_scheduled(
        &self,
        user: UserId,
        peer: Peer,
        id: MessageId,
        edit: ScheduledEdit,
    ) -> Result<Message, BoxError> {
        let content = edit.content.map(Arc::new);
        let schedule = edit.schedule;
        let told_at = Some(self.inner.world.clock.now().seconds());
        let decide = |states: &mut [Box<Loaded>]| {
            let state = states.first_mut().ok_or(BoxError::Busy)?;
            let before = state.scheduled_in(peer, id)?;
            let message = MessageRecord {
                content: content.clone().unwrap_or_else(|| before.message.content.clone()),
                date: schedule.at,
                ..before.message.clone()
            };
            let record = ScheduledRecord { message, repeat_period: schedule.repeat_period, told_at };
            check_size(&record)?;
            let record = Arc::new(record);
            let answer = shown(state.user(), id, &record);
            Ok(change(state, vec![Beside::Schedule(id, record)], answer))
        };
        self.inner.run(&[user], decide).await
    }

    /// Takes scheduled messages of a chat away; gives those that were there.
    pub async fn delete_scheduled(
        &self,
        user: UserId,
        peer: Peer,
        ids: &[MessageId],
    ) -> Result<Vec<MessageId>, BoxError> {
        let decide = |states: &mut [Box<Loaded>]| {
            let state = states.first_mut().ok_or(BoxError::Busy)?;
            let mut there: Vec<MessageId> =
                ids.iter().copied().filter(|id| state.scheduled_in(peer, *id).is_ok()).collect();
            there.sort_unstable();
            there.dedup();
            if there.is_empty() {
                return Ok(Decision::answer(there));
            }
            let beside = there.iter().map(|id| Beside::Unschedule(*id)).collect();
            Ok(change(state, beside, there))
        };
        self.inner.run(&[user], decide).await
    }

    /// What is scheduled in a chat, the last one first.
    pub async fn scheduled(&self, user: UserId, peer: Peer) -> Result<Vec<Message>, BoxError> {
        let decide = |states: &mut [Box<Loaded>]| {
            let Some(state) = states.first() else { return Ok(Decision::answer(Vec::new())) };
            let all = state.beside.scheduled.iter().filter(|(_, record)| record.message.peer == peer);
            let mut found: Vec<Message> = all.map(|(id, record)| shown(user, *id, record)).collect();
            found.sort_by_key(|message| std::cmp::Reverse((message.date, message.id)));
            Ok(Decision::answer(found))
        };
        self.inner.run(&[user], decide).await
    }

    /// A scheduled message, in whatever chat.
    pub async fn scheduled_message(&self, user: UserId, id: MessageId) -> Result<Option<Message>, BoxError> {
        let decide = |states: &mut [Box<Loaded>]| {
            let found = states.first().and_then(|state| state.beside.scheduled.get(&id));
            Ok(Decision::answer(found.map(|record| shown(user, id, record))))
        };
        self.inner.run(&[user], decide).await
    }

    /// The same as it is kept.
    pub async fn scheduled_record(
        &self,
        user: UserId,
        id: MessageId,
    ) -> Result<Option<Arc<ScheduledRecord>>, BoxError> {
        let decide = |states: &mut [Box<Loaded>]| {
            let found = states.first().and_then(|state| state.beside.scheduled.get(&id));
            Ok(Decision::answer(found.cloned()))
        };
        self.inner.run(&[user], decide).await
    }

    /// A scheduled message was posted to a channel: it goes, and stands again for its next time. Nothing where it is
    /// gone already.
    pub async fn scheduled_sent(&self, user: UserId, peer: Peer, id: MessageId) -> Result<(), BoxError> {
        let decide = |states: &mut [Box<Loaded>]| {
            let state = states.first_mut().ok_or(BoxError::Busy)?;
            if state.scheduled_in(peer, id).is_err() {
                return Ok(Decision::answer(()));
            }
            let mut plan = Plan::default();
            state.plan_firing(id, self.inner.world.clock.now().seconds(), &mut plan)?;
            let done = state.carry_out(plan);
            Ok(Decision { answer: (), groups: vec![GroupPlan::new(0, done)] })
        };
        self.inner.run(&[user], decide).await
    }

    /// A row of the due queue that means nothing any more goes.
    pub async fn due_done(&self, key: DueAt) -> Result<(), BoxError> {
        let decide = |states: &mut [Box<Loaded>]| {
            let state = states.first_mut().ok_or(BoxError::Busy)?;
            if let DueWhat::Scheduled(id) = key.what
                && state.beside.scheduled.get(&id).is_some_and(|record| record.message.date == key.at)
            {
                return Ok(Decision::answer(()));
            }
            Ok(change(state, vec![Beside::Done(key)], ()))
        };
        self.inner.run(&[key.user], decide).await
    }
}

impl Loaded {
    /// A scheduled message of a chat.
    fn scheduled_in(&self, peer: Peer, id: MessageId) -> Result<&Arc<ScheduledRecord>, BoxError> {
        let found = self.beside.scheduled.get(&id).filter(|record| record.message.peer == peer);
        found.ok_or(BoxError::NoSuchMessage { id })
    }

    /// The scheduled message is sent at `now`: it goes, and stands again for its next time.
    pub(crate) fn plan_firing(&self, id: MessageId, now: i32, plan: &mut Plan) -> Result<(), BoxError> {
        let record = self.beside.scheduled.get(&id).ok_or(BoxError::NoSuchMessage { id })?;
        plan.beside.push(Beside::Unschedule(id));
        if let Some(period) = record.repeat_period.filter(|period| *period > 0)
            && record.message.date != WHEN_ONLINE
        {
            // What was missed while nobody was there is not made up for.
            let missed = now.saturating_sub(record.message.date).max(0) / period;
            let date = record.message.date.saturating_add(period.saturating_mul(missed.saturating_add(1)));
            // The number stands for the message that is sent now.
            let message = MessageRecord { date, random_id: None, ..record.message.clone() };
            let again = ScheduledRecord { message, repeat_period: Some(period), told_at: Some(now) };
            let id = following(&self.beside.scheduled, self.beside.last_scheduled);
            plan.beside.push(Beside::Schedule(id, Arc::new(again)));
        }
        Ok(())
    }
}

/// The id that comes after `id`: the next one under which nothing waits. There are always some.
fn following(waiting: &BTreeMap<MessageId, Arc<ScheduledRecord>>, mut id: MessageId) -> MessageId {
    loop {
        id = if id + 1 < SCHEDULED_IDS_END { id + 1 } else { 1 };
        if !waiting.contains_key(&id) {
            return id;
        }
    }
}

/// Carries out what happens beside the log alone.
pub(crate) fn change<T>(state: &mut Loaded, beside: Vec<Beside>, answer: T) -> Decision<T> {
    let done = state.carry_out(Plan { beside, ..Plan::default() });
    Decision { answer, groups: vec![GroupPlan::new(0, done)] }
}

fn check_size(record: &ScheduledRecord) -> Result<(), BoxError> {
    match is_too_large(&LogRecord::Message(record.message.clone())) {
        Some(found) => Err(BoxError::TooLarge { max: MESSAGE_BYTES_MAX, found }),
        None => Ok(()),
    }
}

fn shown(user: UserId, id: MessageId, record: &ScheduledRecord) -> Message {
    Message { repeat_period: record.repeat_period, ..view::message(user, id, &record.message) }
}

impl NewMessage {
    /// What sends a scheduled message at `now`.
    pub fn firing(by: By, message: &Message, now: i32) -> NewMessage {
        NewMessage {
            reply_to: message.reply_to.clone(),
            forward: message.forward.clone(),
            silent: message.silent,
            no_forwards: message.no_forwards,
            invert_media: message.invert_media,
            grouped_id: message.grouped_id,
            via_bot: message.via_bot,
            effect: message.effect,
            content: message.content.clone(),
            fires: Some(message.id),
            ..NewMessage::new(by, message.peer, message.random_id.unwrap_or(0), now, Content::default())
        }
    }
}
