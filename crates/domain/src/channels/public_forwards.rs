//! Where posts of a channel were forwarded for all to see, for its admins. That is noted with the counter of forwards,
//! in the channel's own shard; what is found is read and held against its forward header before anybody sees it.

use boxes::{Message, MessageId, Peer, Post, UserId};
use store::{Direction, Rows, records::figures::ByForward, tables};

use super::{ChannelError, Channels, Seen, is_public};

/// Rows that one page looks at.
const LOOKED_AT_MAX: usize = 1_000;

/// A page of public forwards, the newest first.
pub struct PublicForwards {
    /// The messages.
    pub messages: Vec<Message>,
    /// How many there are in all.
    pub count: usize,
    /// With what the next page begins.
    pub next: Option<ByForward>,
}

impl Channels {
    /// Notes that something that a channel posted was forwarded to a public one.
    pub(super) fn note_repost(&self, to: &Seen, post: &Post) {
        let Some(forward) = post.record.forward.as_ref().filter(|_| is_public(&to.record)) else { return };
        if let (Some(Peer::Channel(channel)), Some(id)) = (forward.from, forward.channel_post) {
            let (to_channel, to_id) = (to.id, post.id);
            self.views.reposted(ByForward { channel, id, date: post.record.date, to_channel, to_id });
        }
    }

    /// Where a message of a channel was forwarded that `user` may see as anybody does; those before `offset`.
    ///
    /// # Errors
    /// [`ChannelError::NoSuchMessage`], and as [`Channels::figures`].
    pub async fn public_forwards(
        &self,
        user: UserId,
        channel: i64,
        id: MessageId,
        offset: Option<ByForward>,
        limit: usize,
    ) -> Result<PublicForwards, ChannelError> {
        let seen = self.may_see_figures(user, channel).await?;
        self.post_of_figures(&seen, id).await?;
        self.views.write().await?;
        let from = ByForward { channel, id, date: i32::MIN, to_channel: i64::MIN, to_id: MessageId::MIN };
        let to = ByForward { id: id.saturating_add(1), ..from };
        let rows = Rows::<tables::PublicForwards>::between(&from, &to);
        let mut found = Vec::new();
        for (key, _) in self.store.scan(rows, LOOKED_AT_MAX, Direction::Backward).await? {
            if self.is_public_forward(user, key).await? {
                found.push(key);
            }
        }
        let count = found.len();
        let mut left = found.into_iter().filter(|key| offset.is_none_or(|offset| *key < offset)).peekable();
        let (mut messages, mut last) = (Vec::new(), None);
        for key in left.by_ref().take(limit) {
            messages.extend(self.messages(user, key.to_channel, &[key.to_id]).await?.into_iter().flatten());
            last = Some(key);
        }
        Ok(PublicForwards { messages, count, next: last.filter(|_| left.peek().is_some()) })
    }

    /// Whether a forward is there, and is public, as it was noted.
    async fn is_public_forward(&self, user: UserId, key: ByForward) -> Result<bool, ChannelError> {
        let to = match self.seen(key.to_channel, user).await {
            Ok(to) if is_public(&to.record) => to,
            Err(ChannelError::Fault(fault)) => return Err(fault.into()),
            _ => return Ok(false),
        };
        let post = self.boxes.channels().posts(key.to_channel, &[key.to_id]).await?.pop().flatten();
        let forward = post.filter(|post| post.id >= to.min_id).and_then(|post| post.record.forward.clone());
        let of = forward.map(|forward| (forward.from, forward.channel_post));
        Ok(of == Some((Some(Peer::Channel(key.channel)), Some(key.id))))
    }
}
