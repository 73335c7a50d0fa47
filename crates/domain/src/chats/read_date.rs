//! When a message was read, for its author.

use boxes::{MessageId, Peer, ReadDate, UserId};

use crate::chats::{ChatError, Chats};

/// For how long after a message was sent its author may learn when it was read.
pub const READ_DATE_SECONDS_MAX: i32 = 7 * 24 * 60 * 60;

impl Chats {
    /// When `reader` read `author`'s message, in seconds since 1970.
    ///
    /// # Errors
    /// [`ChatError::NoSuchPeer`], [`ChatError::NoSuchMessage`], [`ChatError::ReadLongAgo`], [`ChatError::CallerHides`],
    /// [`ChatError::ReaderHides`], [`ChatError::NotReadYet`], and where the box fails.
    pub async fn read_date(&self, author: UserId, reader: UserId, id: MessageId) -> Result<i32, ChatError> {
        if author == reader {
            return Err(ChatError::NoSuchPeer);
        }
        let peer = Peer::User(reader);
        let found = self.of_chat(author, peer, &[id]).await?.into_iter().next().flatten();
        let message = found.filter(|message| message.out).ok_or(ChatError::NoSuchMessage)?;
        let (age, max) =
            (self.world.clock.now().seconds().saturating_sub(message.date), READ_DATE_SECONDS_MAX);
        if age > max {
            return Err(ChatError::ReadLongAgo { age, max });
        }
        let hides = self.presence.hides_reading(author, reader).await?;
        if hides.author {
            return Err(ChatError::CallerHides);
        }
        if hides.reader {
            return Err(ChatError::ReaderHides);
        }
        match self.boxes.read_date(author, peer, id).await? {
            ReadDate::At(date) => Ok(date),
            ReadDate::NotYet => Err(ChatError::NotReadYet),
            ReadDate::Unknown => Err(ChatError::ReadLongAgo { age, max }),
        }
    }
}
