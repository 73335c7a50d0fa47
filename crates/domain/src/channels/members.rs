//! Who comes and goes: joining, leaving, bringing others in, throwing out.

use std::sync::Arc;

use boxes::{Beside, By, ChannelEntry, Content};
use store::{
    ids::UserId,
    records::channels::{Channel, Membership, Participant, flag},
    records::invites::Invite,
    records::log::Action as Told,
};

use super::{
    Action, Change, ChannelError, Channels, Role, Seen, Standing, invites::asks, is_broadcast, is_public,
    rights::banned,
};
use crate::{Fault, Notice, settings::PrivacyKey};

/// In groups of more people nobody is told who comes and goes: a join costs the same in all.
const TOLD_IN_GROUPS_UP_TO: u32 = 1_000;

/// What became of bringing people in.
#[derive(Default)]
pub struct Brought {
    /// What was said in the group.
    pub entries: Vec<Arc<ChannelEntry>>,
    /// Who is not in, and why.
    pub missing: Vec<(UserId, NotBrought)>,
}

/// Why somebody was not brought in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotBrought {
    /// His privacy settings do not let the caller.
    Privacy,
    /// There is no such account, or it is in too many channels.
    NotPossible,
}

/// How somebody comes in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// By himself, to a public channel.
    Himself,
    /// By himself, to one that he found in this community of his.
    Community(i64),
    /// Brought by a member.
    Brought(UserId),
    /// By a link of this person's; let in by this admin, or at once.
    Link(UserId, Option<UserId>),
}

impl Way {
    /// Whose deed it is that `user` comes in like that.
    fn of(self, user: UserId) -> UserId {
        match self {
            Way::Himself | Way::Community(_) | Way::Link(_, None) => user,
            Way::Brought(by) | Way::Link(_, Some(by)) => by,
        }
    }
}

/// The rows of people who come in.
struct Admission {
    record: Channel,
    participants: Vec<(UserId, Participant)>,
    memberships: Vec<(UserId, Membership)>,
}

impl Channels {
    /// Joins a public channel, or one that he finds in a community of his.
    ///
    /// # Errors
    /// [`ChannelError::Private`], [`ChannelError::Banned`], [`ChannelError::TooMany`],
    /// [`ChannelError::NotModified`] for who is in, and faults.
    pub async fn join(&self, by: By, channel: i64) -> Result<Vec<Arc<ChannelEntry>>, ChannelError> {
        let entries = {
            let _gate = self.gate(channel).await;
            let (seen, way) = match self.seen(channel, by.user).await {
                Err(ChannelError::Private) => {
                    let found = self.found_in_community(channel, by.user).await?;
                    let (community, seen) = found.ok_or(ChannelError::Private)?;
                    (seen, Way::Community(community))
                }
                seen => (seen?, Way::Himself),
            };
            if seen.standing.member {
                return Err(ChannelError::NotModified);
            }
            let rejoins = seen.standing.role == Role::Creator;
            if !is_public(&seen.record) && !rejoins && way == Way::Himself {
                return Err(ChannelError::Private);
            }
            self.has_room(by.user).await?;
            if asks(&seen.record) && !rejoins {
                self.ask(&seen, by.user, None).await?;
                return Err(ChannelError::RequestSent);
            }
            self.come_in(by, &seen, way, None).await?
        };
        self.live.notice(by.user, Notice::Membership { channel }, by.session);
        Ok(entries)
    }

    /// Leaves a channel. Its creator stays who he is, and may come back.
    ///
    /// # Errors
    /// [`ChannelError::NotAMember`], and faults.
    pub async fn leave(&self, by: By, channel: i64) -> Result<Vec<Arc<ChannelEntry>>, ChannelError> {
        let seen = self.seen(channel, by.user).await?;
        if !seen.standing.member {
            return Err(ChannelError::NotAMember);
        }
        let told = self.say_went(by, channel, &seen.record, by.user).await?;
        {
            let _gate = self.gate(channel).await;
            let seen = self.seen(channel, by.user).await?;
            if seen.standing.member {
                self.take_out(by.user, &seen, by.user, |row| row.admin = row.admin.filter(|_| false)).await?;
            }
        }
        self.live.notice(by.user, Notice::Membership { channel }, by.session);
        Ok(told)
    }

    /// Brings people in.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], and faults.
    pub async fn bring(&self, by: By, channel: i64, people: &[UserId]) -> Result<Brought, ChannelError> {
        let mut brought = Brought::default();
        let mut come = Vec::new();
        let record = {
            let _gate = self.gate(channel).await;
            let seen = self.allowed(channel, by.user, Action::Invite).await?;
            for user in people {
                match self.may_bring(&seen, by.user, *user).await? {
                    Ok(true) if !come.contains(user) => come.push(*user),
                    Ok(_) => {}
                    Err(why) => brought.missing.push((*user, why)),
                }
            }
            let ways: Vec<_> = come.iter().map(|user| (*user, Way::Brought(by.user))).collect();
            if ways.is_empty() {
                return Ok(brought);
            }
            self.let_in(&seen, &ways, None).await?
        };
        brought.entries = self.say_came(by, channel, &record, &come, Way::Brought(by.user)).await?;
        for user in come {
            self.live.notice(user, Notice::Membership { channel }, None);
        }
        Ok(brought)
    }

    /// Whether `user` is to be brought in by `by`; false for who is in already.
    async fn may_bring(
        &self,
        seen: &Seen,
        by: UserId,
        user: UserId,
    ) -> Result<Result<bool, NotBrought>, ChannelError> {
        let person = self.users.record(user).await?;
        if person.is_none_or(|person| person.deleted_at.is_some()) || user == crate::SERVICE_USER {
            return Ok(Err(NotBrought::NotPossible));
        }
        let row = self.participant(seen.id, user).await?;
        let standing = Standing::of(&seen.record, user, row.as_deref(), self.now());
        if self.barred(seen.id, &seen.record, user).await? {
            return Ok(Err(NotBrought::NotPossible));
        }
        if standing.member {
            return Ok(Ok(false));
        }
        if standing.role == Role::Banned && !seen.standing.may(&seen.record, Action::Ban) {
            return Ok(Err(NotBrought::NotPossible));
        }
        if user == by {
            return Ok(Ok(false));
        }
        if self.blocks.has(user, by).await? || !self.privacy.allows(user, PrivacyKey::ChatInvite, by).await? {
            return Ok(Err(NotBrought::Privacy));
        }
        if self.of_user(user).await?.len() >= super::create::CHANNELS_MAX {
            return Ok(Err(NotBrought::NotPossible));
        }
        Ok(Ok(true))
    }

    /// Writes that people are in. For whoever holds the gate. `record` replaces the channel's.
    pub(super) async fn let_in(
        &self,
        seen: &Seen,
        people: &[(UserId, Way)],
        record: Option<Channel>,
    ) -> Result<Channel, Fault> {
        self.let_in_by(seen, people, record, None).await
    }

    /// As [`Channels::let_in`], by a link, which is written with it.
    pub(super) async fn let_in_by(
        &self,
        seen: &Seen,
        people: &[(UserId, Way)],
        record: Option<Channel>,
        link: Option<(&str, &Invite)>,
    ) -> Result<Channel, Fault> {
        let admission = self.admission(seen, people, record, link).await?;
        // A group of the engine's holds a bounded number of writes.
        let mut first = Some(&admission.record);
        let parts = admission.participants.chunks(WRITTEN_AT_ONCE);
        for (rows, own) in parts.zip(admission.memberships.chunks(WRITTEN_AT_ONCE)) {
            let (record, by) = (first.take(), people.first().map(|(user, way)| way.of(*user)));
            let change = Change { channel: seen.id, record, participants: rows, memberships: own, link, by };
            self.write(change).await?;
        }
        Ok(admission.record)
    }

    /// Lets the caller in and says so in the group, in one commit. For whoever holds the gate.
    pub(super) async fn come_in(
        &self,
        by: By,
        seen: &Seen,
        way: Way,
        link: Option<(&str, &Invite)>,
    ) -> Result<Vec<Arc<ChannelEntry>>, ChannelError> {
        let Admission { record, participants, memberships } =
            self.admission(seen, &[(by.user, way)], None, link).await?;
        let change = Change {
            channel: seen.id,
            record: Some(&record),
            participants: &participants,
            memberships: &memberships,
            link,
            by: Some(way.of(by.user)),
        };
        if !is_told(&record) {
            self.write(change).await?;
            return Ok(Vec::new());
        }
        let (drafted, rows) = self.draft(change).await?;
        let beside: Beside = Arc::new(move |batch, _| batch.join(rows.clone()));
        let content = Content { action: Some(came(&[by.user], way)), ..Content::default() };
        let post = self.service_post(by, seen.id, &record, content);
        let posted = self.boxes.channels().post_and(seen.id, vec![post], Some(beside), ()).await;
        self.written(drafted, posted.is_ok());
        Ok(posted?.into_iter().map(|posted| posted.entry).collect())
    }

    /// What is to be written when people come in.
    async fn admission(
        &self,
        seen: &Seen,
        people: &[(UserId, Way)],
        record: Option<Channel>,
        link: Option<(&str, &Invite)>,
    ) -> Result<Admission, Fault> {
        let date = self.now();
        let state = self.boxes.channels().state(seen.id).await?;
        let hidden = seen.record.flags & flag::HIDDEN_PREHISTORY != 0 && !is_public(&seen.record);
        let available_min_id = if hidden { state.pts.saturating_add(1) } else { 0 };
        let mut record = record.unwrap_or_else(|| (*seen.record).clone());
        let (mut participants, mut memberships) = (Vec::new(), Vec::new());
        for (user, way) in people {
            let before = self.participant(seen.id, *user).await?;
            let was_kicked =
                before.as_ref().and_then(|row| row.banned).unwrap_or(0) & banned::VIEW_MESSAGES != 0;
            let before = before.map(|row| (*row).clone()).unwrap_or_default();
            let (inviter, via_request) = match way {
                Way::Himself | Way::Community(_) => (None, None),
                Way::Brought(inviter) => (Some(*inviter), None),
                Way::Link(inviter, approved) => (Some(*inviter), approved.map(|_| true)),
            };
            if was_kicked {
                record.kicked = record.kicked.saturating_sub(1);
            }
            let row = Participant {
                date,
                member: true,
                inviter,
                via_request,
                invite: link.map(|(hash, _)| hash.to_owned()),
                available_min_id: if seen.record.creator == *user { 0 } else { available_min_id },
                admin: None,
                banned: before.banned.filter(|_| !was_kicked),
                banned_until: if was_kicked { 0 } else { before.banned_until },
                ..before
            };
            participants.push((*user, row));
            let before = self.membership(seen.id, *user).await?;
            // What was written before is no news to who joins.
            let read_inbox_max_id = before.read_inbox_max_id.max(state.top_message);
            memberships.push((*user, Membership { date, member: true, read_inbox_max_id, ..before }));
        }
        record.participants = record.participants.saturating_add(u32::try_from(people.len()).unwrap_or(0));
        Ok(Admission { record, participants, memberships })
    }

    /// Writes that somebody is no member any more, with what else `change` does to his row. For whoever holds the
    /// gate; `seen` is of anybody.
    pub(super) async fn take_out(
        &self,
        by: UserId,
        seen: &Seen,
        user: UserId,
        change: impl FnOnce(&mut Participant),
    ) -> Result<(), Fault> {
        let row = self.participant(seen.id, user).await?;
        let before = row.map(|row| (*row).clone()).unwrap_or_default();
        let was_member = before.member;
        let was_kicked = before.banned.unwrap_or(0) & banned::VIEW_MESSAGES != 0;
        let mut row = Participant { member: false, date: self.now(), ..before };
        change(&mut row);
        let is_kicked = row.banned.unwrap_or(0) & banned::VIEW_MESSAGES != 0;
        let mut record = (*seen.record).clone();
        record.participants = record.participants.saturating_sub(u32::from(was_member));
        record.kicked = (record.kicked + u32::from(is_kicked)).saturating_sub(u32::from(was_kicked));
        if user != record.creator {
            row.admin = None;
            record.admins.retain(|admin| *admin != user);
        }
        let own = Membership { member: false, ..self.membership(seen.id, user).await? };
        let own = [(user, own)];
        self.write(Change {
            channel: seen.id,
            record: Some(&record),
            participants: &[(user, row)],
            memberships: if was_member { &own } else { &[] },
            by: Some(by),
            ..Change::default()
        })
        .await
    }

    /// Says in a group who came.
    pub(super) async fn say_came(
        &self,
        by: By,
        channel: i64,
        record: &Channel,
        people: &[UserId],
        way: Way,
    ) -> Result<Vec<Arc<ChannelEntry>>, ChannelError> {
        if !is_told(record) {
            return Ok(Vec::new());
        }
        self.tell_in(by, channel, record, came(people, way)).await
    }

    /// Says in a group who went, before he does: he is told as well.
    pub(super) async fn say_went(
        &self,
        by: By,
        channel: i64,
        record: &Channel,
        user: UserId,
    ) -> Result<Vec<Arc<ChannelEntry>>, ChannelError> {
        if !is_told(record) {
            return Ok(Vec::new());
        }
        self.tell_in(by, channel, record, Told::ChannelDeleteUser { user }).await
    }
}

/// Whether it is said in the channel who comes and goes.
fn is_told(record: &Channel) -> bool {
    !is_broadcast(record) && record.participants <= TOLD_IN_GROUPS_UP_TO
}

/// What is said of people who come in.
fn came(people: &[UserId], way: Way) -> Told {
    match way {
        Way::Community(community) => Told::ChannelJoinedViaCommunity { community },
        Way::Himself | Way::Brought(_) => Told::ChannelAddUsers { users: people.to_vec() },
        Way::Link(_, Some(_)) => Told::ChannelJoinedByRequest,
        Way::Link(inviter, None) => Told::ChannelJoinedByLink { inviter },
    }
}

/// Rows of one commit: well below what the engine takes.
pub(super) const WRITTEN_AT_ONCE: usize = 100;
