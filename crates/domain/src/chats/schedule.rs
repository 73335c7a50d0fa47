//! Messages that are to be sent later: what may be scheduled for when, and what is told about it.

use boxes::{By, Content, Message, MessageId, NewSchedule, Peer, ScheduledEdit, UserId, WHEN_ONLINE};

use crate::{
    Notice,
    chats::{ChatError, Chats, Draft, Edit},
};

/// A message can be scheduled for so many seconds ahead: the year that clients offer, and a little.
pub const SCHEDULED_SECONDS_MAX: i64 = 367 * 86_400;
/// What is due within so many seconds, or was so long ago, is sent at once.
const AT_ONCE_SECONDS: i64 = 10;
/// After these a message may be sent again: days, weeks, months, a quarter, half a year, a year.
const REPEAT_DAYS: [i32; 7] = [1, 7, 14, 30, 91, 182, 365];
/// And these in test mode, as with the service that clients know.
const TEST_REPEAT_SECONDS: [i32; 2] = [60, 300];

/// When a message is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// At once.
    Now,
    /// Later.
    Later(NewSchedule),
}

impl Chats {
    /// When a message of `from` to `to` is sent that a client wants sent at `date` (seconds since 1970, or
    /// `WHEN_ONLINE`; none or 0 is now).
    ///
    /// # Errors
    /// [`ChatError::SchedulePast`], [`ChatError::ScheduleTooLate`], [`ChatError::PresenceHidden`],
    /// [`ChatError::NoSuchPeriod`], and faults.
    pub async fn when(
        &self,
        from: UserId,
        to: UserId,
        date: Option<i32>,
        repeat_period: Option<i32>,
    ) -> Result<When, ChatError> {
        let repeat_period = repeat_period.filter(|period| *period != 0);
        let Some(at) = date.filter(|date| *date != 0) else {
            return if repeat_period.is_some() { Err(ChatError::NoSuchPeriod) } else { Ok(When::Now) };
        };
        if at == WHEN_ONLINE {
            return self.when_online(from, to, repeat_period).await;
        }
        let ahead = i64::from(at) - i64::from(self.world.clock.now().seconds());
        if ahead < -AT_ONCE_SECONDS {
            return Err(ChatError::SchedulePast);
        }
        if ahead > SCHEDULED_SECONDS_MAX {
            return Err(ChatError::ScheduleTooLate { max: SCHEDULED_SECONDS_MAX });
        }
        let known = |period: i32| {
            REPEAT_DAYS.contains(&(period / 86_400)) && period % 86_400 == 0
                || self.test_mode && TEST_REPEAT_SECONDS.contains(&period)
        };
        if !repeat_period.is_none_or(known) {
            return Err(ChatError::NoSuchPeriod);
        }
        if ahead <= AT_ONCE_SECONDS && repeat_period.is_none() {
            return Ok(When::Now);
        }
        Ok(When::Later(NewSchedule { at, repeat_period }))
    }

    async fn when_online(
        &self,
        from: UserId,
        to: UserId,
        repeat_period: Option<i32>,
    ) -> Result<When, ChatError> {
        if repeat_period.is_some() {
            return Err(ChatError::NoSuchPeriod);
        }
        if from == to {
            return Err(ChatError::SchedulePast);
        }
        if !self.presence.shows_moments(from, to).await? {
            return Err(ChatError::PresenceHidden);
        }
        if matches!(self.presence.status(from, to).await?, crate::Status::Online(_)) {
            return Ok(When::Now);
        }
        Ok(When::Later(NewSchedule { at: WHEN_ONLINE, repeat_period: None }))
    }

    /// Schedules messages to a person. Answered when durable.
    ///
    /// # Errors
    /// As [`Chats::send`], and where too much is scheduled.
    pub async fn schedule(
        &self,
        by: By,
        to: UserId,
        drafts: Vec<Draft>,
        schedule: NewSchedule,
    ) -> Result<Vec<Message>, ChatError> {
        let _held = self.files.hold(super::send::files_of(&drafts));
        let messages = self.written(by, to, drafts).await?;
        let scheduled = self.boxes.schedule(messages, schedule).await?;
        for message in &scheduled {
            self.live.notice(by.user, Notice::Scheduled(Box::new(message.clone())), by.session);
        }
        Ok(scheduled)
    }

    /// What is scheduled in a chat, the last one first.
    ///
    /// # Errors
    /// Where the box fails.
    pub async fn scheduled(&self, user: UserId, peer: Peer) -> Result<Vec<Message>, ChatError> {
        Ok(self.boxes.scheduled(user, peer).await?)
    }

    /// Changes a scheduled message and when it is sent; `edit` of none leaves its words.
    ///
    /// # Errors
    /// [`ChatError::NoSuchMessage`], [`ChatError::NotModified`], and faults.
    pub async fn edit_scheduled(
        &self,
        by: By,
        peer: Peer,
        id: MessageId,
        edit: Option<Edit>,
        schedule: NewSchedule,
    ) -> Result<Message, ChatError> {
        let before = self.boxes.scheduled_message(by.user, id).await?;
        let before = before.filter(|message| message.peer == peer).ok_or(ChatError::NoSuchMessage)?;
        let content = edit.map(|edit| Content {
            text: edit.text,
            entities: edit.entities,
            page: edit.page.filter(|_| before.content.media.is_none()),
            ..(*before.content).clone()
        });
        let same = NewSchedule { at: before.date, repeat_period: before.repeat_period } == schedule;
        if same && content.as_ref().is_none_or(|content| *content == *before.content) {
            return Err(ChatError::NotModified);
        }
        let edit = ScheduledEdit { content, schedule };
        let message = self.boxes.edit_scheduled(by.user, peer, id, edit).await?;
        self.live.notice(by.user, Notice::Scheduled(Box::new(message.clone())), by.session);
        Ok(message)
    }

    /// Deletes scheduled messages of a chat; gives those that were there.
    ///
    /// # Errors
    /// Where the box fails.
    pub async fn delete_scheduled(
        &self,
        by: By,
        peer: Peer,
        ids: &[MessageId],
    ) -> Result<Vec<MessageId>, ChatError> {
        let gone = self.boxes.delete_scheduled(by.user, peer, ids).await?;
        if !gone.is_empty() {
            let notice = Notice::Unscheduled { peer, ids: gone.clone(), sent: Vec::new() };
            self.live.notice(by.user, notice, by.session);
        }
        Ok(gone)
    }
}
