//! What members have read. The mark is the member's own row; a post's author moves it in memory at once and on disk a
//! little later: if that is lost, his own post counts as unread to him, and nothing else.

use boxes::{By, MessageId, Part, UserId};
use store::{Direction, Rows, ids::Owner, key::ByNumber, records::channels::Membership, tables};

use super::{ChannelError, Channels, is_broadcast};
use crate::{Fault, Notice};

/// In supergroups of so many people it is told who has read a message, and for so long; `help.getAppConfig` names both.
pub const READ_MARK_MEMBERS_MAX: u32 = 100;
/// See above.
pub const READ_MARK_SECONDS_MAX: i32 = 7 * 86_400;
/// Rows of people that are looked at: also those who left.
const READ_MARK_ROWS_MAX: usize = 2_000;

impl Channels {
    /// Marks messages of a channel as read up to `max_id`; 0 for all. True if anything was unread.
    ///
    /// # Errors
    /// As [`Channels::seen`].
    pub async fn read(&self, by: By, channel: i64, max_id: MessageId) -> Result<bool, ChannelError> {
        let seen = self.seen(channel, by.user).await?;
        if !seen.standing.member {
            // Who only looks keeps nothing.
            return Ok(false);
        }
        let state = self.boxes.channels().state(channel).await?;
        let up_to = if max_id <= 0 { state.top_message } else { max_id.min(state.pts) };
        if !self.move_mark(by.user, channel, up_to).await? {
            return Ok(false);
        }
        let (still_unread, _) = self.boxes.channels().above(channel, up_to, seen.min_id).await?;
        let still_unread = i32::try_from(still_unread).unwrap_or(i32::MAX);
        let notice = Notice::ChannelRead { channel, max_id: up_to, still_unread, pts: state.pts };
        self.live.notice(by.user, notice, by.session);
        self.tell_authors(&seen, by.user, None, Part::Whole, up_to).await?;
        Ok(true)
    }

    /// Who has read a message of a small supergroup, and when he read last there. Whoever takes no part in telling
    /// others when he reads is not among them.
    ///
    /// # Errors
    /// [`ChannelError::NoSuchMessage`], [`ChannelError::NotAGroup`] where there are too many people,
    /// [`ChannelError::TooOld`], and as [`Channels::seen`].
    pub async fn readers(
        &self,
        user: UserId,
        channel: i64,
        id: MessageId,
    ) -> Result<Vec<(UserId, i32)>, ChannelError> {
        let seen = self.seen(channel, user).await?;
        if !seen.standing.member {
            return Err(ChannelError::NotAMember);
        }
        if is_broadcast(&seen.record) || seen.record.participants > READ_MARK_MEMBERS_MAX {
            return Err(ChannelError::NotAGroup);
        }
        let found = self.boxes.channels().posts(channel, &[id]).await?.pop().flatten();
        let post = found.filter(|post| post.id >= seen.min_id).ok_or(ChannelError::NoSuchMessage)?;
        if self.now().saturating_sub(post.record.date) > READ_MARK_SECONDS_MAX {
            return Err(ChannelError::TooOld);
        }
        let rows = Rows::<tables::Participants>::of(Owner::Channel(channel));
        let people = self.store.scan(rows, READ_MARK_ROWS_MAX, Direction::Forward).await?;
        let mut readers = Vec::new();
        for (key, row) in people.into_iter().filter(|(key, row)| row.member && key.user != post.author()) {
            let own = self.membership(channel, key.user).await?;
            if own.read_inbox_max_id >= id && key.user != user {
                readers.push((key.user, own.read_date.unwrap_or(row.date)));
            }
        }
        Ok(readers)
    }

    /// Whoever has just written has read up to there.
    pub(super) fn note_own(&self, user: UserId, channel: i64, id: MessageId) {
        let key = ByNumber { user, number: channel };
        let Some(Some(row)) = self.memberships.remembered(&key) else { return };
        if row.read_inbox_max_id >= id {
            return;
        }
        let read_date = Some(self.now());
        let row = Membership { read_inbox_max_id: id, read_date, ..(*row).clone() };
        let mut batch = self.store.batch();
        batch.put::<tables::Memberships>(&key, &row);
        self.memberships.written(&key, row);
        let store = self.store.clone();
        self.world.spawn.spawn(Box::pin(async move {
            if let Err(error) = store.commit(batch).await {
                tracing::warn!(%error, "a read mark is not kept");
            }
        }));
    }

    async fn move_mark(&self, user: UserId, channel: i64, up_to: MessageId) -> Result<bool, Fault> {
        let _gate = self.gate(channel).await;
        let before = self.membership(channel, user).await?;
        if before.read_inbox_max_id >= up_to || !before.member {
            return Ok(false);
        }
        let key = ByNumber { user, number: channel };
        let row = Membership { read_inbox_max_id: up_to, read_date: Some(self.now()), ..before };
        let mut batch = self.store.batch();
        batch.put::<tables::Memberships>(&key, &row);
        match self.store.commit(batch).await {
            Ok(()) => self.memberships.written(&key, row),
            Err(error) => {
                self.memberships.forget(&key);
                return Err(error.into());
            }
        }
        Ok(true)
    }
}
