//! Giving a channel away: somebody else is its creator from then on, and who was stays as an admin with all rights.
//! Whether the caller may give anything away (the two-step password, and how long he has had it) is asked above.

use std::sync::Arc;

use boxes::{By, ChannelEntry};
use store::{
    ids::UserId,
    records::{
        channels::{Channel, Participant},
        log::Action as Told,
    },
};

use super::{Action, Change, ChannelError, Channels, Seen, Standing, is_broadcast, rights::admin};
use crate::Notice;

impl Channels {
    /// Makes a member the creator of the caller's channel.
    ///
    /// # Errors
    /// As [`Channels::may_give_to`].
    pub async fn give_to(
        &self,
        by: By,
        channel: i64,
        user: UserId,
    ) -> Result<Vec<Arc<ChannelEntry>>, ChannelError> {
        let record = {
            let _gate = self.gate(channel).await;
            let (seen, row) = self.giving(by.user, channel, user).await?;
            let mut record = Channel { creator: user, ..(*seen.record).clone() };
            record.restricted = record.restricted.saturating_sub(u32::from(row.banned.is_some()));
            record.admins.retain(|admin| *admin != by.user && *admin != user);
            record.admins.extend([user, by.user]);
            let date = self.now();
            let new = Participant {
                date,
                admin: None,
                promoted_by: None,
                banned: None,
                banned_until: 0,
                banned_by: None,
                available_min_id: 0,
                ..row
            };
            let old = seen.row.as_deref().cloned().unwrap_or_default();
            let rights = admin::ALL & !admin::ANONYMOUS;
            let old = Participant { date, admin: Some(rights), promoted_by: Some(user), ..old };
            let participants = &[(user, new), (by.user, old)];
            self.write(Change {
                channel,
                record: Some(&record),
                participants,
                by: Some(by.user),
                ..Change::default()
            })
            .await?;
            record
        };
        for told in [user, by.user] {
            self.live.notice(told, Notice::Channel { channel }, by.session.filter(|_| told == by.user));
        }
        if is_broadcast(&record) {
            return Ok(Vec::new());
        }
        self.tell_in(by, channel, &record, Told::ChangeCreator { user }).await
    }

    /// Whether `by` could give a channel to somebody.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`] for who is not its creator, [`ChannelError::NotAParticipant`],
    /// [`ChannelError::NotModified`], and as [`Channels::seen`].
    pub async fn may_give_to(&self, by: UserId, channel: i64, user: UserId) -> Result<(), ChannelError> {
        self.giving(by, channel, user).await.map(drop)
    }

    /// The channel as its creator sees it, and the row of whom he gives it to.
    async fn giving(
        &self,
        by: UserId,
        channel: i64,
        user: UserId,
    ) -> Result<(Seen, Participant), ChannelError> {
        let seen = self.allowed(channel, by, Action::Own).await?;
        if user == by {
            return Err(ChannelError::NotModified);
        }
        let row = self.participant(channel, user).await?;
        let standing = Standing::of(&seen.record, user, row.as_deref(), self.now());
        let person = self.users.record(user).await?;
        let there = person.is_some_and(|person| person.deleted_at.is_none());
        match row.filter(|_| standing.member && there) {
            Some(row) => Ok((seen, (*row).clone())),
            None => Err(ChannelError::NotAParticipant),
        }
    }
}
