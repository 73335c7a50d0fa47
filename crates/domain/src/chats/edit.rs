//! Changing a message that one has sent.

use std::sync::Arc;

use boxes::{By, Content, Entry, Message, MessageId, Peer};

use crate::chats::{ChatError, Chats};

/// How long a message may be changed after it was sent; one's own notes always.
pub const EDIT_SECONDS_MAX: i64 = 48 * 3600;

/// What a message is to say from now on.
pub struct Edit {
    /// The text.
    pub text: String,
    /// TL bytes of `Vector<MessageEntity>` at the newest layer.
    pub entities: Option<Vec<u8>>,
}

impl Chats {
    /// Changes the text of one's own message.
    ///
    /// # Errors
    /// [`ChatError::NoSuchMessage`], [`ChatError::NotTheAuthor`], [`ChatError::TooOld`],
    /// [`ChatError::NotModified`], and faults.
    pub async fn edit(&self, by: By, peer: Peer, id: MessageId, edit: Edit) -> Result<Arc<Entry>, ChatError> {
        let message = self.editable(by, peer, id).await?;
        let before = &message.content;
        if before.text == edit.text && before.entities == edit.entities {
            return Err(ChatError::NotModified);
        }
        if peer != Peer::User(by.user) {
            // As when it is sent: a login code that is told to somebody is worth nothing any more.
            self.accounts.code_leaked(by.user, &edit.text).await?;
        }
        let content = Content { text: edit.text, entities: edit.entities, ..(**before).clone() };
        Ok(self.boxes.edit(by, id, content).await?)
    }

    /// The message, if `by` may change it now.
    ///
    /// # Errors
    /// Why not.
    pub async fn editable(&self, by: By, peer: Peer, id: MessageId) -> Result<Message, ChatError> {
        let found = self.of_chat(by.user, peer, &[id]).await?.into_iter().next().flatten();
        let message = found.ok_or(ChatError::NoSuchMessage)?;
        let own_note = peer == Peer::User(by.user);
        if !own_note && (!message.out || message.forward.is_some()) {
            return Err(ChatError::NotTheAuthor);
        }
        if message.content.action.is_some() {
            return Err(ChatError::NoSuchMessage);
        }
        let age = i64::from(self.world.clock.now().seconds()) - i64::from(message.date);
        if !own_note && age > EDIT_SECONDS_MAX {
            return Err(ChatError::TooOld { age, max: EDIT_SECONDS_MAX });
        }
        Ok(message)
    }
}
