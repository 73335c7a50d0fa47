//! Reading a channel: messages by id, windows of its history, counts. Positions come from the marks in memory,
//! messages from the log. What lies below `min_id` is as if it were not there: who joined later does not see it.

use std::sync::Arc;

use store::{ids::MessageId, records::log::LogRecord};

use super::{
    ChannelBoxes, Part,
    types::{PartState, Post, PostsPage},
};
use crate::{error::BoxError, history::HISTORY_MAX, queries::HistoryQuery};

impl ChannelBoxes {
    /// Messages of a channel in the order of the ids; none for what it does not hold.
    pub async fn posts(&self, channel: i64, ids: &[MessageId]) -> Result<Vec<Option<Post>>, BoxError> {
        let records = self.inner.records(channel, ids).await?;
        Ok(ids
            .iter()
            .zip(records)
            .map(|(id, record)| match record {
                Some(LogRecord::Message(record)) => Some(Post { id: *id, record: Arc::new(record) }),
                _ => None,
            })
            .collect())
    }

    /// A part of the history, newest first.
    pub async fn history(
        &self,
        channel: i64,
        part: Part,
        query: HistoryQuery,
        min_id: MessageId,
    ) -> Result<PostsPage, BoxError> {
        let query = if query.offset_id == 0 && query.offset_date > 0 {
            let offset_id = self.first_since(channel, part, query.offset_date, min_id).await?;
            HistoryQuery { offset_id, ..query }
        } else {
            query
        };
        let (ids, count, newer) = self
            .inner
            .with(channel, |_, _, loaded| {
                let line = loaded.line(part);
                let count = line.at_or_above(min_id);
                let start =
                    if query.offset_id > 0 { line.at_or_above(query.offset_id.max(min_id)) } else { 0 };
                let limit = i64::from(query.limit.clamp(0, HISTORY_MAX));
                let from = i64::from(start) + i64::from(query.add_offset);
                let to = (from + limit).clamp(0, i64::from(count));
                let from = from.clamp(0, i64::from(count));
                // Both lie in 0..=count.
                let ids = (from as u32..to as u32).filter_map(|position| line.at(position));
                let fits = |id: &MessageId| {
                    (query.max_id <= 0 || *id < query.max_id) && (query.min_id <= 0 || *id > query.min_id)
                };
                (ids.filter(fits).collect::<Vec<_>>(), count, from as u32)
            })
            .await?;
        let number = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
        let posts = self.posts(channel, &ids).await?.into_iter().flatten().collect();
        Ok(PostsPage { posts, count: number(count), offset_id_offset: number(newer) })
    }

    /// How many messages lie above `id`, and the newest; of those that are not below `min_id`.
    pub async fn above(
        &self,
        channel: i64,
        id: MessageId,
        min_id: MessageId,
    ) -> Result<(u32, MessageId), BoxError> {
        self.inner
            .with(channel, |_, _, loaded| {
                let count = loaded.marks.at_or_above(id.saturating_add(1).max(min_id));
                (count, loaded.marks.top().filter(|top| *top >= min_id).unwrap_or(0))
            })
            .await
    }

    /// How parts of a channel stand, each in its place, for somebody who has read up to a message of each; of messages
    /// that are not below `min_id`.
    pub async fn parts(
        &self,
        channel: i64,
        parts: &[(Part, MessageId)],
        min_id: MessageId,
    ) -> Result<Vec<PartState>, BoxError> {
        self.inner
            .with(channel, |_, _, loaded| {
                let state = |(part, read): &(Part, MessageId)| {
                    let line = loaded.line(*part);
                    let recent = match part {
                        Part::Thread(root) => loaded.threads.get(*root).map(|thread| thread.recent.clone()),
                        Part::Whole | Part::General => None,
                    };
                    PartState {
                        count: line.at_or_above(min_id),
                        top: line.at(0).filter(|top| *top >= min_id).unwrap_or(0),
                        unread: line.at_or_above(read.saturating_add(1).max(min_id)),
                        recent: recent.unwrap_or_default(),
                    }
                };
                parts.iter().map(state).collect()
            })
            .await
    }

    /// The messages at which topics begin that hold anything.
    pub async fn topics(&self, channel: i64) -> Result<Vec<MessageId>, BoxError> {
        self.inner.with(channel, |_, _, loaded| loaded.threads.topics()).await
    }

    /// Which of these messages are there.
    pub async fn there(&self, channel: i64, ids: &[MessageId]) -> Result<Vec<bool>, BoxError> {
        self.inner.with(channel, |_, _, loaded| ids.iter().map(|id| loaded.marks.has(*id)).collect()).await
    }

    /// Which of these messages stand in a part of the channel.
    pub async fn in_part(
        &self,
        channel: i64,
        part: Part,
        ids: &[MessageId],
    ) -> Result<Vec<MessageId>, BoxError> {
        self.inner
            .with(channel, |_, _, loaded| {
                let line = loaded.line(part);
                let here = |id: &MessageId| line.at_or_above(*id) > line.at_or_above(id.saturating_add(1));
                ids.iter().copied().filter(here).collect()
            })
            .await
    }

    /// The messages of a part that are not below `from`, the newest first, at most so many.
    pub async fn newest_of(
        &self,
        channel: i64,
        part: Part,
        from: MessageId,
        most: usize,
    ) -> Result<Vec<MessageId>, BoxError> {
        self.inner
            .with(channel, |_, _, loaded| {
                let line = loaded.line(part);
                let count = line.at_or_above(from).min(u32::try_from(most).unwrap_or(u32::MAX));
                (0..count).filter_map(|position| line.at(position)).collect()
            })
            .await
    }

    /// The pinned messages, newest first.
    pub async fn pinned(&self, channel: i64) -> Result<Vec<MessageId>, BoxError> {
        self.inner.with(channel, |_, _, loaded| loaded.pinned.iter().rev().copied().collect()).await
    }

    /// The first message that is not before `date`; above all when there is none.
    async fn first_since(
        &self,
        channel: i64,
        part: Part,
        date: i32,
        min_id: MessageId,
    ) -> Result<MessageId, BoxError> {
        let count = self.inner.with(channel, |_, _, loaded| loaded.line(part).at_or_above(min_id)).await?;
        // Dates rise with ids: the messages from the newest down to position `low` are not before the date.
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = low + (high - low) / 2;
            let Some(id) = self.position(channel, part, middle).await? else { break };
            let dated = self.posts(channel, &[id]).await?.pop().flatten().map(|post| post.record.date);
            if dated.is_some_and(|found| found >= date) { low = middle + 1 } else { high = middle }
        }
        match low.checked_sub(1) {
            Some(at) => Ok(self.position(channel, part, at).await?.unwrap_or(MessageId::MAX)),
            None => Ok(MessageId::MAX),
        }
    }

    async fn position(&self, channel: i64, part: Part, at: u32) -> Result<Option<MessageId>, BoxError> {
        self.inner.with(channel, |_, _, loaded| loaded.line(part).at(at)).await
    }
}
