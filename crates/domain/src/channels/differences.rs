//! What a device that was away has missed of channels.

use boxes::{ChannelDifference, Message, MessageId, Pts, UserId};

use super::{ChannelError, Channels};
use crate::Fault;

/// More pts than this are not told one by one.
const TOTAL_MAX: i32 = 5_000;

impl Channels {
    /// What happened in a channel above `pts`, as its box has it, without what is hidden from `user`.
    ///
    /// # Errors
    /// As [`Channels::seen`].
    pub async fn difference(
        &self,
        user: UserId,
        channel: i64,
        pts: Pts,
        limit: i32,
    ) -> Result<(ChannelDifference, MessageId), ChannelError> {
        let seen = self.seen(channel, user).await?;
        let found = self.boxes.channels().difference(channel, pts, limit, TOTAL_MAX).await?;
        Ok((found, seen.min_id))
    }

    /// The channels of `user` in which something happened since `date` (seconds since 1970), and where they stand.
    ///
    /// # Errors
    /// Where something cannot be read.
    pub async fn changed_since(&self, user: UserId, date: i32) -> Result<Vec<(i64, Pts)>, Fault> {
        let mut changed = Vec::new();
        for channel in self.of_user(user).await?.iter() {
            let state = self.boxes.channels().state(*channel).await.map_err(Fault::Box)?;
            if state.date >= date {
                changed.push((*channel, state.pts));
            }
        }
        Ok(changed)
    }

    /// Messages as `user` sees them, without those below `min_id`.
    pub fn shown(user: UserId, posts: &[boxes::Post], min_id: MessageId) -> Vec<Message> {
        posts.iter().filter(|post| post.id >= min_id).map(|post| post.seen_by(user)).collect()
    }
}
