//! What somebody sees of a channel's messages.

use boxes::{
    Defect, HistoryPage, HistoryQuery, Message, MessageId, Part, Places, Post, PostsPage, SearchQuery, UserId,
};

use store::records::channels::flag;

use super::{ChannelError, Channels, is_broadcast};

/// Entries that a search over all channels of a member reads.
const READ_OVER_ALL_MAX: usize = 50_000;

impl Channels {
    /// The messages with these ids as `user` sees them, each in its place.
    ///
    /// # Errors
    /// As [`Channels::seen`].
    pub async fn messages(
        &self,
        user: UserId,
        channel: i64,
        ids: &[MessageId],
    ) -> Result<Vec<Option<Message>>, ChannelError> {
        let seen = self.seen(channel, user).await?;
        let found = self.boxes.channels().posts(channel, ids).await?;
        let visible = |post: &Post| post.id >= seen.min_id;
        let there: Vec<bool> = found.iter().map(|post| post.as_ref().is_some_and(visible)).collect();
        let mut shown: Vec<Message> =
            found.iter().flatten().filter(|post| visible(post)).map(|post| post.seen_by(user)).collect();
        self.finish(user, channel, &mut shown).await?;
        let mut shown = shown.into_iter();
        Ok(there.into_iter().map(|there| if there { shown.next() } else { None }).collect())
    }

    /// A part of the history.
    ///
    /// # Errors
    /// As [`Channels::seen`].
    pub async fn history(
        &self,
        user: UserId,
        channel: i64,
        query: HistoryQuery,
    ) -> Result<HistoryPage, ChannelError> {
        let seen = self.seen(channel, user).await?;
        let mut page =
            page(user, self.boxes.channels().history(channel, Part::Whole, query, seen.min_id).await?);
        self.finish(user, channel, &mut page.messages).await?;
        Ok(page)
    }

    /// Messages that fit a query, of one thread where `root` names it.
    ///
    /// # Errors
    /// As [`Channels::seen`].
    pub async fn search(
        &self,
        user: UserId,
        channel: i64,
        root: Option<MessageId>,
        query: &SearchQuery,
    ) -> Result<HistoryPage, ChannelError> {
        let seen = self.seen(channel, user).await?;
        let part = match root {
            Some(root) => self.thread(user, channel, root).await?.part,
            None => Part::Whole,
        };
        let min_id = if self.boxes.breaks(Defect::HiddenFound) { 0 } else { seen.min_id };
        let found = self.boxes.channels().search(channel, part, query, min_id).await?;
        let mut page = page(user, found);
        self.finish(user, channel, &mut page.messages).await?;
        Ok(page)
    }

    /// Messages at chosen places among those that fit a query, as `Boxes::search_places` gives them of other chats.
    ///
    /// # Errors
    /// As [`Channels::seen`].
    pub async fn search_places(
        &self,
        user: UserId,
        channel: i64,
        query: &SearchQuery,
        choose: impl FnOnce(usize, usize) -> Vec<usize>,
    ) -> Result<Places, ChannelError> {
        let seen = self.seen(channel, user).await?;
        let all = SearchQuery { limit: i32::MAX, ..query.clone() };
        let boxes = self.boxes.channels();
        let (posts, _) = boxes.newest_that_fit(channel, &all, seen.min_id, READ_OVER_ALL_MAX).await?;
        let newer = posts.iter().take_while(|post| query.offset_id > 0 && post.id >= query.offset_id).count();
        let chosen = choose(posts.len(), newer).into_iter();
        let found = chosen.filter_map(|place| Some((place, posts.get(place)?.seen_by(user)))).collect();
        Ok(Places { count: posts.len(), newer, found })
    }

    /// The newest messages of all channels and supergroups of a member that fit a query, newest first; of channels
    /// alone or of supergroups alone where `broadcast` says so. What lies deeper than a bound over all is not found.
    ///
    /// # Errors
    /// Where something cannot be read.
    pub async fn search_all(
        &self,
        user: UserId,
        broadcast: Option<bool>,
        community: Option<i64>,
        query: &SearchQuery,
    ) -> Result<Vec<Message>, ChannelError> {
        let boxes = self.boxes.channels();
        let mut newest = Vec::new();
        for channel in self.of_user(user).await?.iter() {
            newest.push((boxes.state(*channel).await?.date, *channel));
        }
        newest.sort_unstable_by(|one, other| other.cmp(one));
        let (mut found, mut left) = (Vec::new(), READ_OVER_ALL_MAX);
        for (date, channel) in newest {
            if left == 0 || date < query.min_date {
                break;
            }
            let seen = match self.seen(channel, user).await {
                Ok(seen) if seen.standing.member => seen,
                Err(ChannelError::Fault(fault)) => return Err(fault.into()),
                // Deleted, or he was thrown out just now.
                _ => continue,
            };
            if broadcast.is_some_and(|wanted| wanted != is_broadcast(&seen.record)) {
                continue;
            }
            if let Some(wanted) = community {
                let found = self.community_of(channel, &seen.record).await?;
                if found.is_none_or(|(link, _)| link.id != wanted) {
                    continue;
                }
            }
            let (posts, read) = boxes.newest_that_fit(channel, query, seen.min_id, left).await?;
            left = left.saturating_sub(read);
            let mut messages: Vec<Message> = posts.iter().map(|post| post.seen_by(user)).collect();
            self.finish(user, channel, &mut messages).await?;
            found.append(&mut messages);
        }
        found.sort_by_key(|message| std::cmp::Reverse((message.date, message.peer, message.id)));
        Ok(found)
    }

    /// The pinned messages, newest first.
    ///
    /// # Errors
    /// As [`Channels::seen`].
    pub async fn pinned(&self, user: UserId, channel: i64) -> Result<Vec<MessageId>, ChannelError> {
        let seen = self.seen(channel, user).await?;
        let mut pinned = self.boxes.channels().pinned(channel).await?;
        pinned.retain(|id| *id >= seen.min_id);
        Ok(pinned)
    }

    /// A part of the pinned messages, newest first; of one thread where `root` names it.
    ///
    /// # Errors
    /// As [`Channels::seen`].
    pub async fn pinned_messages(
        &self,
        user: UserId,
        channel: i64,
        root: Option<MessageId>,
        query: HistoryQuery,
    ) -> Result<HistoryPage, ChannelError> {
        let mut pinned = self.pinned(user, channel).await?;
        if let Some(root) = root {
            let thread = self.thread(user, channel, root).await?;
            pinned = self.boxes.channels().in_part(thread.channel, thread.part, &pinned).await?;
        }
        let count = i32::try_from(pinned.len()).unwrap_or(i32::MAX);
        let newer = pinned.iter().take_while(|id| query.offset_id > 0 && **id >= query.offset_id).count();
        let from = i64::try_from(newer).unwrap_or(0) + i64::from(query.add_offset);
        let from = usize::try_from(from.max(0)).unwrap_or(0).min(pinned.len());
        let limit = usize::try_from(query.limit.max(0)).unwrap_or(0);
        let ids: Vec<MessageId> = pinned.into_iter().skip(from).take(limit).collect();
        let messages = self.messages(user, channel, &ids).await?.into_iter().flatten().collect();
        let offset_id_offset = i32::try_from(from).unwrap_or(i32::MAX);
        Ok(HistoryPage { messages, count, offset_id_offset })
    }

    /// Whether nothing may be forwarded out of the channel.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn keeps_to_itself(&self, channel: i64) -> Result<bool, crate::Fault> {
        let record = self.record(channel).await?;
        Ok(record.is_some_and(|record| record.flags & flag::NO_FORWARDS != 0))
    }

    /// The channel's pts, for answers that carry messages.
    ///
    /// # Errors
    /// Where the box fails.
    pub async fn pts(&self, channel: i64) -> Result<i32, ChannelError> {
        Ok(self.boxes.channels().state(channel).await?.pts)
    }
}

pub(super) fn page(user: UserId, page: PostsPage) -> HistoryPage {
    HistoryPage {
        messages: page.posts.iter().map(|post| post.seen_by(user)).collect(),
        count: page.count,
        offset_id_offset: page.offset_id_offset,
    }
}
