//! Reactions in a channel: a row for each person and message, and the message's totals, written together.

use std::sync::Arc;

use boxes::{By, Message, MessageId, Reaction, Totals, UserId};
use store::{
    Direction, Rows,
    ids::Owner,
    key::ByPts,
    records::channels::{ByReader, ChannelReaction, ReactionTotals},
    tables,
};

use super::{Action, ChannelError, Channels, is_broadcast};
use crate::{
    ChatError, Fault, Given, Notice,
    reactions::{REACTIONS_USER_MAX, most_different},
};

/// People who are shown with a message itself.
const RECENT_MAX: usize = 3;
/// Rows that are looked at together, where somebody's are to go.
const TAKEN_PART: usize = 1_000;
/// People of one list.
const LISTED_MAX: usize = 2_000;

impl Channels {
    /// Makes these all of the person's reactions to a message; gives the message with them.
    ///
    /// # Errors
    /// As in other chats, and what stands against reading and reacting here.
    pub async fn react(
        self: &Arc<Self>,
        by: By,
        channel: i64,
        id: MessageId,
        given: Given,
    ) -> Result<Message, ChannelError> {
        if given.emoji.len() > REACTIONS_USER_MAX {
            let (given, max) = (given.emoji.len(), REACTIONS_USER_MAX);
            return Err(ChannelError::Chat(ChatError::TooManyReactions { given, max }));
        }
        let emoji = self.reactions.all_checked(&given.emoji).await.map_err(ChatError::from)?;
        let mut fresh = Vec::new();
        {
            let _gate = self.gate(channel).await;
            let seen = self.seen(channel, by.user).await?;
            let found = self.boxes.channels().posts(channel, &[id]).await?.pop().flatten();
            let post = found.filter(|post| post.id >= seen.min_id && post.record.content.action.is_none());
            let post = post.ok_or(ChannelError::NoSuchMessage)?;
            if !emoji.iter().all(|one| seen.record.takes_reaction(one)) {
                return Err(ChannelError::Chat(ChatError::ReactionInvalid));
            }
            if !self.takes_part(&seen).await? || !seen.standing.may(&seen.record, Action::React) {
                return Err(ChannelError::WriteForbidden);
            }
            let key = ByReader { channel, id, user: by.user };
            let before = self.store.get::<tables::ChannelReactions>(&key).await?;
            let had = before.map(|row| row.emoji).unwrap_or_default();
            if had == emoji {
                return Err(ChannelError::Chat(ChatError::NotModified));
            }
            let date = self.now();
            let at = totals_of(channel, id);
            let mut totals = self.store.get::<tables::ReactionTotals>(&at).await?.unwrap_or_default();
            for gone in had.iter().filter(|one| !emoji.contains(one)) {
                if let Some((_, count)) = totals.counts.iter_mut().find(|(one, _)| one == gone) {
                    *count = count.saturating_sub(1);
                }
            }
            totals.counts.retain(|(_, count)| *count > 0);
            for new in emoji.iter().filter(|one| !had.contains(one)) {
                match totals.counts.iter_mut().find(|(one, _)| one == new) {
                    Some((_, count)) => *count += 1,
                    None => totals.counts.push((new.clone(), 1)),
                }
            }
            let max = most_different(seen.record.reactions_limit);
            // What is there stays where the limit was set later.
            if totals.counts.len() > max && emoji.iter().any(|one| !had.contains(one)) {
                let given = totals.counts.len();
                return Err(ChannelError::Chat(ChatError::TooManyReactions { given, max }));
            }
            totals.recent.retain(|(user, ..)| *user != by.user);
            if let Some(last) = emoji.last() {
                totals.recent.insert(0, (by.user, last.clone(), date));
                totals.recent.truncate(RECENT_MAX);
            }
            let mut batch = self.store.batch();
            if emoji.is_empty() {
                batch.delete::<tables::ChannelReactions>(&key);
            } else {
                let row = ChannelReaction { date, emoji: emoji.clone(), big: given.big };
                batch.put::<tables::ChannelReactions>(&key, &row);
            }
            batch.put::<tables::ReactionTotals>(&at, &totals);
            self.store.commit(batch).await?;
            fresh.extend(emoji.into_iter().filter(|one| !had.contains(one)));
            if !fresh.is_empty() && post.author() != by.user && !is_broadcast(&seen.record) {
                self.note_reacted(channel, id, post.author());
            }
        }
        if !fresh.is_empty() {
            // What is offered next is no part of the promise.
            if let Err(error) = self.reactions.used(by, &fresh, given.add_to_recent).await {
                tracing::warn!(%error, "a reaction is not counted among those used");
            }
        }
        let notice = Notice::ChannelReactions { channel, id };
        self.live.channel_notice(channel, notice, by.session);
        self.messages(by.user, channel, &[id]).await?.pop().flatten().ok_or(ChannelError::NoSuchMessage)
    }

    /// Takes away what somebody gave to a message, for admins who may delete others' messages; gives the message
    /// without.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], [`ChannelError::NoSuchMessage`], [`ChannelError::NotModified`] where he gave
    /// nothing, and as [`Channels::seen`].
    pub async fn take_reactions(
        self: &Arc<Self>,
        by: By,
        channel: i64,
        id: MessageId,
        whose: UserId,
    ) -> Result<Message, ChannelError> {
        {
            let _gate = self.gate(channel).await;
            let seen = self.allowed(channel, by.user, Action::DeleteOthers).await?;
            let found = self.boxes.channels().posts(channel, &[id]).await?.pop().flatten();
            if found.is_none_or(|post| post.id < seen.min_id) {
                return Err(ChannelError::NoSuchMessage);
            }
            if !self.taken(channel, id, whose).await? {
                return Err(ChannelError::NotModified);
            }
        }
        self.live.channel_notice(channel, Notice::ChannelReactions { channel, id }, by.session);
        self.messages(by.user, channel, &[id]).await?.pop().flatten().ok_or(ChannelError::NoSuchMessage)
    }

    /// Takes away all that somebody gave to any message of a channel, for such admins.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], and as [`Channels::seen`].
    pub async fn take_all_reactions(
        self: &Arc<Self>,
        by: By,
        channel: i64,
        whose: UserId,
    ) -> Result<(), ChannelError> {
        self.allowed(channel, by.user, Action::DeleteOthers).await?;
        let mut from = ByReader { channel, id: 0, user: UserId(0) };
        loop {
            let rows = Rows::<tables::ChannelReactions>::since(&from);
            let part = self.store.scan(rows, TAKEN_PART, Direction::Forward).await?;
            let last = part.last().map(|(key, _)| *key).filter(|_| part.len() == TAKEN_PART);
            for (key, _) in part.iter().filter(|(key, _)| key.user == whose) {
                let taken = {
                    let _gate = self.gate(channel).await;
                    self.taken(channel, key.id, whose).await?
                };
                if taken {
                    let notice = Notice::ChannelReactions { channel, id: key.id };
                    self.live.channel_notice(channel, notice, None);
                }
            }
            match last {
                Some(key) => from = ByReader { user: UserId(key.user.0.saturating_add(1)), ..key },
                None => return Ok(()),
            }
        }
    }

    /// Takes away what somebody gave to a message, and says whether there was anything. For whoever holds the gate.
    async fn taken(&self, channel: i64, id: MessageId, whose: UserId) -> Result<bool, Fault> {
        let key = ByReader { channel, id, user: whose };
        let Some(row) = self.store.get::<tables::ChannelReactions>(&key).await? else { return Ok(false) };
        let at = totals_of(channel, id);
        let mut totals = self.store.get::<tables::ReactionTotals>(&at).await?.unwrap_or_default();
        for (one, count) in &mut totals.counts {
            *count = count.saturating_sub(u32::from(row.emoji.contains(one)));
        }
        totals.counts.retain(|(_, count)| *count > 0);
        totals.recent.retain(|(user, ..)| *user != whose);
        let mut batch = self.store.batch();
        batch.delete::<tables::ChannelReactions>(&key);
        batch.put::<tables::ReactionTotals>(&at, &totals);
        self.store.commit(batch).await?;
        Ok(true)
    }

    /// Who gave what to a message, the newest first, and how many there are.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`] in broadcast channels, and as [`Channels::seen`].
    pub async fn reactions_to(
        &self,
        user: UserId,
        channel: i64,
        id: MessageId,
    ) -> Result<Vec<Reaction>, ChannelError> {
        let seen = self.seen(channel, user).await?;
        if is_broadcast(&seen.record) || id < seen.min_id {
            return Err(ChannelError::AdminRequired);
        }
        let from = ByReader { channel, id, user: UserId(0) };
        let to = ByReader { channel, id: id.saturating_add(1), user: UserId(0) };
        let rows = Rows::<tables::ChannelReactions>::between(&from, &to);
        let mut found = Vec::new();
        for (key, row) in self.store.scan(rows, LISTED_MAX, Direction::Forward).await? {
            for emoji in row.emoji {
                let (user, date, big) = (key.user, row.date, row.big);
                found.push(Reaction { user, emoji, date, big, unread: false });
            }
        }
        found.sort_by_key(|one| std::cmp::Reverse((one.date, one.user)));
        Ok(found)
    }

    /// Puts into messages what they were given.
    pub(super) async fn reacted(
        &self,
        user: UserId,
        channel: i64,
        messages: &mut [Message],
    ) -> Result<(), Fault> {
        if messages.is_empty() {
            return Ok(());
        }
        let keys: Vec<ByPts> = messages.iter().map(|message| totals_of(channel, message.id)).collect();
        let rows = self.store.get_many::<tables::ReactionTotals>(&keys).await?;
        for (message, totals) in messages.iter_mut().zip(rows) {
            let Some(ReactionTotals { counts, recent }) = totals.filter(|totals| !totals.counts.is_empty())
            else {
                continue;
            };
            let key = ByReader { channel, id: message.id, user };
            let own = self.store.get::<tables::ChannelReactions>(&key).await?;
            let Some(posted) = message.posted.as_mut() else { continue };
            // Readers of a channel are not shown to each other.
            let listed = !posted.post;
            let recent = recent.into_iter().filter(|_| listed).map(|(user, emoji, date)| Reaction {
                user,
                emoji,
                date,
                big: false,
                unread: false,
            });
            posted.reacted = Some(Totals {
                counts,
                recent: recent.collect(),
                chosen: own.map(|row| row.emoji).unwrap_or_default(),
                listed,
            });
        }
        Ok(())
    }
}

fn totals_of(channel: i64, id: MessageId) -> ByPts {
    ByPts { owner: Owner::Channel(channel), pts: id }
}
