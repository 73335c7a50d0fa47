//! The discussion group of a channel: the link between the two, and posts that come to the group by themselves.
//!
//! A link holds where both records name each other, so one that broke in the middle is none. A post, its edits and its
//! end reach the group after they are durable; a row of the due queue, written with each, has that done after a crash
//! as well. What it became stands in the group's shard, written with the copy: however often it is done, it is once.

use std::{collections::BTreeSet, sync::Arc};

use boxes::{
    Beside, By, Content, DueAt, DueWhat, Forward, Media, MessageId, NewMessage, NewPost, Peer, Post, UserId,
    Written,
};
use store::{
    ids::Owner,
    records::{
        channels::{Channel, flag},
        due::Due,
        log::flag as message_flag,
        threads::{ByPost, Discussed},
    },
    tables,
};

use super::{Action, ChannelError, Channels, GATES, Seen, is_broadcast, public_posts::Tagged};
use crate::{Fault, FileError};

/// What the server does by itself has no author.
const NOBODY: UserId = UserId(0);
/// What did not reach the group is tried again after so long.
const AGAIN_SECONDS: i32 = 30;

impl Channels {
    /// The channel that is linked with this one, if the other knows of it.
    pub(super) async fn linked(&self, channel: i64, record: &Channel) -> Result<Option<i64>, Fault> {
        let Some(other) = record.linked else { return Ok(None) };
        let back = self.record(other).await?;
        let holds = back.is_some_and(|back| back.linked == Some(channel) && back.deleted_at.is_none());
        Ok(holds.then_some(other))
    }

    /// Whether somebody writes where he reads: as a member, or as whoever comments in a discussion without coming in,
    /// unless that is for members only.
    pub(super) async fn takes_part(&self, seen: &Seen) -> Result<bool, Fault> {
        if seen.standing.member {
            return Ok(true);
        }
        let closed = is_broadcast(&seen.record) || seen.record.flags & flag::JOIN_TO_SEND != 0;
        Ok(!closed && self.linked(seen.id, &seen.record).await?.is_some())
    }

    /// The linked channel of one that `user` sees.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn linked_of(&self, seen: &Seen) -> Result<Option<i64>, Fault> {
        self.linked(seen.id, &seen.record).await
    }

    /// Links a channel with the group in which its posts are discussed; where one of them is not given, takes the
    /// other's link away.
    ///
    /// # Errors
    /// [`ChannelError::NotBroadcast`], [`ChannelError::NotAGroup`], [`ChannelError::PrehistoryHidden`],
    /// [`ChannelError::LinkNotModified`], [`ChannelError::AdminRequired`], and faults.
    pub async fn set_discussion(
        &self,
        by: By,
        broadcast: Option<i64>,
        group: Option<i64>,
    ) -> Result<(), ChannelError> {
        let mut concerned: BTreeSet<i64> = broadcast.into_iter().chain(group).collect();
        for channel in concerned.clone() {
            concerned.extend(self.record(channel).await?.and_then(|record| record.linked));
        }
        let _gates = self.gates_of(&concerned).await;
        if let Some(channel) = broadcast {
            let seen = self.allowed(channel, by.user, Action::ChangeInfo).await?;
            if !is_broadcast(&seen.record) {
                return Err(ChannelError::NotBroadcast);
            }
        }
        if let Some(channel) = group {
            let seen = self.allowed(channel, by.user, Action::ChangeInfo).await?;
            if is_broadcast(&seen.record) || seen.record.flags & flag::FORUM != 0 {
                return Err(ChannelError::NotAGroup);
            }
            // Members of a group may change its name; this is for those who look after it.
            if !seen.standing.is_admin() {
                return Err(ChannelError::AdminRequired);
            }
            if broadcast.is_some() && seen.record.flags & flag::HIDDEN_PREHISTORY != 0 {
                return Err(ChannelError::PrehistoryHidden);
            }
        }
        let mut changed = Vec::new();
        for channel in concerned {
            let Some(record) = self.record(channel).await? else { continue };
            let other = match (broadcast, group) {
                (Some(broadcast), Some(group)) if channel == broadcast => Some(group),
                (Some(broadcast), Some(group)) if channel == group => Some(broadcast),
                _ if Some(channel) == broadcast || Some(channel) == group => None,
                // A former partner.
                _ => record.linked.filter(|other| Some(*other) != broadcast && Some(*other) != group),
            };
            if record.linked != other {
                changed.push((channel, Channel { linked: other, ..(*record).clone() }));
            }
        }
        if changed.is_empty() {
            return Err(ChannelError::LinkNotModified);
        }
        for (channel, record) in &changed {
            self.write_record(Some(by.user), *channel, record).await?;
        }
        for (channel, _) in changed {
            self.live.channel_changed(channel, by.session);
        }
        Ok(())
    }

    /// The groups that `user` may link with a channel.
    ///
    /// # Errors
    /// Where something cannot be read.
    pub async fn for_discussion(&self, user: UserId) -> Result<Vec<i64>, Fault> {
        let mut groups = Vec::new();
        for channel in self.of_user(user).await?.iter() {
            match self.allowed(*channel, user, Action::ChangeInfo).await {
                Ok(seen) if is_broadcast(&seen.record) || seen.record.flags & flag::FORUM != 0 => {}
                Ok(seen) if seen.standing.is_admin() => groups.push(*channel),
                Err(ChannelError::Fault(fault)) => return Err(fault),
                _ => {}
            }
        }
        Ok(groups)
    }

    /// Whether `user` sees a group since he sees the channel that is discussed there.
    pub(super) async fn reads_discussion(
        &self,
        group: i64,
        record: &Channel,
        user: UserId,
    ) -> Result<bool, Fault> {
        if is_broadcast(record) {
            return Ok(false);
        }
        let Some(channel) = self.linked(group, record).await? else { return Ok(false) };
        let Some(discussed) = self.record(channel).await? else { return Ok(false) };
        let row = self.participant(channel, user).await?;
        let standing = self.standing(channel, &discussed, user, row.as_deref()).await?;
        Ok(standing.role != super::Role::Banned && (standing.member || super::is_public(&discussed)))
    }

    /// The row of the due queue that is written with a change of these posts, where they are discussed; nothing else.
    pub(super) async fn discussed_later(
        &self,
        channel: i64,
        record: &Channel,
    ) -> Result<Option<Later>, Fault> {
        if !is_broadcast(record) || self.linked(channel, record).await?.is_none() {
            return Ok(None);
        }
        let at = self.now().saturating_add(AGAIN_SECONDS);
        let beside: Beside = Arc::new(move |batch, written| {
            for id in written.pts {
                batch.put::<tables::DueQueue>(&due(channel, *id, at), &Due::default());
            }
        });
        Ok(Some(Later { at, beside }))
    }

    /// The same for posts that are there.
    pub(super) async fn discussed_again(
        &self,
        channel: i64,
        record: &Channel,
        ids: &[MessageId],
    ) -> Result<Option<Later>, Fault> {
        let ids = ids.to_vec();
        Ok(self.discussed_later(channel, record).await?.map(|Later { at, beside }| {
            let beside: Beside =
                Arc::new(move |batch, written| beside(batch, &Written { pts: &ids, ..*written }));
            Later { at, beside }
        }))
    }

    /// Brings posts to the discussion group, a little later.
    pub(super) fn discuss_soon(self: &Arc<Self>, channel: i64, ids: Vec<MessageId>, later: &Later) {
        let at = later.at;
        // If what follows breaks, the queue has it done.
        self.boxes.due_queue().note(Owner::Channel(channel).shard(), at);
        let channels = Arc::clone(self);
        self.world.spawn.spawn(Box::pin(async move {
            if let Err(error) = channels.discuss(channel, &ids, at).await {
                tracing::warn!(%error, "a post has not reached its discussion yet");
            }
        }));
    }

    /// Deletes what of these messages is to go by now; in the discussion group as well, where they are posts.
    ///
    /// # Errors
    /// Where something cannot be read or written.
    pub(crate) async fn expire(self: &Arc<Self>, channel: i64, due: &[DueAt]) -> Result<(), ChannelError> {
        let ids = due.iter().filter_map(|row| match row.what {
            DueWhat::ChannelExpiry(_, id) => Some(id),
            _ => None,
        });
        let ids: Vec<MessageId> = ids.collect();
        let record = self.record(channel).await?;
        let (later, tagged) = match &record {
            Some(record) => {
                (self.discussed_again(channel, record, &ids).await?, self.tagged_again(channel, record))
            }
            None => (None, None),
        };
        let beside = Tagged::beside(tagged.as_ref(), later.as_ref().map(|later| later.beside.clone()));
        let gone = self.boxes.channels().expire(channel, due, beside).await?;
        if let Some(tagged) = &tagged {
            self.index_soon(channel, gone.clone(), tagged);
        }
        if let Some(later) = later.filter(|_| !gone.is_empty()) {
            self.discuss_soon(channel, gone, &later);
        }
        Ok(())
    }

    /// Does what such a row stands for.
    ///
    /// # Errors
    /// Faults; then it is tried again.
    pub async fn discuss_due(&self, row: DueAt) -> Result<(), Fault> {
        let DueWhat::Discussion(channel, id) = row.what else { return Ok(()) };
        match self.discuss(channel, &[id], row.at).await {
            Ok(()) => Ok(()),
            Err(ChannelError::Fault(fault)) => Err(fault),
            // What can never be done is not tried for ever.
            Err(error) => {
                tracing::warn!(%error, "a post does not reach its discussion");
                Ok(self.done_with(&[row]).await?)
            }
        }
    }

    /// Has the discussion group hold these posts as they are now.
    async fn discuss(&self, channel: i64, ids: &[MessageId], at: i32) -> Result<(), ChannelError> {
        let stripe = usize::from(Owner::Channel(channel).shard().0) % self.discussing.len();
        let Some(turns) = self.discussing.get(stripe) else { return Ok(()) };
        let _turn = turns.lock().await;
        if let Some(record) = self.record(channel).await?
            && let Some(group) = self.linked(channel, &record).await?
        {
            self.bring_over(channel, group, ids).await?;
        }
        let rows: Vec<DueAt> = ids.iter().map(|id| due(channel, *id, at)).collect();
        Ok(self.done_with(&rows).await?)
    }

    async fn bring_over(&self, channel: i64, group: i64, ids: &[MessageId]) -> Result<(), ChannelError> {
        let channels = self.boxes.channels();
        let posts = channels.posts(channel, ids).await?;
        let known = self.roots(group, channel, ids).await?;
        let mut new: Vec<(MessageId, NewPost)> = Vec::new();
        for ((id, post), root) in ids.iter().zip(posts).zip(known) {
            match (post, root) {
                (Some(post), None) if post.record.content.action.is_none() => {
                    self.share_file(channel, group, &post.record.content).await?;
                    new.push((*id, self.copy(channel, group, &post).await?));
                }
                (Some(post), Some(root)) => {
                    let copy = channels.posts(group, &[root]).await?.pop().flatten();
                    let content = content(&post);
                    if copy.is_some_and(|copy| *copy.record.content != content) {
                        self.share_file(channel, group, &content).await?;
                        channels.edit(group, By::user(NOBODY), root, content, false, None).await?;
                    }
                }
                (None, Some(root)) => {
                    channels.delete(group, By::user(NOBODY), &[root]).await?;
                }
                _ => {}
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        let (ids, posts): (Vec<MessageId>, Vec<NewPost>) = new.into_iter().unzip();
        let beside: Beside = Arc::new(move |batch, written| {
            for (post, root) in ids.iter().zip(written.pts) {
                let key = ByPost { group, channel, post: *post };
                batch.put::<tables::Discussions>(&key, &Discussed { root: *root });
            }
        });
        channels.post_and(group, posts, Some(beside), ()).await?;
        Ok(())
    }

    /// What posts became in the group, each in its place.
    pub(super) async fn roots(
        &self,
        group: i64,
        channel: i64,
        ids: &[MessageId],
    ) -> Result<Vec<Option<MessageId>>, Fault> {
        let keys: Vec<ByPost> = ids.iter().map(|post| ByPost { group, channel, post: *post }).collect();
        let rows = self.store.get_many::<tables::Discussions>(&keys).await?;
        Ok(rows.into_iter().map(|row| row.map(|row| row.root)).collect())
    }

    async fn copy(&self, channel: i64, group: i64, post: &Post) -> Result<NewPost, ChannelError> {
        let record = &post.record;
        let first = record.forward.clone().unwrap_or_else(|| Forward {
            date: record.date,
            from: Some(Peer::Channel(channel)),
            from_name: None,
            saved_from_peer: None,
            saved_from_id: None,
            channel_post: Some(post.id),
            post_author: record.post_author.clone(),
            imported: None,
        });
        let forward =
            Forward { saved_from_peer: Some(Peer::Channel(channel)), saved_from_id: Some(post.id), ..first };
        let has = |bit: u32| record.flags & bit != 0;
        let message = NewMessage {
            forward: Some(forward),
            silent: has(message_flag::SILENT),
            no_forwards: has(message_flag::NO_FORWARDS),
            invert_media: has(message_flag::INVERT_MEDIA),
            grouped_id: record.grouped_id,
            ..NewMessage::new(By::user(NOBODY), Peer::Channel(group), 0, self.now(), content(post))
        };
        Ok(NewPost {
            message,
            flags: message_flag::PINNED,
            send_as: Some(Peer::Channel(channel)),
            post_author: None,
            thread: None,
            mentions: Vec::new(),
            ttl_period: self.record(group).await?.and_then(|record| record.ttl_period),
        })
    }

    /// Lets the group refer to the file of a post, and hear of its poll.
    async fn share_file(&self, channel: i64, group: i64, content: &Content) -> Result<(), ChannelError> {
        if let Some(Media::Poll { id }) = content.media {
            return Ok(self.polls.stands_in(id, Peer::Channel(group)).await?);
        }
        let Some(Media::Photo { id, .. } | Media::Document { id, .. }) = content.media else { return Ok(()) };
        match self.files.shared(id, Owner::Channel(channel), &[Owner::Channel(group)]).await {
            // A file that is gone is shown as what it is.
            Ok(()) | Err(FileError::NoSuchFile) => Ok(()),
            Err(error) => Err(ChannelError::Chat(error.into())),
        }
    }

    async fn done_with(&self, rows: &[DueAt]) -> Result<(), Fault> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut batch = self.store.batch();
        rows.iter().for_each(|row| batch.delete::<tables::DueQueue>(row));
        Ok(self.store.commit(batch).await?)
    }

    /// The gates of several channels, for who changes what they are to each other; always in one order.
    pub(super) async fn gates_of(
        &self,
        channels: &BTreeSet<i64>,
    ) -> Vec<tokio::sync::OwnedRwLockWriteGuard<()>> {
        let places: BTreeSet<usize> =
            channels.iter().map(|channel| usize::from(Owner::Channel(*channel).shard().0) % GATES).collect();
        let mut held = Vec::with_capacity(places.len());
        for gate in places.into_iter().filter_map(|place| self.gates.get(place)) {
            held.push(Arc::clone(gate).write_owned().await);
        }
        held
    }
}

/// That posts are to reach the discussion group, as it stands in the due queue.
pub(super) struct Later {
    /// When that is looked after if nobody did before.
    at: i32,
    /// The rows that say so.
    pub(super) beside: Beside,
}

fn due(channel: i64, id: MessageId, at: i32) -> DueAt {
    DueAt { at, user: NOBODY, what: DueWhat::Discussion(channel, id) }
}

/// Buttons are the post's own.
fn content(post: &Post) -> Content {
    Content { reply_markup: None, ..(*post.record.content).clone() }
}
