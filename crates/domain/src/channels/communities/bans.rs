//! Who was thrown out of a community, and who of its people is in which of its chats.

use std::collections::BTreeSet;

use boxes::{By, UserId};
use store::{
    Direction, Rows,
    ids::Owner,
    records::{
        channels::Channel,
        communities::{CommunityBan, CommunitySeat},
    },
    tables,
};

use super::{CommunityRole, care::Written};
use crate::{
    Fault, Notice,
    channels::{ChannelError, Channels, Role, Seen, Standing, rights::admin},
};

/// People who are thrown out of one community.
const BANS_MAX: u32 = 10_000;

/// Chats of a community with one person in them.
#[derive(Default)]
pub struct PersonsChats {
    /// Those that are his own.
    pub own: Vec<i64>,
    /// The others that he is in.
    pub joined: Vec<i64>,
}

impl Channels {
    /// Throws somebody out of a community and all its chats; chats of his own go with him. Doing it again brings to its
    /// end what was broken off.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], [`ChannelError::PersonProtected`], [`ChannelError::TooMany`], and faults.
    pub async fn ban_from_community(&self, by: By, id: i64, user: UserId) -> Result<(), ChannelError> {
        let concerned = self.community(id).await?.ok_or(ChannelError::NoSuchChannel)?;
        let concerned: BTreeSet<i64> = concerned.peers.iter().map(|peer| peer.channel).chain([id]).collect();
        let out = {
            let _gates = self.gates_of(&concerned).await;
            let view = self.community_allowed(id, by.user, admin::BAN_USERS).await?;
            if user == view.record.creator || user == by.user {
                return Err(ChannelError::PersonProtected);
            }
            if let Some(admin) = Channels::admin_of(&view.record, user)
                && view.record.creator != by.user
                && admin.promoted_by != by.user
            {
                return Err(ChannelError::PersonProtected);
            }
            let mut record = (*view.record).clone();
            let mut own: Vec<(i64, Channel)> = Vec::new();
            for (peer, channel) in self.peers_of(id, &view.record).await? {
                if channel.creator == user {
                    own.push((peer.channel, Channel { community: None, ..(*channel).clone() }));
                }
            }
            if !own.is_empty() && view.role.rights() & admin::MANAGE_LINKED_PEERS == 0 {
                return Err(ChannelError::AdminRequired);
            }
            record.peers.retain(|peer| own.iter().all(|(channel, _)| *channel != peer.channel));
            record.requests.retain(|request| request.by != user);
            record.admins.retain(|admin| admin.user != user);
            let before = self.community_ban(id, user).await?;
            if before.is_none() {
                if record.kicked >= BANS_MAX {
                    return Err(ChannelError::TooMany { max: BANS_MAX as usize });
                }
                record.kicked += 1;
            }
            let ban = before.map_or(CommunityBan { by: by.user, date: self.now() }, |ban| *ban);
            let seats = [(user, CommunitySeat::default())];
            let ban = Some((user, Some(ban)));
            self.write_community(Written { id, record: &record, seats: &seats, ban, channels: &own }).await?;
            own
        };
        for channel in concerned.iter().filter(|channel| **channel != id) {
            self.take_out_of(by.user, *channel, user).await?;
        }
        self.live.notice(user, Notice::Channel { channel: id }, None);
        self.say_out(by, id, out).await
    }

    /// Lets somebody come back who was thrown out of a community.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], [`ChannelError::NotAParticipant`] for who was not thrown out, and faults.
    pub async fn unban_from_community(&self, by: By, id: i64, user: UserId) -> Result<(), ChannelError> {
        {
            let _gate = self.gate(id).await;
            let view = self.community_allowed(id, by.user, admin::BAN_USERS).await?;
            if self.community_ban(id, user).await?.is_none() {
                return Err(ChannelError::NotAParticipant);
            }
            let mut record = (*view.record).clone();
            record.kicked = record.kicked.saturating_sub(1);
            let ban = Some((user, None));
            self.write_community(Written { ban, ..Written::record(id, &record) }).await?;
        }
        self.live.notice(user, Notice::Channel { channel: id }, None);
        Ok(self.tell_community(id, By::user(by.user)).await?)
    }

    /// Everybody who was thrown out, for admins.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], and as [`Channels::community_seen`].
    pub async fn banned_from_community(
        &self,
        id: i64,
        user: UserId,
    ) -> Result<Vec<(UserId, CommunityBan)>, ChannelError> {
        self.community_allowed(id, user, 0).await?;
        Ok(self.bans_of(id).await?)
    }

    async fn bans_of(&self, id: i64) -> Result<Vec<(UserId, CommunityBan)>, Fault> {
        let rows = Rows::<tables::CommunityBans>::of(Owner::Channel(id));
        let found = self.store.scan(rows, usize::MAX, Direction::Forward).await?;
        Ok(found.into_iter().map(|(key, row)| (key.user, row)).collect())
    }

    /// In which chats of a community somebody is, for admins who may throw him out.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], and as [`Channels::community_seen`].
    pub async fn joined_in_community(
        &self,
        id: i64,
        by: UserId,
        user: UserId,
    ) -> Result<PersonsChats, ChannelError> {
        let view = self.community_allowed(id, by, admin::BAN_USERS).await?;
        let mut chats = PersonsChats::default();
        if view.record.creator != user && self.community_ban(id, user).await?.is_some() {
            return Ok(chats);
        }
        for (peer, channel) in self.peers_of(id, &view.record).await? {
            if channel.creator == user {
                chats.own.push(peer.channel);
            } else if self.is_member(peer.channel, user).await? {
                chats.joined.push(peer.channel);
            }
        }
        Ok(chats)
    }

    /// Takes those from the list of a chat who were thrown out of its community.
    pub(super) async fn take_out_banned(
        &self,
        by: UserId,
        id: i64,
        channel: i64,
    ) -> Result<(), ChannelError> {
        for (user, _) in self.bans_of(id).await? {
            self.take_out_of(by, channel, user).await?;
        }
        Ok(())
    }

    /// Takes from the list of a chat who was thrown out of its community, and says that he went.
    async fn take_out_of(&self, by: UserId, channel: i64, user: UserId) -> Result<(), ChannelError> {
        let is_out = |record: &Channel| record.deleted_at.is_none() && record.creator != user;
        let Some(record) = self.record(channel).await?.filter(|record| is_out(record)) else { return Ok(()) };
        if !self.barred(channel, &record, user).await? || !self.is_member(channel, user).await? {
            return Ok(());
        }
        self.say_went(By::user(by), channel, &record, user).await?;
        {
            let _gate = self.gate(channel).await;
            let record = self.record(channel).await?.filter(|record| is_out(record));
            let Some(record) = record else { return Ok(()) };
            if self.barred(channel, &record, user).await? && self.is_member(channel, user).await? {
                let standing = Standing { role: Role::Ordinary, member: false, banned: 0 };
                let seen = Seen { id: channel, record, row: None, standing, min_id: 0 };
                self.take_out(by, &seen, user, |row| row.admin = None).await?;
            }
        }
        self.live.notice(user, Notice::Channel { channel }, None);
        Ok(())
    }

    /// The channel at whose door somebody stands who finds it in a community of his: he may come in without a link.
    pub(in crate::channels) async fn found_in_community(
        &self,
        channel: i64,
        user: UserId,
    ) -> Result<Option<(i64, Seen)>, ChannelError> {
        let record = self.record(channel).await?.ok_or(ChannelError::NoSuchChannel)?;
        let Some((link, _)) = self.community_of(channel, &record).await? else { return Ok(None) };
        let role = self.community_role(link.id, user).await?;
        let shown = if link.hidden { role.is_admin() } else { role.is_in() };
        if !shown || role == CommunityRole::Banned {
            return Ok(None);
        }
        Ok(Some((link.id, self.found_by_link(channel, user).await?)))
    }
}
