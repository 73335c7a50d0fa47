//! Changing a message that one has sent.

use std::sync::Arc;

use boxes::{By, Content, Entry, Media, Message, MessageId, PageRef, Peer};

use crate::{
    chats::{ChatError, Chats, LivePlace, media},
    polls::PollView,
};

/// How long a message may be changed after it was sent; one's own notes always.
pub const EDIT_SECONDS_MAX: i64 = 48 * 3600;

/// What a message is to say from now on.
pub struct Edit {
    /// The text.
    pub text: String,
    /// TL bytes of `Vector<MessageEntity>` at the newest layer.
    pub entities: Option<Vec<u8>>,
    /// The page to which the text links.
    pub page: Option<PageRef>,
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
        if !before.media.as_ref().is_none_or(takes_words) {
            // None of these takes words.
            return Err(ChatError::OtherMedia);
        }
        let page = edit.page.filter(|_| before.media.is_none());
        if before.text == edit.text && before.entities == edit.entities && before.page == page {
            return Err(ChatError::NotModified);
        }
        if peer != Peer::User(by.user) {
            // As when it is sent: a login code that is told to somebody is worth nothing any more.
            self.accounts.code_leaked(by.user, &edit.text).await?;
        }
        let content = Content { text: edit.text, entities: edit.entities, page, ..(**before).clone() };
        Ok(self.boxes.edit(by, id, content).await?)
    }

    /// Puts a file in the place of the one that the message carries, or beside its text; `edit` of none leaves the
    /// words.
    ///
    /// # Errors
    /// As [`Chats::edit`], and [`ChatError::OtherMedia`] where the message carries something else than a file.
    pub async fn edit_media(
        &self,
        by: By,
        peer: Peer,
        id: MessageId,
        media: Media,
        edit: Option<Edit>,
    ) -> Result<Arc<Entry>, ChatError> {
        let message = self.editable(by, peer, id).await?;
        let before = &message.content;
        let stays = |media: &Media| {
            takes_words(media) && !matches!(media, Media::Poll { .. }) && !media.is_fleeting()
        };
        if !before.media.as_ref().is_none_or(stays) {
            return Err(ChatError::OtherMedia);
        }
        if media.is_fleeting() {
            return Err(ChatError::Fleeting);
        }
        let (text, entities) = match edit {
            Some(edit) => (edit.text, edit.entities),
            None => (before.text.clone(), before.entities.clone()),
        };
        if before.text == text && before.entities == entities && before.media.as_ref() == Some(&media) {
            return Err(ChatError::NotModified);
        }
        if peer != Peer::User(by.user) {
            self.accounts.code_leaked(by.user, &text).await?;
        }
        let _held = self.files.hold(media.file());
        if let Some(file) = media.file() {
            self.files.shared(file, by.user.into(), &[peer.into()]).await?;
        }
        let content = Content { text, entities, media: Some(media), page: None, ..(**before).clone() };
        if let Peer::User(other) = peer {
            self.may_speak(by.user, other, &content).await?;
        }
        Ok(self.boxes.edit(by, id, content).await?)
    }

    /// Moves or ends one's own live place.
    ///
    /// # Errors
    /// As [`Chats::edit`], [`ChatError::OtherMedia`] and [`ChatError::Media`].
    pub async fn move_live(
        &self,
        by: By,
        peer: Peer,
        id: MessageId,
        live: LivePlace,
    ) -> Result<Arc<Entry>, ChatError> {
        let message = self.own(by, peer, id).await?;
        let before = message.content.media.as_ref().ok_or(ChatError::OtherMedia)?;
        let media = media::moved(before, message.date, self.world.clock.now().seconds(), live)?;
        let content = Content { media: Some(media), ..(*message.content).clone() };
        Ok(self.boxes.edit(by, id, content).await?)
    }

    /// Closes one's own poll.
    ///
    /// # Errors
    /// As [`Chats::edit`], [`ChatError::OtherMedia`] and [`ChatError::Media`].
    pub async fn close_poll(&self, by: By, peer: Peer, id: MessageId) -> Result<PollView, ChatError> {
        let message = self.own(by, peer, id).await?;
        let Some(Media::Poll { id }) = message.content.media else { return Err(ChatError::OtherMedia) };
        Ok(self.polls.close(by, id, false).await?)
    }

    /// The poll of a message that the caller sees.
    ///
    /// # Errors
    /// [`ChatError::NoSuchMessage`] also where the message carries none.
    pub async fn poll(&self, by: By, peer: Peer, id: MessageId) -> Result<PollView, ChatError> {
        let found = self.of_chat(by.user, peer, &[id]).await?.into_iter().next().flatten();
        let Some(Media::Poll { id }) = found.and_then(|message| message.content.media.clone()) else {
            return Err(ChatError::NoSuchMessage);
        };
        self.polls.view(by.user, id).await?.ok_or(ChatError::NoSuchMessage)
    }

    /// The message, if `by` may change it now.
    ///
    /// # Errors
    /// Why not.
    pub async fn editable(&self, by: By, peer: Peer, id: MessageId) -> Result<Message, ChatError> {
        let message = self.own(by, peer, id).await?;
        let own_note = peer == Peer::User(by.user);
        let age = i64::from(self.world.clock.now().seconds()) - i64::from(message.date);
        if !own_note && age > EDIT_SECONDS_MAX {
            return Err(ChatError::TooOld { age, max: EDIT_SECONDS_MAX });
        }
        Ok(message)
    }

    /// The message, if `by` wrote it, however long ago.
    async fn own(&self, by: By, peer: Peer, id: MessageId) -> Result<Message, ChatError> {
        let found = self.of_chat(by.user, peer, &[id]).await?.into_iter().next().flatten();
        let message = found.ok_or(ChatError::NoSuchMessage)?;
        let own_note = peer == Peer::User(by.user);
        if !own_note && (!message.out || message.forward.is_some()) {
            return Err(ChatError::NotTheAuthor);
        }
        if message.content.action.is_some() {
            return Err(ChatError::NoSuchMessage);
        }
        Ok(message)
    }
}

/// Whether words may stand beside it.
pub(crate) fn takes_words(media: &Media) -> bool {
    matches!(media, Media::Poll { .. } | Media::Photo { .. } | Media::Document { .. })
}
