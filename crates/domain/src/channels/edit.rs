//! Changing messages of a channel: their words, what they carry, a poll's end.

use std::sync::Arc;

use boxes::{
    By, ChannelEntry, Content, Media, Message, MessageId, Peer, Post, TodoChange, TodoChanged, UserId,
};
use store::{
    ids::Owner,
    records::admin_log::{Deed, LoggedMessage},
};

use super::{Action, ChannelError, Channels, Seen, admin_log::both, is_broadcast, public_posts::Tagged};
use crate::{
    ChatError, EDIT_SECONDS_MAX, Edit, LivePlace,
    chats::{checked_change, moved, takes_words, todo_refused},
    polls::PollView,
};

/// A message that somebody may change.
struct Changeable {
    seen: Seen,
    post: Post,
    /// As one who may change others'.
    others: bool,
}

impl Channels {
    /// Changes the text of a message.
    ///
    /// # Errors
    /// [`ChannelError::NoSuchMessage`], [`ChannelError::NotTheAuthor`], [`ChannelError::TooOld`], and faults.
    pub async fn edit(
        self: &Arc<Self>,
        by: By,
        channel: i64,
        id: MessageId,
        edit: Edit,
    ) -> Result<Arc<ChannelEntry>, ChannelError> {
        let _passage = self.pass(channel).await;
        let message = self.editable(channel, by.user, id).await?;
        if !message.content.media.as_ref().is_none_or(takes_words) {
            return Err(ChatError::OtherMedia.into());
        }
        self.accounts.code_leaked(by.user, &edit.text).await.map_err(ChatError::Fault)?;
        let page = edit.page.filter(|_| message.content.media.is_none());
        let content =
            Content { text: edit.text, entities: edit.entities, page, ..(*message.content).clone() };
        self.rewrite(by, channel, id, content).await
    }

    /// Puts a file in the place of the one that the message carries, or beside its text; `edit` of none leaves the
    /// words.
    ///
    /// # Errors
    /// As [`Channels::edit`], and `ChatError::OtherMedia` where the message carries something else than a file.
    pub async fn edit_media(
        self: &Arc<Self>,
        by: By,
        channel: i64,
        id: MessageId,
        media: Media,
        edit: Option<Edit>,
    ) -> Result<Arc<ChannelEntry>, ChannelError> {
        let _passage = self.pass(channel).await;
        let message = self.editable(channel, by.user, id).await?;
        let before = &message.content;
        let is_file = |media: &Media| takes_words(media) && !matches!(media, Media::Poll { .. });
        if !before.media.as_ref().is_none_or(is_file) {
            return Err(ChatError::OtherMedia.into());
        }
        if media.is_fleeting() {
            return Err(ChatError::Fleeting.into());
        }
        let (text, entities) = match edit {
            Some(edit) => (edit.text, edit.entities),
            None => (before.text.clone(), before.entities.clone()),
        };
        self.accounts.code_leaked(by.user, &text).await.map_err(ChatError::Fault)?;
        let _held = self.files.hold(media.file());
        if let Some(file) = media.file() {
            let shared = self.files.shared(file, by.user.into(), &[Owner::Channel(channel)]).await;
            shared.map_err(ChatError::from)?;
        }
        let content = Content { text, entities, media: Some(media), page: None, ..(**before).clone() };
        self.may_post(&self.seen(channel, by.user).await?, &content).await?;
        self.rewrite(by, channel, id, content).await
    }

    /// Moves or ends one's own live place.
    ///
    /// # Errors
    /// As [`Channels::edit`], `ChatError::OtherMedia`, and where its time is over.
    pub async fn move_live(
        self: &Arc<Self>,
        by: By,
        channel: i64,
        id: MessageId,
        live: LivePlace,
    ) -> Result<Arc<ChannelEntry>, ChannelError> {
        let _passage = self.pass(channel).await;
        let Changeable { post, .. } = self.changeable(channel, by.user, id).await?;
        let before = post.record.content.media.as_ref().ok_or(ChatError::OtherMedia)?;
        let media = moved(before, post.record.date, self.now(), live)?;
        let content = Content { media: Some(media), ..(*post.record.content).clone() };
        self.rewrite(by, channel, id, content).await
    }

    /// Closes a poll: one's own, and others' where one may change their posts.
    ///
    /// # Errors
    /// As [`Channels::edit`], `ChatError::OtherMedia`, and that it is closed.
    pub async fn close_poll(&self, by: By, channel: i64, id: MessageId) -> Result<PollView, ChannelError> {
        let _passage = self.pass(channel).await;
        let Changeable { post, others, .. } = self.changeable(channel, by.user, id).await?;
        let Some(Media::Poll { id: poll }) = post.record.content.media else {
            return Err(ChatError::OtherMedia.into());
        };
        let view = self.polls.close(by, poll, others).await.map_err(ChatError::from)?;
        // The poll is no row of the channel's, so this follows it.
        let mut batch = self.store.batch();
        let message = LoggedMessage::of(id, &post.record, LOGGED_BYTES_MAX);
        self.log_deed(&mut batch, channel, by.user, Deed::PollStopped(message));
        self.store.commit(batch).await?;
        Ok(view)
    }

    /// Changes the list of tasks of a message.
    ///
    /// # Errors
    /// As `Chats::change_todo`.
    pub async fn change_todo(
        self: &Arc<Self>,
        by: By,
        channel: i64,
        id: MessageId,
        change: &TodoChange,
    ) -> Result<TodoChanged<Arc<ChannelEntry>>, ChannelError> {
        checked_change(change).map_err(ChatError::from)?;
        let _passage = self.pass(channel).await;
        let seen = self.seen(channel, by.user).await?;
        let found = self.boxes.channels().posts(channel, &[id]).await?.pop().flatten();
        let post = found.filter(|post| post.id >= seen.min_id).ok_or(ChannelError::NoSuchMessage)?;
        if !matches!(post.record.content.media, Some(Media::Todo(_))) {
            return Err(ChannelError::NoSuchMessage);
        }
        self.may_post(&seen, &Content::default()).await?;
        let shown = self.shown_as(&seen, by.user, None).await?.unwrap_or(Peer::User(by.user));
        let edit = matches!(change, TodoChange::Replace { .. });
        let beside = edit.then(|| self.log_edit(by, channel));
        let changed = self.boxes.channels().change_todo(channel, (by, shown), id, change, beside).await;
        changed.map_err(|error| todo_refused(error).into())
    }

    /// The message, if `user` may change it now.
    ///
    /// # Errors
    /// Why not.
    pub async fn editable(&self, channel: i64, user: UserId, id: MessageId) -> Result<Message, ChannelError> {
        let Changeable { seen, post, others } = self.changeable(channel, user, id).await?;
        let age = i64::from(self.now()) - i64::from(post.record.date);
        // Who may change everybody's posts may do so at any time, as may who pins.
        let pins = seen.standing.is_admin() && seen.standing.may(&seen.record, Action::Pin);
        if age > EDIT_SECONDS_MAX && !others && !pins {
            return Err(ChannelError::TooOld);
        }
        Ok(post.seen_by(user))
    }

    /// The message, if `user` may change it, however old it is.
    async fn changeable(
        &self,
        channel: i64,
        user: UserId,
        id: MessageId,
    ) -> Result<Changeable, ChannelError> {
        let seen = self.seen(channel, user).await?;
        let found = self.boxes.channels().posts(channel, &[id]).await?.pop().flatten();
        let post = found.filter(|post| post.id >= seen.min_id).ok_or(ChannelError::NoSuchMessage)?;
        if post.record.content.action.is_some() {
            return Err(ChannelError::NoSuchMessage);
        }
        let may = |action| seen.standing.may(&seen.record, action);
        let own = post.author() == user && post.record.forward.is_none() && may(Action::PostText);
        let own = own && self.takes_part(&seen).await?;
        let others = is_broadcast(&seen.record) && seen.standing.member && may(Action::EditOthers);
        if own || others { Ok(Changeable { seen, post, others }) } else { Err(ChannelError::NotTheAuthor) }
    }

    /// Gives a message a new content, and has its discussion follow. For whoever passed the gate.
    async fn rewrite(
        self: &Arc<Self>,
        by: By,
        channel: i64,
        id: MessageId,
        content: Content,
    ) -> Result<Arc<ChannelEntry>, ChannelError> {
        let record = self.record(channel).await?;
        let (later, tagged) = match &record {
            Some(record) => {
                (self.discussed_again(channel, record, &[id]).await?, self.tagged_again(channel, record))
            }
            None => (None, None),
        };
        let beside = Tagged::beside(tagged.as_ref(), later.as_ref().map(|later| later.beside.clone()));
        let beside = Some(both(beside, self.log_edit(by, channel)));
        let entry = self.boxes.channels().edit(channel, by, id, content, false, beside).await?;
        if let Some(tagged) = &tagged {
            self.index_soon(channel, vec![id], tagged);
        }
        if let Some(later) = &later {
            self.discuss_soon(channel, vec![id], later);
        }
        Ok(entry)
    }
}

/// Bytes of a message in what admins look up.
const LOGGED_BYTES_MAX: usize = 24 * 1024;
