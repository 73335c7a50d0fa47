//! Who is mentioned, and has not seen it: kept in the member's own row, a little after the post that mentions him.

use std::{collections::BTreeSet, sync::Arc};

use boxes::{By, Message, MessageId, UserId};
use store::{key::ByNumber, records::channels::Membership, tables};

use super::{ChannelError, Channels};
use crate::{Fault, Notice};

/// Mentions of one member in one channel that are kept; the oldest go.
const KEPT_MAX: usize = 500;

impl Channels {
    /// Notes that a message mentions these people, those of them who are members.
    pub(super) fn note_mentions(self: &Arc<Self>, channel: i64, id: MessageId, people: Vec<UserId>) {
        if people.is_empty() {
            return;
        }
        let channels = Arc::clone(self);
        self.world.spawn.spawn(Box::pin(async move {
            for user in people {
                let noted = channels
                    .change_own(channel, user, |own| {
                        if !own.mentions.contains(&id) {
                            own.mentions.push(id);
                        }
                        let over = own.mentions.len().saturating_sub(KEPT_MAX);
                        own.mentions.drain(..over);
                    })
                    .await;
                if let Err(error) = noted {
                    tracing::warn!(%error, "a mention is not kept");
                }
            }
        }));
    }

    /// The messages that mention `user` and that he has not seen, newest first.
    ///
    /// # Errors
    /// As [`Channels::seen`].
    pub async fn unread_mentions(&self, user: UserId, channel: i64) -> Result<Vec<Message>, ChannelError> {
        let mut ids = self.membership(channel, user).await?.mentions;
        ids.reverse();
        Ok(self.messages(user, channel, &ids).await?.into_iter().flatten().collect())
    }

    /// `by` has seen these messages, or all, where none are named. Gives those that were news.
    ///
    /// # Errors
    /// As [`Channels::seen`].
    pub async fn read_mentions(
        &self,
        by: By,
        channel: i64,
        ids: Option<&[MessageId]>,
    ) -> Result<Vec<MessageId>, ChannelError> {
        self.seen(channel, by.user).await?;
        let mut read = Vec::new();
        self.change_own(channel, by.user, |own| {
            own.mentions.retain(|id| {
                let seen = ids.is_none_or(|ids| ids.contains(id));
                if seen {
                    read.push(*id);
                }
                !seen
            });
        })
        .await?;
        if !read.is_empty() {
            let notice = Notice::ChannelContentsRead { channel, ids: read.clone() };
            self.live.notice(by.user, notice, by.session);
        }
        Ok(read)
    }

    /// Changes what a member keeps of a channel; nothing for who is no member.
    pub(super) async fn change_own(
        &self,
        channel: i64,
        user: UserId,
        change: impl FnOnce(&mut Membership),
    ) -> Result<(), Fault> {
        let _gate = self.gate(channel).await;
        let before = self.membership(channel, user).await?;
        if !before.member {
            return Ok(());
        }
        let mut after = before.clone();
        change(&mut after);
        if after == before {
            return Ok(());
        }
        let key = ByNumber { user, number: channel };
        let mut batch = self.store.batch();
        batch.put::<tables::Memberships>(&key, &after);
        match self.store.commit(batch).await {
            Ok(()) => self.memberships.written(&key, after),
            Err(error) => {
                self.memberships.forget(&key);
                return Err(error.into());
            }
        }
        Ok(())
    }

    /// Puts into messages what only their reader has: whether a mention is news to him; and the counters of posts.
    pub(super) async fn finish(
        &self,
        user: UserId,
        channel: i64,
        messages: &mut [Message],
    ) -> Result<(), Fault> {
        if messages.iter().any(|message| message.mentioned) {
            let own = self.membership(channel, user).await?;
            let news: BTreeSet<MessageId> = own.mentions.into_iter().collect();
            for message in messages.iter_mut().filter(|message| message.mentioned) {
                message.media_unread = news.contains(&message.id);
            }
        }
        self.reacted(user, channel, messages).await?;
        self.answered(user, channel, messages).await?;
        self.counted(channel, messages).await
    }

    /// Notes that somebody has reacted to a message of `author`.
    pub(super) fn note_reacted(self: &Arc<Self>, channel: i64, id: MessageId, author: UserId) {
        let channels = Arc::clone(self);
        self.world.spawn.spawn(Box::pin(async move {
            let noted = channels
                .change_own(channel, author, |own| {
                    if !own.reactions.contains(&id) {
                        own.reactions.push(id);
                        own.reactions.sort_unstable();
                    }
                    let over = own.reactions.len().saturating_sub(KEPT_MAX);
                    own.reactions.drain(..over);
                })
                .await;
            if let Err(error) = noted {
                tracing::warn!(%error, "a reaction is not kept as unseen");
            }
        }));
    }

    /// The messages of `user` with reactions that he has not seen, newest first.
    ///
    /// # Errors
    /// As [`Channels::seen`].
    pub async fn unread_reactions(&self, user: UserId, channel: i64) -> Result<Vec<Message>, ChannelError> {
        let mut ids = self.membership(channel, user).await?.reactions;
        ids.reverse();
        Ok(self.messages(user, channel, &ids).await?.into_iter().flatten().collect())
    }

    /// `by` has seen the reactions to his messages.
    ///
    /// # Errors
    /// As [`Channels::seen`].
    pub async fn read_reactions(&self, by: By, channel: i64) -> Result<(), ChannelError> {
        self.seen(channel, by.user).await?;
        Ok(self.change_own(channel, by.user, |own| own.reactions.clear()).await?)
    }
}
