//! Reacting to messages.

use std::sync::Arc;

use boxes::{Affected, BoxError, By, Entry, HistoryPage, Message, MessageId, NewReaction, Peer};

use crate::{
    chats::{ChatError, Chats},
    reactions::{REACTIONS_USER_MAX, most_different},
    service::SERVICE_USER,
};

/// What somebody gives to a message.
pub struct Given {
    /// All that he thinks of it, in order; none takes back what he gave before.
    pub emoji: Vec<String>,
    /// Shown large.
    pub big: bool,
    /// Offered first the next time.
    pub add_to_recent: bool,
}

impl Chats {
    /// Makes these all of the person's reactions to a message; the other side hears of it.
    ///
    /// # Errors
    /// [`ChatError::ReactionInvalid`], [`ChatError::TooManyReactions`], [`ChatError::NoSuchMessage`],
    /// [`ChatError::NotModified`], what stands against writing to the peer, and faults.
    pub async fn react(
        &self,
        by: By,
        peer: Peer,
        id: MessageId,
        given: Given,
    ) -> Result<Arc<Entry>, ChatError> {
        let first = given.emoji.get(..REACTIONS_USER_MAX).unwrap_or(&given.emoji);
        let emoji = self.reactions.all_checked(first).await?;
        if given.emoji.len() > REACTIONS_USER_MAX {
            return Err(ChatError::TooManyReactions { given: given.emoji.len(), max: REACTIONS_USER_MAX });
        }
        let message = self.reactable(by, peer, id).await?;
        let different = others(&message, &emoji) + emoji.len();
        let limit = match peer {
            Peer::Group(group) => self.boxes.group(group).await?.and_then(|view| view.record.reactions_limit),
            Peer::User(_) | Peer::Channel(_) => None,
        };
        let max = most_different(limit);
        // What is there stays where the limit was set later.
        let new = |emoji: &String| message.reactions.iter().all(|one| one.emoji != *emoji);
        if different > max && emoji.iter().any(new) {
            return Err(ChatError::TooManyReactions { given: different, max });
        }
        let had = |emoji: &str| message.reactions.iter().any(|one| one.user == by.user && one.emoji == emoji);
        let fresh: Vec<_> = emoji.iter().filter(|emoji| !had(emoji)).cloned().collect();
        let big = given.big;
        let new = emoji.into_iter().map(|emoji| NewReaction { emoji, big });
        let entry = match self.boxes.react(by, id, new.collect()).await {
            Err(BoxError::ReactionForbidden) => return Err(ChatError::ReactionInvalid),
            Err(BoxError::MayNot | BoxError::GroupDeactivated) => return Err(ChatError::ReadOnly),
            given => given?,
        };
        if !fresh.is_empty() {
            // What is offered next is no part of the promise.
            if let Err(error) = self.reactions.used(by, &fresh, given.add_to_recent).await {
                tracing::warn!(%error, "a reaction is not counted among those used");
            }
        }
        Ok(entry)
    }

    /// The caller's messages of a chat that have reactions which he has not seen, newest first.
    ///
    /// # Errors
    /// Faults.
    pub async fn unread_reactions(
        &self,
        by: By,
        peer: Peer,
        (offset, limit): (MessageId, usize),
    ) -> Result<HistoryPage, ChatError> {
        let ids = self.boxes.unread_reactions(by.user, peer).await?;
        let count = i32::try_from(ids.len()).unwrap_or(i32::MAX);
        let newer = ids.iter().take_while(|id| offset > 0 && **id >= offset).count();
        let wanted: Vec<_> = ids.into_iter().skip(newer).take(limit).collect();
        let messages = self.of_chat(by.user, peer, &wanted).await?.into_iter().flatten().collect();
        let offset_id_offset = i32::try_from(newer).unwrap_or(i32::MAX);
        Ok(HistoryPage { messages, count, offset_id_offset })
    }

    /// Marks reactions to the caller's messages of a chat as seen.
    ///
    /// # Errors
    /// Faults.
    pub async fn read_reactions(
        &self,
        by: By,
        peer: Peer,
        ids: Option<&[MessageId]>,
    ) -> Result<Affected, ChatError> {
        Ok(self.boxes.read_reactions(by, peer, ids).await?)
    }

    async fn reactable(&self, by: By, peer: Peer, id: MessageId) -> Result<Message, ChatError> {
        let found = self.of_chat(by.user, peer, &[id]).await?.into_iter().next().flatten();
        let message = found.filter(|message| message.content.action.is_none());
        let message = message.ok_or(ChatError::NoSuchMessage)?;
        if let Peer::User(other) = peer
            && other != SERVICE_USER
        {
            self.may_write(by.user, other).await?;
        }
        Ok(message)
    }
}

/// How many different reactions others gave that are not among these.
fn others(message: &Message, emoji: &[String]) -> usize {
    let mut different: Vec<&str> = Vec::new();
    for reaction in &message.reactions {
        let one = reaction.emoji.as_str();
        let among = emoji.iter().any(|emoji| emoji == one);
        if reaction.user != message.owner && !among && !different.contains(&one) {
            different.push(one);
        }
    }
    different.len()
}
