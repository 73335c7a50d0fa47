//! A member's channels as lines of his list of dialogs.

use boxes::{Dialog, Message, Peer, UserId};
use store::records::channels::flag;

use super::{ChannelError, Channels};
use crate::Fault;

/// A channel in somebody's list.
pub struct ChannelDialog {
    /// The line.
    pub dialog: Dialog,
    /// Its newest message.
    pub message: Option<Message>,
    /// Seconds since 1970 of that, or of the join.
    pub date: i32,
}

impl Channels {
    /// The line of one channel that `user` may see; also of one that he only looks at.
    ///
    /// # Errors
    /// As [`Channels::seen`].
    pub async fn dialog(&self, user: UserId, channel: i64) -> Result<ChannelDialog, ChannelError> {
        let seen = self.seen(channel, user).await?;
        let own = self.membership(channel, user).await?;
        let boxes = self.boxes.channels();
        let state = boxes.state(channel).await?;
        // Who only looks has nothing unread.
        let read = if seen.standing.member { own.read_inbox_max_id } else { state.top_message };
        let (unread, top) = boxes.above(channel, read, seen.min_id).await?;
        let unread_count = match seen.record.flags & flag::FORUM != 0 && seen.standing.member {
            true => self.unread_in_topics(&seen, user).await?,
            false => i32::try_from(unread).unwrap_or(i32::MAX),
        };
        let message = boxes.posts(channel, &[top]).await?.pop().flatten().map(|post| post.seen_by(user));
        let date = message.as_ref().map_or(own.date, |message| message.date);
        let dialog = Dialog {
            top_message: top,
            read_inbox_max_id: read,
            read_outbox_max_id: top,
            unread_count,
            unread_mentions_count: i32::try_from(own.mentions.len()).unwrap_or(i32::MAX),
            unread_reactions_count: i32::try_from(own.reactions.len()).unwrap_or(i32::MAX),
            ttl_period: seen.record.ttl_period,
            folder: own.folder,
            pts: Some(state.pts),
            as_messages: own.as_messages == Some(true) && seen.record.flags & flag::FORUM != 0,
            ..Dialog::empty(Peer::Channel(channel))
        };
        Ok(ChannelDialog { dialog, message, date })
    }

    /// The member's channels with a word that begins so in their titles.
    ///
    /// # Errors
    /// Where something cannot be read.
    pub async fn called(&self, user: UserId, name: &str, limit: usize) -> Result<Vec<i64>, Fault> {
        let name = name.to_lowercase();
        let mut found = Vec::new();
        for channel in self.of_user(user).await?.iter() {
            if found.len() >= limit {
                break;
            }
            let Some(record) = self.record(*channel).await? else { continue };
            let title = record.title.to_lowercase();
            if title.starts_with(&name) || title.split_whitespace().any(|word| word.starts_with(&name)) {
                found.push(*channel);
            }
        }
        Ok(found)
    }

    /// All channels of a member, the one with the newest message first.
    ///
    /// # Errors
    /// Where something cannot be read.
    pub async fn dialogs(&self, user: UserId) -> Result<Vec<ChannelDialog>, Fault> {
        let mut dialogs = Vec::new();
        for channel in self.of_user(user).await?.iter() {
            match self.dialog(user, *channel).await {
                Ok(dialog) if dialog.dialog.top_message > 0 => dialogs.push(dialog),
                // Deleted, or he was thrown out just now.
                Ok(_) => {}
                Err(ChannelError::Fault(fault)) => return Err(fault),
                Err(_) => {}
            }
        }
        dialogs.sort_by_key(|one| std::cmp::Reverse((one.date, one.dialog.peer)));
        Ok(dialogs)
    }
}
