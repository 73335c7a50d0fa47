//! What admins do to people: rights, titles, bans and restrictions.

use std::sync::Arc;

use boxes::{By, ChannelEntry};
use store::{
    ids::UserId,
    records::channels::{Channel, Participant, flag},
};

use super::{
    Action, Change, ChannelError, Channels, Role, Seen, Standing, is_broadcast,
    members::Way,
    rights::{admin, banned},
};
use crate::{Notice, groups::checked_rank};

/// Characters of an admin's title.
const RANK_CHARS_MAX: usize = 16;
/// Admins of one channel.
const ADMINS_MAX: usize = 50;

impl Channels {
    /// Gives somebody the rights of an admin and a title; no rights make him a member again. Who is no member is
    /// brought in.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], [`ChannelError::PersonProtected`], [`ChannelError::IsCreator`],
    /// [`ChannelError::NotAParticipant`], and faults.
    pub async fn set_admin(
        &self,
        by: By,
        channel: i64,
        user: UserId,
        rights: u32,
        rank: Option<&str>,
    ) -> Result<Vec<Arc<ChannelEntry>>, ChannelError> {
        let rank = rank.map(str::trim).filter(|rank| !rank.is_empty()).map(str::to_owned);
        if rank.as_ref().is_some_and(|rank| rank.chars().count() > RANK_CHARS_MAX) {
            return Err(ChannelError::Title { chars: RANK_CHARS_MAX + 1 });
        }
        let (entries, told) = {
            let _gate = self.gate(channel).await;
            let seen = self.seen(channel, by.user).await?;
            if user == seen.record.creator {
                if by.user != user {
                    return Err(ChannelError::IsCreator);
                }
                // The creator's rights are what they are; his title is his own.
                self.write_row(by.user, &seen, user, None, |row| row.rank = rank).await?;
                return Ok(Vec::new());
            }
            let own = by.user == user && rights == 0;
            if !seen.standing.member || !own && !seen.standing.may(&seen.record, Action::AddAdmins) {
                return Err(ChannelError::AdminRequired);
            }
            let creator = seen.standing.role == Role::Creator;
            if !creator && rights & !seen.standing.rights() != 0 {
                return Err(ChannelError::AdminRequired);
            }
            let row = self.participant(channel, user).await?;
            let standing = Standing::of(&seen.record, user, row.as_deref(), self.now());
            if let (Role::Admin(_), false, false) = (standing.role, creator, own)
                && row.as_ref().and_then(|row| row.promoted_by) != Some(by.user)
            {
                return Err(ChannelError::PersonProtected);
            }
            if rights == 0 && !standing.member {
                return Err(ChannelError::NotAParticipant);
            }
            if rights != 0 && self.barred(channel, &seen.record, user).await? {
                return Err(ChannelError::PersonProtected);
            }
            let mut record = (*seen.record).clone();
            record.admins.retain(|admin| *admin != user);
            if rights != 0 {
                if record.admins.len() >= ADMINS_MAX {
                    return Err(ChannelError::TooMany { max: ADMINS_MAX });
                }
                record.admins.push(user);
            }
            let mut came = false;
            if !standing.member {
                if standing.role == Role::Banned && !seen.standing.may(&seen.record, Action::Ban) {
                    return Err(ChannelError::PersonProtected);
                }
                record = self.let_in(&seen, &[(user, Way::Brought(by.user))], Some(record)).await?;
                came = true;
            }
            let promoter = by.user;
            self.write_row(by.user, &seen, user, Some(&record), |row| {
                row.admin = (rights != 0).then_some(rights & admin::ALL | admin::OTHER);
                row.promoted_by = (rights != 0).then_some(promoter);
                row.rank = rank.filter(|_| rights != 0);
            })
            .await?;
            (came, record)
        };
        let entries = match entries {
            true => self.say_came(by, channel, &told, &[user], Way::Brought(by.user)).await?,
            false => Vec::new(),
        };
        self.live.notice(user, Notice::Channel { channel }, None);
        Ok(entries)
    }

    /// Says what a member is called; empty for nothing. Members say it of themselves where that is allowed, admins with the
    /// right of others, but of admins only those who made them.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], [`ChannelError::PersonProtected`], [`ChannelError::IsCreator`],
    /// [`ChannelError::NotAParticipant`], [`ChannelError::Rank`], [`ChannelError::NotModified`], and faults.
    pub async fn set_rank(&self, by: By, channel: i64, user: UserId, rank: &str) -> Result<(), ChannelError> {
        let rank = checked_rank(rank).ok_or(ChannelError::Rank)?;
        let rank = Some(rank).filter(|rank| !rank.is_empty());
        {
            let _gate = self.gate(channel).await;
            let seen = self.seen(channel, by.user).await?;
            if is_broadcast(&seen.record) {
                return Err(ChannelError::NotAGroup);
            }
            if !seen.standing.member {
                return Err(ChannelError::AdminRequired);
            }
            let row = self.participant(channel, user).await?.unwrap_or_default();
            let standing = Standing::of(&seen.record, user, Some(&row), self.now());
            if !standing.member {
                return Err(ChannelError::NotAParticipant);
            }
            if user == by.user {
                if !seen.standing.is_admin() && seen.standing.banned & banned::EDIT_RANK != 0 {
                    return Err(ChannelError::AdminRequired);
                }
            } else {
                if seen.standing.rights() & admin::MANAGE_RANKS == 0 {
                    return Err(ChannelError::AdminRequired);
                }
                let above = seen.standing.role == Role::Creator || row.promoted_by == Some(by.user);
                match standing.role {
                    Role::Creator => return Err(ChannelError::IsCreator),
                    Role::Admin(_) if !above => return Err(ChannelError::PersonProtected),
                    _ => {}
                }
            }
            if row.rank == rank {
                return Err(ChannelError::NotModified);
            }
            self.write_row(by.user, &seen, user, None, |row| row.rank = rank).await?;
        }
        self.live.notice(user, Notice::Channel { channel }, by.session.filter(|_| user == by.user));
        Ok(())
    }

    /// Keeps somebody from doing things until a time (0: for ever); no bans free him. Keeping him from seeing the
    /// messages throws him out, at once.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], [`ChannelError::PersonProtected`], and faults.
    pub async fn set_banned(
        &self,
        by: By,
        channel: i64,
        user: UserId,
        bans: u32,
        until: i32,
    ) -> Result<Vec<Arc<ChannelEntry>>, ChannelError> {
        let seen = self.ban_allowed(by.user, channel, user).await?;
        let row = self.participant(channel, user).await?;
        let member = row.as_ref().is_some_and(|row| row.member);
        let kicks = bans & banned::VIEW_MESSAGES != 0;
        let entries =
            if kicks && member { self.say_went(by, channel, &seen.record, user).await? } else { Vec::new() };
        {
            let _gate = self.gate(channel).await;
            let seen = self.ban_allowed(by.user, channel, user).await?;
            let bans = bans & banned::ALL;
            let until = if until <= self.now().saturating_add(SHORTEST_BAN_SECONDS) { 0 } else { until };
            let banned_by = by.user;
            let change = |row: &mut Participant| {
                row.banned = (bans != 0).then_some(bans);
                row.banned_until = if bans == 0 { 0 } else { until };
                row.banned_by = (bans != 0).then_some(banned_by);
            };
            let row = self.participant(channel, user).await?;
            let before = row.as_ref().and_then(|row| row.banned).unwrap_or(0);
            if kicks || before & banned::VIEW_MESSAGES != 0 && !row.is_some_and(|row| row.member) {
                self.take_out(by.user, &seen, user, change).await?;
            } else {
                let mut record = (*seen.record).clone();
                let was = u32::from(before != 0 && before & banned::VIEW_MESSAGES == 0);
                record.restricted = (record.restricted + u32::from(bans != 0)).saturating_sub(was);
                record.admins.retain(|admin| *admin != user);
                self.write_row(by.user, &seen, user, Some(&record), |row| {
                    change(row);
                    row.admin = None;
                })
                .await?;
            }
        }
        self.live.notice(user, Notice::Channel { channel }, None);
        Ok(entries)
    }

    async fn ban_allowed(&self, by: UserId, channel: i64, user: UserId) -> Result<Seen, ChannelError> {
        let seen = self.allowed(channel, by, Action::Ban).await?;
        if user == seen.record.creator || user == by {
            return Err(ChannelError::PersonProtected);
        }
        let row = self.participant(channel, user).await?;
        let standing = Standing::of(&seen.record, user, row.as_deref(), self.now());
        let promoted_by_caller = row.and_then(|row| row.promoted_by) == Some(by);
        if standing.is_admin() && seen.standing.role != Role::Creator && !promoted_by_caller {
            return Err(ChannelError::PersonProtected);
        }
        Ok(seen)
    }

    /// Sets what members may not do.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], [`ChannelError::NotModified`], and faults.
    pub async fn set_default_banned(&self, by: By, channel: i64, bans: u32) -> Result<(), ChannelError> {
        let bans = bans & banned::ALL & !banned::VIEW_MESSAGES;
        self.change_record(by, channel, Action::Ban, |record| {
            let all = if record.flags & flag::GIGAGROUP != 0 { banned::SENDING } else { 0 };
            record.default_banned = bans | all;
        })
        .await
    }

    /// Changes somebody's row. For whoever holds the gate.
    async fn write_row(
        &self,
        by: UserId,
        seen: &Seen,
        user: UserId,
        record: Option<&Channel>,
        change: impl FnOnce(&mut Participant),
    ) -> Result<(), ChannelError> {
        let row = self.participant(seen.id, user).await?;
        let mut row = row.map(|row| (*row).clone()).unwrap_or_default();
        change(&mut row);
        let participants = &[(user, row)];
        let change = Change { channel: seen.id, record, participants, by: Some(by), ..Change::default() };
        Ok(self.write(change).await?)
    }
}

/// A ban that would end sooner is for ever, as clients know it.
const SHORTEST_BAN_SECONDS: i32 = 30;
