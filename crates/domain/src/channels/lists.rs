//! Lists of one person's channels: those that he has left, and those in which nothing happens any more.

use boxes::{By, UserId};
use store::{
    Direction, Rows,
    ids::Owner,
    records::channels::{Membership, flag},
    tables,
};

use super::{ChannelError, Channels, Role};
use crate::{Fault, Notice};

/// Nothing has happened for so long in what counts as quiet.
const QUIET_SECONDS: i32 = 30 * 86_400;

impl Channels {
    /// The channels that `user` was in and is no longer, the newest id last; not those that he was thrown out of, and
    /// not those that are gone.
    ///
    /// # Errors
    /// Where something cannot be read.
    pub async fn left_by(&self, user: UserId) -> Result<Vec<i64>, Fault> {
        let rows = Rows::<tables::Memberships>::of(Owner::User(user));
        let found = self.store.scan(rows, usize::MAX, Direction::Forward).await?;
        let mut left = Vec::new();
        for (key, _) in found.into_iter().filter(|(_, row): &(_, Membership)| !row.member) {
            let Some(record) = self.record(key.number).await? else { continue };
            let row = self.participant(key.number, user).await?;
            let standing = self.standing(key.number, &record, user, row.as_deref()).await?;
            if record.deleted_at.is_none() && standing.role != Role::Banned {
                left.push(key.number);
            }
        }
        Ok(left)
    }

    /// From now on the member's devices show a forum as one list of messages, or topic by topic.
    ///
    /// # Errors
    /// [`ChannelError::NotAForum`], [`ChannelError::NotAMember`], and as [`Channels::seen`].
    pub async fn show_as_messages(&self, by: By, channel: i64, enabled: bool) -> Result<(), ChannelError> {
        let seen = self.seen(channel, by.user).await?;
        if !seen.standing.member {
            return Err(ChannelError::NotAMember);
        }
        if seen.record.flags & flag::FORUM == 0 {
            return Err(ChannelError::NotAForum);
        }
        self.change_own(channel, by.user, |own| own.as_messages = enabled.then_some(true)).await?;
        self.live.notice(by.user, Notice::ForumAsMessages { channel, enabled }, by.session);
        Ok(())
    }

    /// The channels of a member in which nothing has happened for a month, each with when something last did; the
    /// quietest first.
    ///
    /// # Errors
    /// Where something cannot be read.
    pub async fn quiet_of(&self, user: UserId) -> Result<Vec<(i32, i64)>, Fault> {
        let since = self.now().saturating_sub(QUIET_SECONDS);
        let mut quiet = Vec::new();
        for channel in self.of_user(user).await?.iter() {
            let date = self.boxes.channels().state(*channel).await?.date;
            if date < since {
                quiet.push((date, *channel));
            }
        }
        quiet.sort_unstable();
        Ok(quiet)
    }
}
