//! Writing in a channel: what may be written by whom, as whom it is shown, edits, deletes and pins.

use std::sync::Arc;

use boxes::{
    By, ChannelEntry, ChannelEvent, Content, Defect, Media, MessageId, NewMessage, NewPost, Part, Peer,
    Posted, SearchQuery, UserId,
};
use store::records::{
    channels::{Channel, Participant, flag},
    log::{Action as Told, flag as message_flag},
};

use super::{
    Action, Change, ChannelError, Channels, GENERAL, Seen,
    admin_log::both,
    is_broadcast,
    public_posts::Tagged,
    rights::{admin, banned},
};
use crate::{ChatError, Draft, MediaError, chats::stays, groups::needs};

impl Channels {
    /// Writes in a channel, in order, each message with whom it mentions. Answered when durable.
    ///
    /// # Errors
    /// What stands against it, and faults.
    pub async fn post(
        self: &Arc<Self>,
        by: By,
        channel: i64,
        drafts: Vec<(Draft, Vec<UserId>)>,
    ) -> Result<Vec<Posted>, ChannelError> {
        // Before anything that may have to be read: the next post would find it in memory and go ahead.
        let turn = self.boxes.turn(by).await;
        let passage = self.pass(channel).await;
        let repeated = match drafts.first() {
            Some((first, _)) => self.boxes.channels().was_posted(channel, by.user, first.random_id).await?,
            None => return Ok(Vec::new()),
        };
        let seen = self.seen(channel, by.user).await?;
        if !repeated {
            stays(drafts.iter().map(|(draft, _)| &draft.content))?;
            for (draft, _) in &drafts {
                self.may_post(&seen, &draft.content).await?;
            }
            self.slowed(&seen, by.user).await?;
        }
        for (draft, _) in &drafts {
            // A login code that is told to somebody is worth nothing any more.
            self.accounts.code_leaked(by.user, &draft.content.text).await.map_err(ChatError::Fault)?;
            if let Some(Media::Poll { id }) = draft.content.media {
                self.polls.stands_in(id, Peer::Channel(channel)).await?;
            }
        }
        let signature = self.signature(&seen, by.user).await?;
        let mut posts = Vec::with_capacity(drafts.len());
        for (draft, mentions) in drafts {
            posts.push(self.new_post(by, &seen, draft, mentions, signature.clone()).await?);
        }
        let later = self.discussed_later(channel, &seen.record).await?;
        let texts = posts.iter().map(|post| post.message.content.text.as_str());
        let tagged = self.tagged_later(channel, &seen.record, texts);
        let beside = Tagged::beside(tagged.as_ref(), later.as_ref().map(|later| later.beside.clone()));
        let posted = self.boxes.channels().post_and(channel, posts, beside, (turn, passage)).await?;
        if let Some(later) = &later {
            let new = posted.iter().filter(|one| !one.duplicate).map(|one| one.entry.pts);
            self.discuss_soon(channel, new.collect(), later);
        }
        if let Some(tagged) = &tagged {
            let new = posted.iter().filter(|one| !one.duplicate).map(|one| one.entry.pts);
            self.index_soon(channel, new.collect(), tagged);
        }
        for one in posted.iter().filter(|one| !one.duplicate) {
            if let ChannelEvent::New(post) = &one.entry.event {
                self.note_mentions(channel, post.id, post.record.mentions.clone().unwrap_or_default());
                self.note_repost(&seen, post);
            }
        }
        if let Some(last) = posted.last().filter(|last| !last.duplicate) {
            // Who writes has read what stands before.
            match &last.entry.event {
                ChannelEvent::New(post) if seen.record.flags & flag::FORUM != 0 => {
                    let topic = post.record.thread.filter(|_| post.record.flags & message_flag::TOPIC != 0);
                    self.note_own_in(by.user, channel, topic.unwrap_or(GENERAL), post.id);
                }
                _ => self.note_own(by.user, channel, last.entry.pts),
            }
        }
        Ok(posted)
    }

    /// Whether `user` may write in a channel at all.
    ///
    /// # Errors
    /// Why not.
    pub async fn may_write(&self, channel: i64, user: UserId) -> Result<(), ChannelError> {
        let seen = self.seen(channel, user).await?;
        self.may_post(&seen, &Content::default()).await
    }

    /// Whether what `user` writes may show the page to which it links.
    ///
    /// # Errors
    /// As [`Channels::seen`].
    pub async fn may_embed(&self, user: UserId, channel: i64) -> Result<bool, ChannelError> {
        Ok(self.seen(channel, user).await?.standing.banned & banned::EMBED_LINKS == 0)
    }

    pub(super) async fn may_post(&self, seen: &Seen, content: &Content) -> Result<(), ChannelError> {
        if !self.takes_part(seen).await? && !self.boxes.breaks(Defect::OutsidersWrite) {
            let members_only = seen.record.flags & flag::JOIN_TO_SEND != 0;
            return Err(if members_only { ChannelError::ForMembers } else { ChannelError::NotAMember });
        }
        let action = match &content.media {
            None => Action::PostText,
            // Nobody there could do anything.
            Some(Media::Todo(_)) if is_broadcast(&seen.record) => {
                return Err(ChatError::from(MediaError::Part { what: "a chat for tasks" }).into());
            }
            Some(Media::Poll { .. } | Media::Todo(_)) => Action::PostPoll,
            Some(_) => Action::PostMedia,
        };
        let open = match is_broadcast(&seen.record) {
            true => self.boxes.breaks(Defect::AllWriteInChannels),
            false => self.boxes.breaks(Defect::RestrictedWrite),
        };
        if seen.standing.banned & needs(content) != 0 && !open {
            return Err(ChannelError::WriteForbidden);
        }
        if seen.standing.may(&seen.record, action) || open {
            Ok(())
        } else if is_broadcast(&seen.record) {
            Err(ChannelError::AdminRequired)
        } else {
            Err(ChannelError::WriteForbidden)
        }
    }

    /// Slow mode: a member waits between two messages.
    async fn slowed(&self, seen: &Seen, user: UserId) -> Result<(), ChannelError> {
        let wait = seen.record.slow_mode;
        if wait == 0 || seen.standing.is_admin() {
            return Ok(());
        }
        let now = self.now();
        let row = self.participant(seen.id, user).await?;
        let last = row.as_ref().and_then(|row| row.last_sent).unwrap_or(0);
        let left = last.saturating_add(wait).saturating_sub(now);
        if left > 0 {
            return Err(ChannelError::SlowMode { seconds: left });
        }
        let row = row.map(|row| (*row).clone()).unwrap_or_default();
        let row = [(user, Participant { last_sent: Some(now), ..row })];
        let change = Change { channel: seen.id, participants: &row, ..Change::default() };
        Ok(self.write(change).await?)
    }

    /// What a post is signed with.
    async fn signature(&self, seen: &Seen, user: UserId) -> Result<Option<String>, ChannelError> {
        let anonymous = seen.standing.rights() & admin::ANONYMOUS != 0 && !is_broadcast(&seen.record);
        if anonymous {
            return Ok(seen.row.as_ref().and_then(|row| row.rank.clone()));
        }
        if !is_broadcast(&seen.record) || seen.record.flags & flag::SIGNATURES == 0 {
            return Ok(None);
        }
        let person = self.users.record(user).await?;
        Ok(person.map(|person| format!("{} {}", person.first_name, person.last_name).trim().to_owned()))
    }

    async fn new_post(
        &self,
        by: By,
        seen: &Seen,
        draft: Draft,
        named: Vec<UserId>,
        post_author: Option<String>,
    ) -> Result<NewPost, ChannelError> {
        let broadcast = is_broadcast(&seen.record);
        let bit = |set: bool, flag: u32| if set { flag } else { 0 };
        let profiles = seen.record.flags & flag::SIGNATURE_PROFILES != 0 && post_author.is_some();
        let flags =
            bit(broadcast, message_flag::POST) | bit(broadcast && profiles, message_flag::SIGNATURE_PROFILE);
        let send_as = self.shown_as(seen, by.user, draft.send_as).await?;
        // Titles are of people, not of the channel as which somebody writes.
        let post_author = post_author.filter(|_| send_as.is_none_or(|shown| shown == Peer::Channel(seen.id)));
        let mut mentions = Vec::new();
        for user in named.into_iter().filter(|_| !broadcast) {
            if user != by.user && !mentions.contains(&user) && self.is_member(seen.id, user).await? {
                mentions.push(user);
            }
        }
        let forum = seen.record.flags & flag::FORUM != 0;
        let (mut reply_to, mut thread) =
            (draft.reply_to, draft.thread.filter(|root| *root != GENERAL || !forum));
        // A thread begins at a message: whoever writes in it answers that.
        if let (Some(root), None, false) = (thread, &reply_to, forum) {
            reply_to = Some(boxes::ReplyTo::here(root, None));
        }
        if let Some(to) = reply_to.as_ref().filter(|to| to.elsewhere.is_none()) {
            match self.boxes.channels().posts(seen.id, &[to.id]).await?.pop().flatten() {
                Some(answered) if to.id >= seen.min_id => {
                    let in_topic = answered.record.flags & message_flag::TOPIC != 0;
                    thread = match forum && !in_topic {
                        // The general topic's messages stand in none.
                        true => None,
                        false => Some(answered.record.thread.unwrap_or(answered.id)),
                    };
                    let author = answered.author();
                    let hidden = answered.record.send_as.is_some() || mentions.contains(&author);
                    if !broadcast && author != by.user && !hidden {
                        mentions.push(author);
                    }
                }
                // A message that is not there cannot be answered: the header goes.
                _ => reply_to = None,
            }
        }
        if forum {
            self.may_post_in(seen, by.user, thread).await?;
        }
        let flags = flags | bit(forum && thread.is_some(), message_flag::TOPIC);
        // What answers the beginning of a topic answers nothing but the topic.
        let plain = |to: &boxes::ReplyTo| {
            forum && to.quote.is_none() && to.elsewhere.is_none() && to.id == thread.unwrap_or(GENERAL)
        };
        let reply_to = reply_to.filter(|to| !plain(to));
        let message = NewMessage {
            reply_to,
            forward: draft.forward,
            silent: draft.silent,
            no_forwards: draft.no_forwards || seen.record.flags & flag::NO_FORWARDS != 0,
            invert_media: draft.invert_media,
            grouped_id: draft.grouped_id,
            fires: draft.fires,
            ..NewMessage::new(by, Peer::Channel(seen.id), draft.random_id, self.now(), draft.content)
        };
        Ok(NewPost {
            message,
            flags,
            send_as,
            post_author,
            thread,
            mentions,
            ttl_period: seen.record.ttl_period,
        })
    }

    /// A service message of `by`.
    pub(super) fn service_post(&self, by: By, channel: i64, record: &Channel, content: Content) -> NewPost {
        let broadcast = is_broadcast(record);
        NewPost {
            message: NewMessage::new(by, Peer::Channel(channel), 0, self.now(), content),
            flags: if broadcast { message_flag::POST } else { 0 },
            send_as: None,
            post_author: None,
            thread: None,
            mentions: Vec::new(),
            ttl_period: None,
        }
    }

    /// Deletes messages: one's own, and others' with the right.
    ///
    /// # Errors
    /// [`ChannelError::DeleteForbidden`] where one of them may not be deleted; nothing is, then.
    pub async fn delete_messages(
        self: &Arc<Self>,
        by: By,
        channel: i64,
        ids: &[MessageId],
    ) -> Result<Option<Arc<ChannelEntry>>, ChannelError> {
        let _passage = self.pass(channel).await;
        let seen = self.seen(channel, by.user).await?;
        if !self.takes_part(&seen).await? {
            return Err(ChannelError::NotAMember);
        }
        let others = seen.standing.member && seen.standing.may(&seen.record, Action::DeleteOthers)
            || self.boxes.breaks(Defect::OthersDeleted);
        let found = self.boxes.channels().posts(channel, ids).await?;
        let mut gone = Vec::new();
        for post in found.into_iter().flatten().filter(|post| post.id >= seen.min_id) {
            let own = post.author() == by.user
                && (!is_broadcast(&seen.record) || seen.standing.may(&seen.record, Action::PostText));
            if !own && !others {
                return Err(ChannelError::DeleteForbidden);
            }
            gone.push(post.id);
        }
        let later = self.discussed_again(channel, &seen.record, &gone).await?;
        let tagged = self.tagged_again(channel, &seen.record);
        let beside = Tagged::beside(tagged.as_ref(), later.as_ref().map(|later| later.beside.clone()));
        let beside = Some(both(beside, self.log_delete(by, channel)));
        let entry = self.boxes.channels().delete_and(channel, by, &gone, beside).await?;
        if let Some(tagged) = &tagged {
            self.index_soon(channel, gone.clone(), tagged);
        }
        if let Some(later) = &later {
            self.discuss_soon(channel, gone, later);
        }
        Ok(entry)
    }

    /// Deletes what somebody has written in a supergroup, so many at once; gives the entry, and how many are left to be
    /// deleted. It looks as deep as a search does.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], [`ChannelError::NotAGroup`], and as [`Channels::seen`].
    pub async fn delete_all_of(
        &self,
        by: By,
        channel: i64,
        author: UserId,
    ) -> Result<(Option<Arc<ChannelEntry>>, i32), ChannelError> {
        let _passage = self.pass(channel).await;
        let seen = self.allowed(channel, by.user, Action::DeleteOthers).await?;
        if is_broadcast(&seen.record) {
            return Err(ChannelError::NotAGroup);
        }
        let query = SearchQuery { from: Some(author), limit: DELETED_AT_ONCE, ..SearchQuery::default() };
        let boxes = self.boxes.channels();
        let found = boxes.search(channel, Part::Whole, &query, seen.min_id).await?;
        let ids: Vec<MessageId> = found.posts.iter().map(|post| post.id).collect();
        let deleted = i32::try_from(ids.len()).unwrap_or(i32::MAX);
        let log = Some(self.log_delete(by, channel));
        Ok((boxes.delete_and(channel, by, &ids, log).await?, found.count.saturating_sub(deleted)))
    }

    /// Pins a message, or takes the pin away. Gives no entries where nothing changes.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], [`ChannelError::NoSuchMessage`], and faults.
    pub async fn pin(
        &self,
        by: By,
        channel: i64,
        id: MessageId,
        pinned: bool,
        silent: bool,
    ) -> Result<Vec<Arc<ChannelEntry>>, ChannelError> {
        let _passage = self.pass(channel).await;
        let seen = self.allowed(channel, by.user, Action::Pin).await?;
        if id < seen.min_id {
            return Err(ChannelError::NoSuchMessage);
        }
        let content = Content { action: Some(Told::PinMessage), ..Content::default() };
        let mut notice = self.service_post(by, channel, &seen.record, content);
        notice.message.reply_to = Some(boxes::ReplyTo::here(id, None));
        notice.message.silent = silent;
        let notice = pinned.then_some(notice);
        let log = Some(self.log_pin(by, channel));
        Ok(self.boxes.channels().pin(channel, by, &[id], pinned, notice, log).await?)
    }

    /// Tells the members who are there what `by` is doing.
    ///
    /// # Errors
    /// As [`Channels::seen`]; who may not write is not heard.
    pub async fn typing(
        &self,
        by: By,
        channel: i64,
        thread: Option<MessageId>,
        action: Vec<u8>,
    ) -> Result<(), ChannelError> {
        let seen = self.seen(channel, by.user).await?;
        // Readers of a channel are not shown who is about to post.
        if is_broadcast(&seen.record) || self.may_post(&seen, &Content::default()).await.is_err() {
            return Ok(());
        }
        let anonymous = seen.standing.rights() & admin::ANONYMOUS != 0;
        let from = if anonymous { Peer::Channel(channel) } else { Peer::User(by.user) };
        let notice = crate::Notice::ChannelTyping { channel, from, thread, action };
        self.live.channel_notice(channel, notice, by.session);
        Ok(())
    }

    /// Takes all pins away; of one thread where `root` names it.
    ///
    /// # Errors
    /// As [`Channels::pin`].
    pub async fn unpin_all(
        &self,
        by: By,
        channel: i64,
        root: Option<MessageId>,
    ) -> Result<Vec<Arc<ChannelEntry>>, ChannelError> {
        let _passage = self.pass(channel).await;
        self.allowed(channel, by.user, Action::Pin).await?;
        let mut pinned = self.boxes.channels().pinned(channel).await?;
        if let Some(root) = root {
            let thread = self.thread(by.user, channel, root).await?;
            pinned = self.boxes.channels().in_part(thread.channel, thread.part, &pinned).await?;
        }
        let mut entries = Vec::new();
        // In a discussion group every post is pinned: there may be more than one commit takes.
        for part in pinned.chunks(UNPINNED_AT_ONCE) {
            let log = Some(self.log_pin(by, channel));
            entries.extend(self.boxes.channels().pin(channel, by, part, false, None, log).await?);
        }
        Ok(entries)
    }
}

/// Pins that go at once.
const UNPINNED_AT_ONCE: usize = 400;
/// Messages of one person that go at once.
const DELETED_AT_ONCE: i32 = 100;
