//! Sending to a person.

use boxes::{By, Content, Forward, Media, MessageId, MessageKind, NewMessage, Peer, ReplyTo, Sent, UserId};

use crate::{
    chats::{ChatError, Chats, media},
    service::SERVICE_USER,
    settings::PrivacyKey,
};

/// A message that is to be sent.
#[derive(Clone)]
pub struct Draft {
    /// What the client drew; the same for a repeat of the same send.
    pub random_id: i64,
    /// What is said.
    pub content: Content,
    /// Which message of the same chat it answers.
    pub reply_to: Option<ReplyTo>,
    /// Where it was forwarded from.
    pub forward: Option<Forward>,
    /// Without a sound.
    pub silent: bool,
    /// Not to be forwarded or saved.
    pub no_forwards: bool,
    /// Media below the text.
    pub invert_media: bool,
    /// The effect shown with it.
    pub effect: Option<i64>,
    /// In a group: whom it mentions.
    pub mentions: Vec<UserId>,
    /// Messages of one album share it.
    pub grouped_id: Option<i64>,
    /// In a supergroup: the thread or topic in which it stands, where the message that it answers does not say so.
    pub thread: Option<MessageId>,
    /// In a channel: the scheduled message that it is.
    pub fires: Option<MessageId>,
    /// In a supergroup: as whom it is shown; none for what its author has set.
    pub send_as: Option<Peer>,
}

impl Draft {
    /// A plain message.
    pub fn new(random_id: i64, content: Content) -> Self {
        let (reply_to, forward) = (None, None);
        Draft {
            random_id,
            content,
            reply_to,
            forward,
            silent: false,
            no_forwards: false,
            invert_media: false,
            effect: None,
            mentions: Vec::new(),
            grouped_id: None,
            thread: None,
            fires: None,
            send_as: None,
        }
    }
}

/// The files that messages are to carry.
pub(crate) fn files_of(drafts: &[Draft]) -> Vec<i64> {
    drafts.iter().filter_map(|draft| draft.content.file()).collect()
}

impl Chats {
    /// Sends to a person (also to oneself), in order. Answered when durable.
    ///
    /// # Errors
    /// Whatever the sender's side knows to stand against it. That the recipient has blocked the sender is told
    /// to nobody.
    pub async fn send(&self, by: By, to: UserId, drafts: Vec<Draft>) -> Result<Vec<Sent>, ChatError> {
        // Before anything that may have to be read: the next send would find it in memory and go ahead.
        let turn = self.boxes.turn(by).await;
        let _held = self.files.hold(files_of(&drafts));
        let messages = self.written(by, to, drafts).await?;
        self.open_by_default(by, to).await?;
        Ok(self.boxes.send_in_turn(messages, Some(turn)).await?)
    }

    /// The messages as the box takes them, if the sender's side lets them go.
    pub(super) async fn written(
        &self,
        by: By,
        to: UserId,
        drafts: Vec<Draft>,
    ) -> Result<Vec<NewMessage>, ChatError> {
        self.may_write(by.user, to).await?;
        self.recall_recipient(by.user, Peer::User(to)).await?;
        if to == by.user {
            media::stays(drafts.iter().map(|draft| &draft.content))?;
        }
        for draft in &drafts {
            self.may_speak(by.user, to, &draft.content).await?;
        }
        if to != by.user {
            for draft in &drafts {
                // A login code that is told to somebody is worth nothing any more.
                self.accounts.code_leaked(by.user, &draft.content.text).await?;
            }
        }
        for draft in &drafts {
            // Before the message: who has it hears of every vote from then on.
            match draft.content.media {
                Some(Media::Poll { id }) => Box::pin(self.polls.stands_at(id, &[by.user, to])).await?,
                None => {}
                _ => Box::pin(self.share(by.user, to, draft.content.media.as_ref())).await?,
            }
        }
        let date = self.world.clock.now().seconds();
        let messages = drafts
            .into_iter()
            .map(|draft| NewMessage {
                reply_to: draft.reply_to,
                forward: draft.forward,
                silent: draft.silent,
                no_forwards: draft.no_forwards,
                invert_media: draft.invert_media,
                effect: draft.effect,
                grouped_id: draft.grouped_id,
                ..NewMessage::new(by, Peer::User(to), draft.random_id, date, draft.content)
            })
            .collect();
        Ok(messages)
    }

    /// Lets `to` refer to a file that `from` refers to, before he gets a message with it.
    pub(super) async fn share(
        &self,
        from: UserId,
        to: UserId,
        media: Option<&Media>,
    ) -> Result<(), ChatError> {
        if let Some(id) = media.and_then(Media::file) {
            self.files.shared(id, from.into(), &[to.into()]).await?;
        }
        Ok(())
    }

    /// Whether `to` takes what is said or shown in a round video of `from`. Whoever is blocked is told nothing: his
    /// message does not arrive.
    pub(super) async fn may_speak(
        &self,
        from: UserId,
        to: UserId,
        content: &Content,
    ) -> Result<(), ChatError> {
        let speaks = matches!(content.kind(), MessageKind::Voice | MessageKind::RoundVideo);
        if !speaks || from == to || self.blocks.has(to, from).await? {
            return Ok(());
        }
        match self.privacy.allows(to, PrivacyKey::VoiceMessages, from).await? {
            true => Ok(()),
            false => Err(ChatError::NoVoice),
        }
    }

    /// Whether the sender's side lets `from` write to `to`.
    ///
    /// # Errors
    /// Why not.
    pub async fn may_write(&self, from: UserId, to: UserId) -> Result<(), ChatError> {
        if from == to {
            return Ok(());
        }
        if to == SERVICE_USER {
            return Err(ChatError::ReadOnly);
        }
        let recipient = self.users.record(to).await?.ok_or(ChatError::NoSuchPeer)?;
        if recipient.deleted_at.is_some() {
            return Err(ChatError::Deactivated);
        }
        if self.blocks.has(from, to).await? {
            return Err(ChatError::YouBlocked);
        }
        Ok(())
    }
}
