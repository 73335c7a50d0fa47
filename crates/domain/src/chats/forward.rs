//! Forwarding: new messages that say where they come from.

use boxes::{By, Content, Forward, Media, Message, MessageId, Peer, UserId};
use store::records::files::FilePlace;

use crate::{
    Origin,
    chats::{ChatError, Chats, Draft, media},
    service::SERVICE_USER,
    settings::PrivacyKey,
};

/// What is to be forwarded, and how.
pub struct Forwarding {
    /// The chat that the messages stand in.
    pub from: Peer,
    /// Message, and what the client drew for its copy.
    pub messages: Vec<(MessageId, i64)>,
    /// To which chat.
    pub to: Peer,
    /// As if the sender had written them.
    pub drop_author: bool,
    /// Without a sound.
    pub silent: bool,
    /// Not to be forwarded or saved further.
    pub no_forwards: bool,
}

impl Chats {
    /// The copies that forwarding makes, not sent yet: of messages that the caller sees, in the order given; those
    /// that are gone are left out.
    ///
    /// # Errors
    /// [`ChatError::NoSuchMessage`] where none is left, [`ChatError::NotToBeForwarded`], and faults.
    pub async fn forwarded(&self, by: By, forwarding: &Forwarding) -> Result<Vec<Draft>, ChatError> {
        let ids: Vec<_> = forwarding.messages.iter().map(|(id, _)| *id).collect();
        let found = self.of_chat(by.user, forwarding.from, &ids).await?;
        let mut drafts = Vec::new();
        for ((_, random_id), message) in forwarding.messages.iter().zip(found) {
            let Some(message) = message.filter(|message| message.content.action.is_none()) else { continue };
            self.may_be_told(by.user, &message).await?;
            if let Some(Media::Photo { id, .. } | Media::Document { id, .. }) = message.content.media {
                self.files.refer(by.user, Origin::of_dialog(forwarding.from), id).await?;
            }
            let header = self.header(&message, forwarding, by.user).await?;
            let content = Content {
                reply_markup: None,
                media: media::forwarded(message.content.media.as_ref()),
                ..(*message.content).clone()
            };
            drafts.push(Draft {
                forward: header,
                silent: forwarding.silent,
                no_forwards: forwarding.no_forwards,
                invert_media: message.invert_media,
                ..Draft::new(*random_id, content)
            });
        }
        if drafts.is_empty() {
            return Err(ChatError::NoSuchMessage);
        }
        Ok(drafts)
    }

    /// Where the copy says that it comes from: the first author, also of a message that was forwarded before.
    async fn header(
        &self,
        message: &Message,
        forwarding: &Forwarding,
        by: UserId,
    ) -> Result<Option<Forward>, ChatError> {
        let saved = forwarding.to == Peer::User(by);
        if forwarding.drop_author && !saved {
            return Ok(None);
        }
        let first = match &message.forward {
            Some(first) => {
                Forward { saved_from_peer: None, saved_from_id: None, imported: None, ..first.clone() }
            }
            None => self.author(message, by).await?,
        };
        Ok(Some(Forward {
            saved_from_peer: saved.then_some(forwarding.from),
            saved_from_id: saved.then_some(message.id),
            ..first
        }))
    }

    /// Refuses to tell others what a message says, where its author or its chat does not want that.
    pub(super) async fn may_be_told(&self, by: UserId, message: &Message) -> Result<(), ChatError> {
        if let Peer::Channel(channel) = message.peer
            && self.channels.keeps_to_itself(channel).await?
        {
            return Err(ChatError::NotToBeForwarded);
        }
        if message.content.media.as_ref().is_some_and(Media::is_fleeting) {
            return Err(ChatError::NotToBeForwarded);
        }
        let rules = self.rules(by, message.peer).await?;
        let whose = if message.out { rules.no_forwards_mine } else { rules.no_forwards_theirs };
        if message.no_forwards || whose == Some(true) {
            return Err(ChatError::NotToBeForwarded);
        }
        Ok(())
    }

    /// Refuses to let somebody send on, or keep, what he was only to see: a file that stands in his box in others'
    /// messages alone from which it goes.
    ///
    /// # Errors
    /// [`ChatError::NotToBeForwarded`] and faults.
    pub async fn may_keep(&self, user: UserId, origin: Origin, file: i64) -> Result<(), ChatError> {
        if origin != Origin::Own {
            return Ok(());
        }
        let mut ids = Vec::new();
        for place in self.files.places(user, file).await? {
            match place {
                FilePlace::Message(id) => ids.push(id),
                _ => return Ok(()),
            }
        }
        let mut shown = self.boxes.messages(user, &ids).await?.into_iter().flatten().peekable();
        let fleeting = |message: &Message| {
            !message.out && message.content.media.as_ref().is_some_and(Media::is_fleeting)
        };
        if shown.peek().is_some() && shown.all(|message| fleeting(&message)) {
            return Err(ChatError::NotToBeForwarded);
        }
        Ok(())
    }

    /// The author with a link, or the name alone where he does not want to be found through forwards.
    pub(super) async fn author(&self, message: &Message, by: UserId) -> Result<Forward, ChatError> {
        let author = message.from;
        let linked = Forward {
            date: message.date,
            from: Some(Peer::User(author)),
            from_name: None,
            saved_from_peer: None,
            saved_from_id: None,
            channel_post: None,
            post_author: None,
            imported: None,
        };
        if let Some(posted) = &message.posted {
            match message.shown_from() {
                Some(Peer::User(_)) if !posted.post => {}
                // Nobody but the channel has written it.
                shown => {
                    let from = shown.filter(|shown| !matches!(shown, Peer::User(_)));
                    return Ok(Forward {
                        from: Some(from.unwrap_or(message.peer)),
                        channel_post: posted.post.then_some(message.id),
                        post_author: posted.post_author.clone(),
                        ..linked
                    });
                }
            }
        }
        if author == by || author == SERVICE_USER {
            return Ok(linked);
        }
        if self.privacy.allows(author, PrivacyKey::Forwards, by).await? {
            return Ok(linked);
        }
        let record = self.users.record(author).await?.ok_or(ChatError::NoSuchPeer)?;
        let name = format!("{} {}", record.first_name, record.last_name).trim_end().to_owned();
        Ok(Forward { from: None, from_name: Some(name), ..linked })
    }
}
