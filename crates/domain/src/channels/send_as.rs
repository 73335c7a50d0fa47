//! As whom people write in a supergroup: as themselves, as the group where they are its anonymous admins, or as a public
//! channel that they made. What they may do is what they themselves may.

use boxes::{By, Peer, UserId};
use store::records::channels::{BannedSender, Channel};

use super::{Action, ChannelError, Channels, Seen, is_broadcast, is_public, rights::admin};
use crate::Fault;

/// Channels that one supergroup keeps out as senders.
const BANNED_SENDERS_MAX: usize = 1_000;

impl Channels {
    /// As whom `user` may write in a channel; as the first he does if he does not say.
    ///
    /// # Errors
    /// As [`Channels::seen`].
    pub async fn writes_as(&self, user: UserId, channel: i64) -> Result<Vec<Peer>, ChannelError> {
        let seen = self.seen(channel, user).await?;
        let chosen = self.shown_as(&seen, user, None).await?.unwrap_or(Peer::User(user));
        let mut peers = vec![chosen];
        if !is_broadcast(&seen.record) {
            peers.push(if is_anonymous(&seen) { Peer::Channel(channel) } else { Peer::User(user) });
            for own in self.public_of(user).await? {
                if self.may_write_as(&seen, user, own).await? {
                    peers.push(Peer::Channel(own));
                }
            }
        }
        let mut once = Vec::new();
        peers.retain(|peer| {
            !once.contains(peer) && {
                once.push(*peer);
                true
            }
        });
        Ok(peers)
    }

    /// From now on `by` writes in a supergroup as this channel of his own, or as himself, if he does not say.
    ///
    /// # Errors
    /// [`ChannelError::SendAs`], [`ChannelError::NotAMember`], and as [`Channels::seen`].
    pub async fn set_send_as(&self, by: By, channel: i64, chosen: Peer) -> Result<(), ChannelError> {
        let seen = self.seen(channel, by.user).await?;
        if !self.writes_as(by.user, channel).await?.contains(&chosen) {
            return Err(ChannelError::SendAs);
        }
        if !seen.standing.member {
            return Err(ChannelError::NotAMember);
        }
        let own = match chosen {
            Peer::Channel(own) if own != channel => Some(own),
            _ => None,
        };
        Ok(self.change_own(channel, by.user, |row| row.send_as = own).await?)
    }

    /// As whom a message is shown, if not as its author; none: as he is. `asked` is what the author has said.
    pub(super) async fn shown_as(
        &self,
        seen: &Seen,
        user: UserId,
        asked: Option<Peer>,
    ) -> Result<Option<Peer>, ChannelError> {
        if is_broadcast(&seen.record) {
            // Posts are the channel's own.
            let own = asked.is_none_or(|asked| asked == Peer::User(user) || asked == Peer::Channel(seen.id));
            return if own { Ok(None) } else { Err(ChannelError::SendAs) };
        }
        let himself = is_anonymous(seen).then_some(Peer::Channel(seen.id));
        match asked {
            Some(Peer::Channel(own)) if own != seen.id => match self.may_write_as(seen, user, own).await? {
                true => Ok(asked),
                false => Err(ChannelError::SendAs),
            },
            Some(asked) if asked == Peer::User(user) || Some(asked) == himself => Ok(himself),
            Some(_) => Err(ChannelError::SendAs),
            None => match self.membership(seen.id, user).await?.send_as {
                Some(own) if self.may_write_as(seen, user, own).await? => Ok(Some(Peer::Channel(own))),
                _ => Ok(himself),
            },
        }
    }

    /// Lets nobody write as a channel in a supergroup, or lets them again.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], [`ChannelError::PersonProtected`] for the channel that is discussed there, and
    /// as [`Channels::seen`].
    pub async fn ban_sender(
        &self,
        by: By,
        channel: i64,
        sender: i64,
        banned: bool,
    ) -> Result<(), ChannelError> {
        let seen = self.allowed(channel, by.user, Action::Ban).await?;
        if is_broadcast(&seen.record) || sender == channel {
            return Err(ChannelError::PersonProtected);
        }
        if self.linked(channel, &seen.record).await? == Some(sender) {
            return Err(ChannelError::PersonProtected);
        }
        let one = BannedSender { channel: sender, by: by.user, date: self.now() };
        let changed = self.change_record(by, channel, Action::Ban, |record| {
            if is_banned_sender(record, sender) == banned {
                return;
            }
            let mut all = record.banned_senders.take().unwrap_or_default();
            all.retain(|other| other.channel != sender);
            if banned {
                let over = all.len().saturating_add(1).saturating_sub(BANNED_SENDERS_MAX);
                all.drain(..over);
                all.push(one);
            }
            record.banned_senders = Some(all).filter(|all| !all.is_empty());
        });
        match changed.await {
            // It was like that.
            Err(ChannelError::NotModified) => Ok(()),
            changed => changed,
        }
    }

    async fn may_write_as(&self, seen: &Seen, user: UserId, own: i64) -> Result<bool, Fault> {
        if own == seen.id || is_banned_sender(&seen.record, own) {
            return Ok(false);
        }
        let record = self.record(own).await?;
        Ok(record.is_some_and(|record| {
            let there = record.deleted_at.is_none() && is_broadcast(&record) && is_public(&record);
            there && record.creator == user
        }))
    }
}

fn is_banned_sender(record: &Channel, sender: i64) -> bool {
    record.banned_senders.iter().flatten().any(|one| one.channel == sender)
}

fn is_anonymous(seen: &Seen) -> bool {
    seen.standing.rights() & admin::ANONYMOUS != 0
}
