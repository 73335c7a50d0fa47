//! Answering a message of another chat: whoever reads the answer is told who wrote what, as a forward would tell it,
//! and under the same conditions.

use boxes::{Forward, Media, Message, Quote, ReplyElsewhere, UserId};

use crate::chats::{ChatError, Chats};

impl Chats {
    /// `message`, which `by` sees in another chat, as his answer tells of it. Without a `chosen` part all its words
    /// are told, in `words`.
    ///
    /// # Errors
    /// [`ChatError::NotToBeForwarded`], [`ChatError::NoSuchMessage`] for what cannot be answered, and faults.
    pub async fn elsewhere(
        &self,
        by: UserId,
        message: &Message,
        chosen: Option<Quote>,
        words: Option<Quote>,
    ) -> Result<ReplyElsewhere, ChatError> {
        if message.content.action.is_some() {
            return Err(ChatError::NoSuchMessage);
        }
        self.may_be_told(by, message).await?;
        let from = match &message.forward {
            Some(first) => {
                Forward { saved_from_peer: None, saved_from_id: None, imported: None, ..first.clone() }
            }
            None => self.author(message, by).await?,
        };
        let media = match &message.content.media {
            Some(
                media @ (Media::Contact { .. } | Media::Geo(_) | Media::Venue { .. } | Media::Dice { .. }),
            ) => Some(media.clone()),
            // What changes or belongs to a message is not told with another one.
            _ => None,
        };
        let at = Some((message.peer, message.id));
        Ok(ReplyElsewhere { from, chosen: chosen.is_some(), quote: chosen.or(words), media, at })
    }
}
