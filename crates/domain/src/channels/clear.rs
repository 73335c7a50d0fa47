//! Taking the history of a supergroup away: for oneself, or for everybody. The second may be long: a row of the due queue
//! stands for it until all is gone, so a crash does not leave half.

use std::sync::Arc;

use boxes::{By, CHANNEL_DELETED_AT_ONCE_MAX, ChannelEntry, DueAt, DueWhat, HistoryQuery, MessageId, Part};
use store::{
    key::Key,
    records::{channels::Participant, due::Due},
    tables,
};

use super::{Action, Change, ChannelError, Channels, is_broadcast};
use crate::{Fault, Notice};

/// Messages that go before the answer; the rest goes a little later.
const BEFORE_THE_ANSWER_MAX: usize = 1_000;
/// Messages of one page; each row of the admin log keeps its message.
const PAGE: usize = 100;

impl Channels {
    /// Takes what stands in a supergroup up to a message (0: all) out of the caller's sight; gives the first message
    /// that he is shown from now on.
    ///
    /// # Errors
    /// [`ChannelError::NotAMember`], [`ChannelError::NotAGroup`], and as [`Channels::seen`].
    pub async fn clear_for_oneself(
        &self,
        by: By,
        channel: i64,
        max_id: MessageId,
    ) -> Result<MessageId, ChannelError> {
        let _gate = self.gate(channel).await;
        let seen = self.seen(channel, by.user).await?;
        if is_broadcast(&seen.record) {
            return Err(ChannelError::NotAGroup);
        }
        let row = seen.row.as_deref().filter(|row| row.member).ok_or(ChannelError::NotAMember)?;
        let last = self.boxes.channels().state(channel).await?.pts;
        let last = if max_id > 0 { last.min(max_id) } else { last };
        let available_min_id = row.available_min_id.max(last.saturating_add(1));
        let participants = &[(by.user, Participant { available_min_id, ..row.clone() })];
        self.write(Change { channel, participants, ..Change::default() }).await?;
        let notice = Notice::AvailableMessages { channel, available_min_id };
        self.live.notice(by.user, notice, by.session);
        Ok(available_min_id)
    }

    /// Deletes what stands in a supergroup up to a message (0: all) for everybody.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`] for who may not delete what others wrote, [`ChannelError::NotAGroup`], and as
    /// [`Channels::seen`].
    pub async fn clear_for_all(
        &self,
        by: By,
        channel: i64,
        max_id: MessageId,
    ) -> Result<Vec<Arc<ChannelEntry>>, ChannelError> {
        let row = {
            let _passage = self.pass(channel).await;
            let seen = self.allowed(channel, by.user, Action::DeleteOthers).await?;
            if is_broadcast(&seen.record) {
                return Err(ChannelError::NotAGroup);
            }
            let last = self.boxes.channels().state(channel).await?.pts;
            let last = if max_id > 0 { last.min(max_id) } else { last };
            let row = DueAt { at: self.now(), user: by.user, what: DueWhat::ChannelHistory(channel, last) };
            let mut batch = self.store.batch();
            batch.put::<tables::DueQueue>(&row, &Due::default());
            self.store.commit(batch).await?;
            row
        };
        let (entries, done) = self.clear(by, channel, row, BEFORE_THE_ANSWER_MAX).await?;
        if !done {
            self.boxes.due_queue().note(row.shard(), row.at);
        }
        Ok(entries)
    }

    /// Goes on with such a row of the due queue.
    ///
    /// # Errors
    /// Where something cannot be read or written; then it is tried again.
    pub(crate) async fn clear_due(&self, row: DueAt) -> Result<(), ChannelError> {
        let DueWhat::ChannelHistory(channel, _) = row.what else { return Ok(()) };
        self.clear(By::user(row.user), channel, row, BEFORE_THE_ANSWER_MAX).await.map(drop)
    }

    /// Deletes so many of the messages that a row stands for, and the row with the last of them. Whether that was all.
    async fn clear(
        &self,
        by: By,
        channel: i64,
        row: DueAt,
        most: usize,
    ) -> Result<(Vec<Arc<ChannelEntry>>, bool), ChannelError> {
        const { assert!(PAGE <= CHANNEL_DELETED_AT_ONCE_MAX) };
        let DueWhat::ChannelHistory(_, last) = row.what else { return Ok((Vec::new(), true)) };
        let boxes = self.boxes.channels();
        let (mut entries, mut gone) = (Vec::new(), 0);
        while gone < most {
            let limit = i32::try_from(PAGE).unwrap_or(i32::MAX);
            let query = HistoryQuery { offset_id: last.saturating_add(1), limit, ..HistoryQuery::default() };
            let page = boxes.history(channel, Part::Whole, query, 0).await?;
            let ids: Vec<MessageId> = page.posts.iter().map(|post| post.id).collect();
            if ids.is_empty() {
                let mut batch = self.store.batch();
                batch.delete::<tables::DueQueue>(&row);
                self.store.commit(batch).await.map_err(Fault::from)?;
                return Ok((entries, true));
            }
            gone += ids.len();
            entries.extend(boxes.delete_and(channel, by, &ids, Some(self.log_delete(by, channel))).await?);
        }
        Ok((entries, false))
    }
}
