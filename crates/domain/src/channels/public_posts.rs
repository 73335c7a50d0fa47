//! Posts of public channels by their tags, over all of them. The index lies in the shards of the tags, so it follows
//! the posts: a row of the due queue, written with each change that concerns it, has it brought up to date after a
//! crash as well. What is found is read and held against the tag before anybody sees it.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use boxes::{Beside, DueAt, DueWhat, HistoryQuery, Message, MessageId, Part, UserId, Written};
use store::{
    Batch, Direction, Rows,
    ids::Owner,
    key::ByPts,
    records::{
        channels::Channel,
        due::Due,
        log::LogRecord,
        public_posts::{ByTag, PostTags, TaggedPost},
    },
    tables,
};

use super::{ChannelError, Channels, admin_log::both, is_broadcast, is_public};
use crate::{Fault, hashtags};

/// What did not reach the index is looked at again after so long.
const AGAIN_SECONDS: i32 = 30;
/// Rows of one look at the index, and posts that are brought up to date together.
const PART: usize = 100;
/// So many posts are counted.
const COUNTED_MAX: usize = 1_000;
/// Rows that one page looks at.
const LOOKED_AT_MAX: usize = 5_000;

/// Where a post stands among those with its tag: date, channel, id.
pub type PublicPlace = (i32, i64, MessageId);

/// A page of public posts, newest first.
pub struct PublicPosts {
    /// The posts.
    pub messages: Vec<Message>,
    /// How many there are, up to a bound.
    pub count: usize,
}

impl Channels {
    /// Posts of public channels with a tag, as `user` sees them; those behind `after`.
    ///
    /// # Errors
    /// Where something cannot be read.
    pub async fn public_posts(
        &self,
        user: UserId,
        tag: &str,
        after: Option<PublicPlace>,
        limit: usize,
    ) -> Result<PublicPosts, ChannelError> {
        let hash = self.tag_hash(tag);
        let first = ByTag { tag: hash, date: i32::MIN, channel: i64::MIN, id: MessageId::MIN };
        let last = ByTag { tag: hash, date: i32::MAX, channel: i64::MAX, id: MessageId::MAX };
        let mut before = match after {
            Some((date, channel, id)) => ByTag { tag: hash, date, channel, id },
            None => last,
        };
        let all = Rows::<tables::TaggedPosts>::between(&first, &last);
        let count = self.store.scan(all, COUNTED_MAX, Direction::Backward).await?.len();
        let (mut messages, mut looked_at) = (Vec::new(), 0);
        while messages.len() < limit && looked_at < LOOKED_AT_MAX {
            let rows = Rows::<tables::TaggedPosts>::between(&first, &before);
            let part = self.store.scan(rows, PART, Direction::Backward).await?;
            let ended = part.len() < PART;
            looked_at += part.len();
            for (key, _) in part {
                before = key;
                if messages.len() == limit {
                    break;
                }
                messages.extend(self.public_post(user, tag, key).await?);
            }
            if ended {
                break;
            }
        }
        Ok(PublicPosts { messages, count })
    }

    /// The post of a row, if it is still public, and still tagged like that.
    async fn public_post(
        &self,
        user: UserId,
        tag: &str,
        row: ByTag,
    ) -> Result<Option<Message>, ChannelError> {
        let seen = match self.seen(row.channel, user).await {
            Ok(seen) if is_listed(&seen.record) => seen,
            Err(ChannelError::Fault(fault)) => return Err(fault.into()),
            // The index follows a little later; and who was thrown out does not see it here.
            _ => return Ok(None),
        };
        let post = self.boxes.channels().posts(row.channel, &[row.id]).await?.pop().flatten();
        let Some(post) = post.filter(|post| post.id >= seen.min_id) else { return Ok(None) };
        if !hashtags::tags(&post.record.content.text).iter().any(|found| found == tag) {
            return Ok(None);
        }
        let mut shown = [post.seen_by(user)];
        self.finish(user, row.channel, &mut shown).await?;
        let [message] = shown;
        Ok(Some(message))
    }

    /// What is written with new posts of a channel that are found by tags; nothing for all others.
    pub(super) fn tagged_later<'a>(
        &self,
        channel: i64,
        record: &Channel,
        mut texts: impl Iterator<Item = &'a str>,
    ) -> Option<Tagged> {
        if !is_listed(record) || !texts.any(hashtags::may_have_tags) {
            return None;
        }
        let at = self.now().saturating_add(AGAIN_SECONDS);
        let beside: Beside = Arc::new(move |batch, written| {
            for id in written.pts {
                batch.put::<tables::DueQueue>(&due(channel, *id, at), &Due::default());
            }
        });
        Some(Tagged { at, beside, any: Arc::new(AtomicBool::new(true)) })
    }

    /// What is written with edits and deletes of posts.
    pub(super) fn tagged_again(&self, channel: i64, record: &Channel) -> Option<Tagged> {
        if !is_listed(record) {
            return None;
        }
        let at = self.now().saturating_add(AGAIN_SECONDS);
        let any = Arc::new(AtomicBool::new(false));
        let found = Arc::clone(&any);
        let beside: Beside = Arc::new(move |batch, Written { before, after, .. }| {
            let tagged = |(id, record): &(MessageId, LogRecord)| match record {
                LogRecord::Message(record) => hashtags::may_have_tags(&record.content.text).then_some(*id),
                _ => None,
            };
            for id in before.iter().chain(*after).filter_map(tagged).collect::<BTreeSet<_>>() {
                found.store(true, Ordering::Relaxed);
                batch.put::<tables::DueQueue>(&due(channel, id, at), &Due::default());
            }
        });
        Some(Tagged { at, beside, any })
    }

    /// Brings the index up to date for these posts, a little later.
    pub(super) fn index_soon(self: &Arc<Self>, channel: i64, ids: Vec<MessageId>, tagged: &Tagged) {
        if !tagged.any.load(Ordering::Relaxed) {
            return;
        }
        let at = tagged.at;
        // If what follows breaks, the queue has it done.
        self.boxes.due_queue().note(Owner::Channel(channel).shard(), at);
        let channels = Arc::clone(self);
        self.world.spawn.spawn(Box::pin(async move {
            let rows: Vec<DueAt> = ids.iter().map(|id| due(channel, *id, at)).collect();
            if let Err(error) = channels.index_posts(channel, &ids, &rows).await {
                tracing::warn!(%error, "a post cannot be found by its tags yet");
            }
        }));
    }

    /// Does what such rows of the due queue stand for.
    ///
    /// # Errors
    /// Where something cannot be read or written; then it is tried again.
    pub(crate) async fn index_due(&self, row: DueAt) -> Result<(), Fault> {
        match row.what {
            DueWhat::PostTags(channel, id) => self.index_posts(channel, &[id], &[row]).await,
            DueWhat::Publication(channel, _) => self.index_channel(channel, row).await,
            _ => Ok(()),
        }
    }

    /// Puts into a commit that a channel becomes public or is so no longer. Gives the row, which the due queue is told of
    /// once it may be there.
    pub(super) fn publication(
        &self,
        batch: &mut Batch,
        channel: i64,
        before: &Channel,
        after: &Channel,
    ) -> Option<DueAt> {
        if is_listed(before) == is_listed(after) {
            return None;
        }
        let what = DueWhat::Publication(channel, self.world.chance.long());
        let row = DueAt { at: self.now(), user: UserId(0), what };
        batch.put::<tables::DueQueue>(&row, &Due::default());
        Some(row)
    }

    /// Takes all posts of a channel into the index, or out of it.
    async fn index_channel(&self, channel: i64, row: DueAt) -> Result<(), Fault> {
        // Whatever stands there, of posts that are gone as well.
        let mut after = ByPts { owner: Owner::Channel(channel), pts: 0 };
        loop {
            let rows = Rows::<tables::PostTags>::since(&after);
            let part = self.store.scan(rows, PART, Direction::Forward).await?;
            let ids: Vec<MessageId> = part.iter().map(|(key, _)| key.pts).collect();
            self.index_posts(channel, &ids, &[]).await?;
            let Some(last) = ids.last().filter(|_| ids.len() == PART) else { break };
            after.pts = last.saturating_add(1);
        }
        let mut offset_id = MessageId::MAX;
        while self.record(channel).await?.is_some_and(|record| is_listed(&record)) {
            let limit = i32::try_from(PART).unwrap_or(i32::MAX);
            let query = HistoryQuery { offset_id, limit, ..HistoryQuery::default() };
            let page = self.boxes.channels().history(channel, Part::Whole, query, 0).await?;
            let Some(last) = page.posts.last() else { break };
            offset_id = last.id;
            let tagged = page.posts.iter().filter(|post| hashtags::may_have_tags(&post.record.content.text));
            let ids: Vec<MessageId> = tagged.map(|post| post.id).collect();
            self.index_posts(channel, &ids, &[]).await?;
        }
        let mut batch = self.store.batch();
        batch.delete::<tables::DueQueue>(&row);
        Ok(self.store.commit(batch).await?)
    }

    /// Has the index say of these posts what they say themselves. What lies in other shards cannot be written with the
    /// posts' own rows, so those first name all that may stand there, and in the end what does.
    async fn index_posts(&self, channel: i64, ids: &[MessageId], done: &[DueAt]) -> Result<(), Fault> {
        let stripe = usize::from(Owner::Channel(channel).shard().0) % self.indexing.len();
        let Some(turns) = self.indexing.get(stripe) else { return Ok(()) };
        let _turn = turns.lock().await;
        let listed = self.record(channel).await?.is_some_and(|record| is_listed(&record));
        let posts = match listed {
            true => self.boxes.channels().posts(channel, ids).await?,
            false => ids.iter().map(|_| None).collect(),
        };
        let owner = Owner::Channel(channel);
        let keys: Vec<ByPts> = ids.iter().map(|pts| ByPts { owner, pts: *pts }).collect();
        let known = self.store.get_many::<tables::PostTags>(&keys).await?;
        let (mut first, mut index, mut last) = (self.store.batch(), self.store.batch(), self.store.batch());
        for ((key, post), known) in keys.iter().zip(posts).zip(known) {
            let known = known.unwrap_or_default();
            let date = post.as_ref().map_or(known.date, |post| post.record.date);
            let tags = post.map(|post| hashtags::tags(&post.record.content.text)).unwrap_or_default();
            let wanted: BTreeSet<[u8; 16]> = tags.iter().map(|tag| self.tag_hash(tag)).collect();
            let stood: BTreeSet<[u8; 16]> = known.tags().collect();
            if wanted == stood && done.is_empty() {
                continue;
            }
            if !wanted.is_subset(&stood) {
                let tags = wanted.union(&stood).flatten().copied().collect();
                first.put::<tables::PostTags>(key, &PostTags { date, tags });
            }
            let row = |tag: &[u8; 16]| ByTag { tag: *tag, date, channel, id: key.pts };
            for tag in &wanted {
                index.put::<tables::TaggedPosts>(&row(tag), &TaggedPost {});
            }
            for tag in stood.difference(&wanted) {
                index.delete::<tables::TaggedPosts>(&row(tag));
            }
            match wanted.is_empty() {
                true => last.delete::<tables::PostTags>(key),
                false if wanted.is_superset(&stood) => {}
                false => {
                    let tags = wanted.iter().flatten().copied().collect();
                    last.put::<tables::PostTags>(key, &PostTags { date, tags });
                }
            }
        }
        done.iter().for_each(|row| last.delete::<tables::DueQueue>(row));
        for batch in [first, index, last] {
            if !batch.is_empty() {
                self.store.commit(batch).await?;
            }
        }
        Ok(())
    }

    fn tag_hash(&self, tag: &str) -> [u8; 16] {
        self.store.keyed_hash("hashtag", tag.as_bytes())
    }
}

/// That posts are to reach the index, as it stands in the due queue.
pub(super) struct Tagged {
    /// When that is looked after if nobody did before.
    at: i32,
    /// The rows that say so.
    beside: Beside,
    /// Whether there are any.
    any: Arc<AtomicBool>,
}

impl Tagged {
    /// These rows beside others.
    pub(super) fn beside(tagged: Option<&Tagged>, first: Option<Beside>) -> Option<Beside> {
        match tagged {
            Some(tagged) => Some(both(first, Arc::clone(&tagged.beside))),
            None => first,
        }
    }
}

/// Whether posts of the channel are found by whoever looks.
fn is_listed(record: &Channel) -> bool {
    is_broadcast(record) && is_public(record) && record.deleted_at.is_none()
}

fn due(channel: i64, id: MessageId, at: i32) -> DueAt {
    DueAt { at, user: UserId(0), what: DueWhat::PostTags(channel, id) }
}
