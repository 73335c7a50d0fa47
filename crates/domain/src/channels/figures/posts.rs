//! Single posts in figures: how often each was seen, forwarded and reacted to, and what was given to them on which day.

use std::collections::BTreeMap;

use boxes::{MessageId, Post, UserId};
use store::{
    Direction, Rows,
    ids::Owner,
    key::ByPts,
    records::channels::{ByReader, ChannelReaction},
    tables,
};

use super::{Channels, Seen, day_of};
use crate::{ChannelError, Fault};

/// Reactions that one look reads.
const REACTIONS_MAX: usize = 20_000;
const PART: usize = 200;

/// A post in figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostFigures {
    /// Which.
    pub id: MessageId,
    /// Seconds since 1970.
    pub date: i32,
    /// How often it was seen.
    pub views: i32,
    /// How often it was forwarded.
    pub forwards: i32,
    /// How many reactions it has.
    pub reactions: i32,
}

/// What was given on which day, of what stands there still.
pub type ReactionsByDay = BTreeMap<i32, BTreeMap<String, u32>>;

impl Channels {
    /// These posts in figures, each in its place.
    pub(super) async fn post_figures(
        &self,
        channel: i64,
        posts: &[(MessageId, i32)],
    ) -> Result<Vec<PostFigures>, Fault> {
        let mut figures = Vec::with_capacity(posts.len());
        for part in posts.chunks(PART) {
            let ids: Vec<MessageId> = part.iter().map(|(id, _)| *id).collect();
            let counts = self.views.of(channel, &ids).await?;
            let owner = Owner::Channel(channel);
            let keys: Vec<ByPts> = ids.iter().map(|pts| ByPts { owner, pts: *pts }).collect();
            let totals = self.store.get_many::<tables::ReactionTotals>(&keys).await?;
            for (((id, date), (views, forwards)), totals) in part.iter().zip(counts).zip(totals) {
                let given = totals.map(|totals| totals.counts).unwrap_or_default();
                let reactions = given.iter().map(|(_, count)| *count).sum::<u32>();
                let reactions = i32::try_from(reactions).unwrap_or(i32::MAX);
                figures.push(PostFigures { id: *id, date: *date, views, forwards, reactions });
            }
        }
        Ok(figures)
    }

    /// What was given to all messages of a channel, or to one, by days; none where it is too much to be counted.
    ///
    /// # Errors
    /// [`ChannelError::NoSuchMessage`], and as [`Channels::figures`].
    pub async fn reactions_by_day(
        &self,
        user: UserId,
        channel: i64,
        id: Option<MessageId>,
    ) -> Result<Option<ReactionsByDay>, ChannelError> {
        let seen = self.may_see_figures(user, channel).await?;
        let rows = match id {
            Some(id) => {
                self.post_of_figures(&seen, id).await?;
                let from = ByReader { channel, id, user: UserId(0) };
                let to = ByReader { channel, id: id.saturating_add(1), user: UserId(0) };
                Rows::<tables::ChannelReactions>::between(&from, &to)
            }
            None => Rows::<tables::ChannelReactions>::of(Owner::Channel(channel)),
        };
        let _turn = self.counting.turn.lock().await;
        let found = self.store.scan(rows, REACTIONS_MAX + 1, Direction::Forward).await?;
        if found.len() > REACTIONS_MAX {
            return Ok(None);
        }
        // What was given to messages that are gone is gone with them.
        let mut ids: Vec<MessageId> = found.iter().map(|(key, _)| key.id).collect();
        ids.dedup();
        let there = self.boxes.channels().there(channel, &ids).await.map_err(Fault::Box)?;
        let there: BTreeMap<MessageId, bool> = ids.into_iter().zip(there).collect();
        let stands = |(key, row): (ByReader, ChannelReaction)| {
            there.get(&key.id).copied().unwrap_or(false).then_some(row)
        };
        Ok(Some(by_day(found.into_iter().filter_map(stands))))
    }

    /// A message whose figures are asked for.
    pub(in crate::channels) async fn post_of_figures(
        &self,
        seen: &Seen,
        id: MessageId,
    ) -> Result<Post, ChannelError> {
        let found = self.boxes.channels().posts(seen.id, &[id]).await?.pop().flatten();
        let said = found.filter(|post| post.id >= seen.min_id && post.record.content.action.is_none());
        said.ok_or(ChannelError::NoSuchMessage)
    }
}

fn by_day(rows: impl Iterator<Item = ChannelReaction>) -> ReactionsByDay {
    let mut days = ReactionsByDay::new();
    for row in rows {
        let day = days.entry(day_of(row.date)).or_default();
        for emoji in row.emoji {
            *day.entry(emoji).or_default() += 1;
        }
    }
    days
}
