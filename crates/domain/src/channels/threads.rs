//! Threads of channels for their readers: which thread a message means, its messages, how far somebody has read in it,
//! and what a message says of its answers.

use boxes::{
    About, By, HistoryPage, HistoryQuery, Message, MessageId, Part, PartState, Peer, Replies, UserId,
};
use store::{
    records::{
        channels::flag,
        threads::{self, ByOwnThread},
    },
    tables,
};

use super::{ChannelError, Channels, Seen, is_broadcast, messages::page, topics::GENERAL};
use crate::{Fault, Notice, lasting};

/// A thread as somebody finds it.
pub struct Thread {
    /// The supergroup in which it stands.
    pub channel: i64,
    /// The message at which it begins.
    pub root: MessageId,
    /// Which messages that is.
    pub part: Part,
    /// The post that is discussed in it, and its channel.
    pub of_post: Option<(i64, MessageId)>,
}

/// How far somebody has read in a thread.
pub struct ThreadRead {
    /// Up to here; none if he never did.
    pub read_max_id: Option<MessageId>,
    /// How the thread stands for him.
    pub state: PartState,
}

/// Messages of one album at most.
const ALBUM_MAX: MessageId = 10;

impl Channels {
    /// The thread that a message of a channel means: a post's discussion, a topic, the answers to a message.
    ///
    /// # Errors
    /// [`ChannelError::NoDiscussion`], [`ChannelError::NoSuchMessage`], and as [`Channels::seen`].
    pub async fn thread(&self, user: UserId, channel: i64, id: MessageId) -> Result<Thread, ChannelError> {
        let seen = self.seen(channel, user).await?;
        if is_broadcast(&seen.record) {
            let Some(group) = self.linked(channel, &seen.record).await? else {
                return Err(ChannelError::NoDiscussion);
            };
            let there = id >= seen.min_id && self.boxes.channels().there(channel, &[id]).await? == [true];
            let root = self.roots(group, channel, &[id]).await?.pop().flatten().filter(|_| there);
            let root = root.ok_or(ChannelError::NoDiscussion)?;
            // The group may have thrown him out.
            self.seen(group, user).await?;
            if self.boxes.channels().there(group, &[root]).await? != [true] {
                return Err(ChannelError::NoDiscussion);
            }
            let (part, of_post) = (Part::Thread(root), Some((channel, id)));
            return Ok(Thread { channel: group, root, part, of_post });
        }
        let part = part_of(&seen, id);
        if part == Part::General {
            return Ok(Thread { channel, root: id, part, of_post: None });
        }
        let found = self.boxes.channels().posts(channel, &[id]).await?.pop().flatten();
        let root = found.filter(|post| post.id >= seen.min_id).ok_or(ChannelError::NoSuchMessage)?;
        let of_post = match &root.record.forward {
            Some(forward) if root.record.send_as.is_some() => {
                match (forward.saved_from_peer, forward.saved_from_id) {
                    (Some(Peer::Channel(of)), Some(post)) => Some((of, post)),
                    _ => None,
                }
            }
            _ => None,
        };
        Ok(Thread { channel, root: id, part, of_post })
    }

    /// The message at which a thread begins as `user` sees it, with the others of its album, the newest first.
    ///
    /// # Errors
    /// As [`Channels::seen`].
    pub async fn beginning(&self, user: UserId, thread: &Thread) -> Result<Vec<Message>, ChannelError> {
        // An album's messages follow each other.
        let ids: Vec<MessageId> =
            (thread.root.saturating_sub(ALBUM_MAX)..thread.root.saturating_add(ALBUM_MAX)).rev().collect();
        let found = self.messages(user, thread.channel, &ids).await?;
        let found: Vec<Message> = found.into_iter().flatten().collect();
        let Some(root) = found.iter().find(|message| message.id == thread.root) else {
            return Ok(Vec::new());
        };
        let album = root.grouped_id;
        let belongs =
            |message: &Message| message.id == thread.root || album.is_some() && message.grouped_id == album;
        Ok(found.into_iter().filter(belongs).collect())
    }

    /// How far `user` has read in a thread, and how it stands for him.
    ///
    /// # Errors
    /// As [`Channels::seen`].
    pub async fn thread_read(&self, user: UserId, thread: &Thread) -> Result<ThreadRead, ChannelError> {
        let seen = self.seen(thread.channel, user).await?;
        let read_max_id = self.read_in(user, thread.channel, thread.root).await?;
        let read = self.read_so_far(&seen, user, read_max_id).await?;
        let parts = [(thread.part, read)];
        let found = self.boxes.channels().parts(thread.channel, &parts, seen.min_id).await?;
        let state = found.into_iter().next().unwrap_or_default();
        Ok(ThreadRead { read_max_id: Some(read).filter(|read| *read > 0), state })
    }

    /// The messages of a thread.
    ///
    /// # Errors
    /// As [`Channels::seen`].
    pub async fn thread_history(
        &self,
        user: UserId,
        thread: &Thread,
        query: HistoryQuery,
    ) -> Result<HistoryPage, ChannelError> {
        let seen = self.seen(thread.channel, user).await?;
        let boxes = self.boxes.channels();
        let mut page = page(user, boxes.history(thread.channel, thread.part, query, seen.min_id).await?);
        self.finish(user, thread.channel, &mut page.messages).await?;
        Ok(page)
    }

    /// Marks the messages of a thread as read up to `max_id`. True if any was unread.
    ///
    /// # Errors
    /// As [`Channels::seen`].
    pub async fn read_thread(
        &self,
        by: By,
        thread: &Thread,
        max_id: MessageId,
    ) -> Result<bool, ChannelError> {
        let seen = self.seen(thread.channel, by.user).await?;
        let top = self.boxes.channels().state(thread.channel).await?.top_message;
        let max_id = max_id.min(top);
        if !self.move_in_thread(&seen, by.user, thread.root, max_id).await? {
            return Ok(false);
        }
        let (channel, root, of_post) = (thread.channel, thread.root, thread.of_post);
        let notice = Notice::DiscussionRead { channel, root, max_id, of_post };
        self.live.notice(by.user, notice, by.session);
        self.tell_authors(&seen, by.user, Some(root), thread.part, max_id).await?;
        Ok(true)
    }

    /// Whoever has just written in a thread has read up to there: in memory at once, on disk a little later.
    pub(super) fn note_own_in(&self, user: UserId, channel: i64, root: MessageId, id: MessageId) {
        let key = ByOwnThread { user, channel, root };
        let known = self.read_threads.remembered(&key).flatten();
        if known.is_some_and(|row| row.read_max_id >= id) {
            return;
        }
        let row = threads::ThreadRead { read_max_id: id };
        let mut batch = self.store.batch();
        batch.put::<tables::ThreadReads>(&key, &row);
        self.read_threads.written(&key, row);
        let store = self.store.clone();
        self.world.spawn.spawn(Box::pin(async move {
            if let Err(error) = store.commit(batch).await {
                tracing::warn!(%error, "a read mark is not kept");
            }
        }));
    }

    async fn move_in_thread(
        &self,
        seen: &Seen,
        user: UserId,
        root: MessageId,
        max_id: MessageId,
    ) -> Result<bool, Fault> {
        let _gate = self.gate(seen.id).await;
        let kept = self.read_in(user, seen.id, root).await?;
        if self.read_so_far(seen, user, kept).await? >= max_id {
            return Ok(false);
        }
        let key = ByOwnThread { user, channel: seen.id, root };
        let row = threads::ThreadRead { read_max_id: max_id };
        let mut batch = self.store.batch();
        batch.put::<tables::ThreadReads>(&key, &row);
        lasting::keep(&self.boxes, &mut batch, user, &[About::DiscussionRead(seen.id, root)]).await?;
        match self.store.commit(batch).await {
            Ok(()) => self.read_threads.written(&key, row),
            Err(error) => {
                self.read_threads.forget(&key);
                return Err(error.into());
            }
        }
        Ok(true)
    }

    /// What `user` has read in a thread by itself.
    pub(super) async fn read_in(
        &self,
        user: UserId,
        channel: i64,
        root: MessageId,
    ) -> Result<Option<MessageId>, Fault> {
        let row = self.read_threads.get(&ByOwnThread { user, channel, root }).await?;
        Ok(row.map(|row| row.read_max_id))
    }

    /// With what he has read of the whole.
    pub(super) async fn read_so_far(
        &self,
        seen: &Seen,
        user: UserId,
        in_thread: Option<MessageId>,
    ) -> Result<MessageId, Fault> {
        let of_all = match seen.standing.member {
            true => self.membership(seen.id, user).await?.read_inbox_max_id,
            false => 0,
        };
        Ok(of_all.max(in_thread.unwrap_or(0)))
    }

    /// Puts into messages what was said in answer to them.
    ///
    /// # Errors
    /// Where a record cannot be read.
    pub async fn answered(&self, user: UserId, channel: i64, messages: &mut [Message]) -> Result<(), Fault> {
        let Some(record) = self.record(channel).await? else { return Ok(()) };
        if record.flags & flag::FORUM != 0 || messages.is_empty() {
            return Ok(());
        }
        let linked = self.linked(channel, &record).await?;
        let broadcast = is_broadcast(&record);
        let (group, roots) = match (broadcast, linked) {
            (true, None) => return Ok(()),
            (true, Some(group)) => {
                let ids: Vec<MessageId> = messages.iter().map(|message| message.id).collect();
                (group, self.roots(group, channel, &ids).await?)
            }
            (false, _) => (channel, messages.iter().map(|message| Some(message.id)).collect()),
        };
        let known: Vec<MessageId> = roots.iter().flatten().copied().collect();
        let there = self.boxes.channels().there(group, &known).await.map_err(Fault::Box)?;
        let parts: Vec<_> = known.iter().map(|root| (Part::Thread(*root), 0)).collect();
        let states = self.boxes.channels().parts(group, &parts, 0).await.map_err(Fault::Box)?;
        let pts = self.boxes.channels().state(group).await.map_err(Fault::Box)?.pts;
        let mut states = known.iter().zip(there).zip(states);
        for (message, root) in messages.iter_mut().zip(roots) {
            if root.is_none() {
                continue;
            }
            let Some(((root, there), state)) = states.next() else { break };
            let begins = message.forward.as_ref().is_some_and(|forward| {
                linked.is_some() && forward.saved_from_peer == linked.map(Peer::Channel)
            });
            if !there || message.content.action.is_some() || !broadcast && !begins && state.count == 0 {
                continue;
            }
            let read_max_id = self.read_in(user, group, *root).await?;
            if let Some(posted) = message.posted.as_mut() {
                posted.replies = Some(Replies {
                    in_group: broadcast.then_some(group),
                    count: i32::try_from(state.count).unwrap_or(i32::MAX),
                    pts,
                    recent: if broadcast { state.recent } else { Vec::new() },
                    max_id: state.top,
                    read_max_id,
                });
            }
        }
        Ok(())
    }

    /// Says of posts that are new that they may be commented.
    ///
    /// # Errors
    /// Where a record cannot be read.
    pub async fn can_be_commented(&self, channel: i64, messages: &mut [Message]) -> Result<(), Fault> {
        let Some(record) = self.record(channel).await? else { return Ok(()) };
        if record.linked.is_none() || !is_broadcast(&record) {
            return Ok(());
        }
        let Some(group) = self.linked(channel, &record).await? else { return Ok(()) };
        for message in messages.iter_mut().filter(|message| message.content.action.is_none()) {
            if let Some(posted) = message.posted.as_mut() {
                posted.replies = Some(Replies { in_group: Some(group), pts: 1, ..Replies::default() });
            }
        }
        Ok(())
    }

    /// Which of these messages stand in a thread; all, where none is named.
    ///
    /// # Errors
    /// As [`Channels::thread`].
    pub async fn only_of_thread(
        &self,
        user: UserId,
        channel: i64,
        root: Option<MessageId>,
        mut messages: Vec<Message>,
    ) -> Result<Vec<Message>, ChannelError> {
        let Some(root) = root else { return Ok(messages) };
        let thread = self.thread(user, channel, root).await?;
        let ids: Vec<MessageId> = messages.iter().map(|message| message.id).collect();
        let here = self.boxes.channels().in_part(thread.channel, thread.part, &ids).await?;
        messages.retain(|message| here.contains(&message.id));
        Ok(messages)
    }
}

/// Which messages of a supergroup the thread of `root` has.
pub(super) fn part_of(seen: &Seen, root: MessageId) -> Part {
    if seen.record.flags & flag::FORUM != 0 && root == GENERAL { Part::General } else { Part::Thread(root) }
}
