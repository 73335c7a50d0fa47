//! How people come into a channel by a link: at once, or when an admin lets them in.

use std::sync::Arc;

use boxes::{By, ChannelEntry, Peer, UserId};
use store::{
    Direction, Rows,
    ids::Owner,
    records::channels::{Channel, flag},
    records::invites::Invite,
    tables,
};

use super::{Action, ChannelError, Channels, Role, Seen, members::Way};
use crate::{Fault, Importer, Notice, invites::LOOKED_AT_MAX};

impl Channels {
    /// Whether somebody made the channel, if he manages its links.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], and as [`Channels::seen`].
    pub(crate) async fn manages_links(&self, channel: i64, user: UserId) -> Result<bool, ChannelError> {
        let seen = self.allowed(channel, user, Action::ManageInvites).await?;
        Ok(seen.standing.role == Role::Creator)
    }

    /// Follows a link; none if an admin was asked.
    ///
    /// # Errors
    /// What is wrong with the link, [`ChannelError::AlreadyIn`], [`ChannelError::Banned`], and
    /// [`ChannelError::TooMany`].
    pub(crate) async fn follow(
        &self,
        by: By,
        channel: i64,
        hash: &str,
    ) -> Result<Option<Vec<Arc<ChannelEntry>>>, ChannelError> {
        let entries = {
            let _gate = self.gate(channel).await;
            let seen = self.found_by_link(channel, by.user).await?;
            // As it is now: of a thousand who come at the same time by a link for one, one gets in.
            let invite = self.links.open(Owner::Channel(channel), hash).await?;
            self.has_room(by.user).await?;
            if invite.request_needed {
                self.ask(&seen, by.user, Some((hash, invite))).await?;
                return Ok(None);
            }
            let used = Invite { usage: invite.usage.saturating_add(1), ..invite };
            let way = Way::Link(used.admin, None);
            self.come_in(by, &seen, way, Some((hash, &used))).await?
        };
        self.live.notice(by.user, Notice::Membership { channel }, by.session);
        Ok(Some(entries))
    }

    /// The channel as somebody finds it who was given a link.
    pub(super) async fn found_by_link(&self, channel: i64, user: UserId) -> Result<Seen, ChannelError> {
        match self.seen(channel, user).await {
            Ok(seen) if seen.standing.member => Err(ChannelError::AlreadyIn),
            Err(ChannelError::Private) => {
                let record = self.record(channel).await?.ok_or(ChannelError::NoSuchChannel)?;
                let row = self.participant(channel, user).await?;
                let standing = super::Standing::of(&record, user, row.as_deref(), self.now());
                Ok(Seen { id: channel, record, row, standing, min_id: 0 })
            }
            found => found,
        }
    }

    /// Writes that somebody wants to be let in. For whoever holds the gate.
    pub(super) async fn ask(
        &self,
        seen: &Seen,
        user: UserId,
        link: Option<(&str, Invite)>,
    ) -> Result<(), ChannelError> {
        if self.links.ask(Owner::Channel(seen.id), user, link).await? {
            let mut record = (*seen.record).clone();
            record.requests = Some(record.requests.unwrap_or(0).saturating_add(1));
            self.write_record(None, seen.id, &record).await?;
            self.tell_of_requests(seen.id, &record).await?;
        }
        Ok(())
    }

    /// Members who came by a link, this one or any.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn came_by_link(
        &self,
        channel: i64,
        hash: Option<&str>,
    ) -> Result<Vec<Importer>, Fault> {
        let rows = Rows::<tables::Participants>::of(Owner::Channel(channel));
        let found = self.store.scan(rows, LOOKED_AT_MAX, Direction::Forward).await?;
        let came = found.into_iter().filter(|(_, row)| {
            row.member && row.invite.as_deref().is_some_and(|by| hash.is_none_or(|hash| by == hash))
        });
        let one =
            |(key, row): (store::records::channels::ByMember, store::records::channels::Participant)| {
                Importer { user: key.user, date: row.date, waits: false, approved_by: None }
            };
        Ok(came.map(one).collect())
    }

    /// Lets somebody in who asked, or not.
    ///
    /// # Errors
    /// That nobody asked, [`ChannelError::AdminRequired`], and faults.
    pub(crate) async fn answer_request(
        &self,
        by: By,
        channel: i64,
        user: UserId,
        approved: bool,
    ) -> Result<Vec<Arc<ChannelEntry>>, ChannelError> {
        let (record, came) = {
            let _gate = self.gate(channel).await;
            let seen = self.allowed(channel, by.user, Action::ManageInvites).await?;
            let answer = self.links.answer(Owner::Channel(channel), user, approved).await?;
            let gone = self.users.record(user).await?.is_none_or(|person| person.deleted_at.is_some());
            let mut record = (*seen.record).clone();
            record.requests = record.requests.map(|count| count.saturating_sub(1)).filter(|count| *count > 0);
            let out = gone || self.barred(channel, &seen.record, user).await?;
            let came = approved && !out && !self.is_member(channel, user).await?;
            if came {
                let link = answer.link.as_ref().map(|link| (link.hash.as_str(), &link.invite));
                let way = Way::Link(link.map_or(by.user, |(_, invite)| invite.admin), Some(by.user));
                record = self.let_in_by(&seen, &[(user, way)], Some(record), link).await?;
            } else {
                self.write_record(None, channel, &record).await?;
            }
            self.links.answered(answer).await?;
            (record, came)
        };
        self.tell_of_requests(channel, &record).await?;
        if !came {
            return Ok(Vec::new());
        }
        let entries = self
            .say_came(By::user(user), channel, &record, &[user], Way::Link(by.user, Some(by.user)))
            .await?;
        self.live.notice(user, Notice::Membership { channel }, None);
        Ok(entries)
    }

    /// Tells those who may let people in how many wait.
    async fn tell_of_requests(&self, channel: i64, record: &Channel) -> Result<(), ChannelError> {
        let (count, recent) = self.links.pending(Owner::Channel(channel)).await?;
        for admin in &record.admins {
            match self.allowed(channel, *admin, Action::ManageInvites).await {
                Ok(_) => {
                    let peer = Peer::Channel(channel);
                    self.live.notice(
                        *admin,
                        Notice::JoinRequests { peer, count, recent: recent.clone() },
                        None,
                    );
                }
                Err(ChannelError::Fault(fault)) => return Err(fault.into()),
                Err(_) => {}
            }
        }
        Ok(())
    }
}

/// Whether whoever wants to join a public group is let in by an admin.
pub(super) fn asks(record: &Channel) -> bool {
    record.flags & flag::JOIN_REQUEST != 0
}
