//! Pinning messages of a chat.

use boxes::{Affected, By, MessageId, Peer, Pin};

use crate::chats::{ChatError, Chats};

impl Chats {
    /// Pins a message of a chat, or takes the pin away. No pts are taken where nothing changes.
    ///
    /// # Errors
    /// [`ChatError::NoSuchMessage`], also for a service message, and faults.
    pub async fn pin(&self, by: By, peer: Peer, id: MessageId, pin: Pin) -> Result<Affected, ChatError> {
        let found = self.of_chat(by.user, peer, &[id]).await?.into_iter().next().flatten();
        let message = found.ok_or(ChatError::NoSuchMessage)?;
        if message.content.action.is_some() {
            return Err(ChatError::NoSuchMessage);
        }
        self.recall_recipient(by.user, peer).await?;
        Ok(self.boxes.pin(by, peer, id, pin).await?)
    }

    /// Takes the pins of all messages of a chat away, at both sides.
    ///
    /// # Errors
    /// Faults alone.
    pub async fn unpin_all(&self, by: By, peer: Peer) -> Result<Affected, ChatError> {
        self.recall_recipient(by.user, peer).await?;
        Ok(self.boxes.unpin_all(by, peer).await?)
    }
}
