//! Lists of who takes part in a channel.

use std::sync::{Arc, MutexGuard, PoisonError};

use boxes::{Defect, Peer, UserId};
use store::{
    Direction, Rows,
    ids::Owner,
    records::channels::{ByMember, Participant, flag},
    tables,
};

use super::{Action, ChannelError, Channels, names, rights::banned};
use crate::{UsernameError, cache::Cache};

/// Which people are asked for.
#[derive(Clone, PartialEq, Eq)]
pub enum Filter {
    /// Members.
    Members,
    /// Members whose name or username has this in it.
    Search(String),
    /// The creator and admins.
    Admins,
    /// Who was thrown out, with this in his name.
    Kicked(String),
    /// Who may do less than others, with this in his name.
    Restricted(String),
    /// Members who are contacts of the caller, with this in their names.
    Contacts(String),
    /// Bots: there are none.
    Bots,
}

/// A part of a list.
pub struct ParticipantsPage {
    /// How many there are in all.
    pub count: i32,
    /// The people.
    pub people: Vec<Listed>,
}

/// One line of a list.
#[derive(Clone)]
pub struct Listed {
    /// Who.
    pub user: UserId,
    /// What he is.
    pub row: Arc<Participant>,
}

/// People of one answer.
const PAGE_MAX: usize = 200;
/// Rows that one list looks at: those of the people with the lowest ids.
const LOOKED_AT_MAX: usize = 10_000;
const PART: usize = 500;

impl Channels {
    /// A part of a list of a channel's people.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`] where the caller may not see it, and as [`Channels::seen`].
    pub async fn people(
        &self,
        user: UserId,
        channel: i64,
        filter: Filter,
        offset: usize,
        limit: usize,
    ) -> Result<ParticipantsPage, ChannelError> {
        let seen = self.seen(channel, user).await?;
        let admin = seen.standing.is_admin();
        let hidden = seen.record.flags & flag::PARTICIPANTS_HIDDEN != 0;
        let for_admins = match filter {
            Filter::Kicked(_) | Filter::Restricted(_) => true,
            Filter::Admins => false,
            _ => hidden || !seen.standing.may(&seen.record, Action::SeeMembers),
        };
        if for_admins && !admin && !self.boxes.breaks(Defect::MembersShownToAll) {
            return Err(ChannelError::AdminRequired);
        }
        let limit = limit.min(PAGE_MAX);
        if filter == Filter::Admins {
            return self.admins(channel, &seen.record.admins).await;
        }
        if filter == Filter::Bots {
            return Ok(ParticipantsPage { count: 0, people: Vec::new() });
        }
        if let Filter::Contacts(_) = filter {
            // An address book is shorter than the list of a large channel's people.
            let contacts = self.contacts.all(user).await?.into_iter().map(|(other, _)| other).collect();
            return self.among(user, channel, &filter, contacts, (offset, limit)).await;
        }
        if let Filter::Kicked(_) | Filter::Restricted(_) = filter {
            let rows = Rows::<tables::ChannelBans>::of(Owner::Channel(channel));
            let banned = self.store.scan(rows, LOOKED_AT_MAX, Direction::Forward).await?;
            let known = u32::try_from(banned.len()).unwrap_or(u32::MAX);
            // Bans of an earlier build have no row there: then all are looked through, as far as that goes.
            if known >= seen.record.kicked.saturating_add(seen.record.restricted) {
                let banned = banned.into_iter().map(|(key, _)| key.user).collect();
                return self.among(user, channel, &filter, banned, (offset, limit)).await;
            }
        }
        if let Filter::Search(name) = &filter
            && usize::try_from(seen.record.participants).unwrap_or(usize::MAX) > LOOKED_AT_MAX
        {
            let candidates = self.searched(user, channel, name).await?;
            return self.among(user, channel, &filter, candidates, (offset, limit)).await;
        }
        let mut found = Vec::new();
        let mut matched = 0;
        let mut from = ByMember { channel, user: UserId(0) };
        let mut looked_at = 0;
        let all = filter == Filter::Members;
        // Who goes on where a page ended looks at no row of those before.
        if let Some(next) = self.pages().get(&(channel, offset)).filter(|_| all && offset > 0) {
            (from.user, matched) = (next, offset);
        }
        'all: while looked_at < LOOKED_AT_MAX {
            let rows = Rows::<tables::Participants>::since(&from);
            // Nearly all rows are of members: no more are read than the page and what lies before it need.
            let needed = offset.saturating_sub(matched).saturating_add(limit.saturating_sub(found.len()));
            let wanted = if all { needed.clamp(1, PART) } else { PART };
            let part = self.store.scan(rows, wanted, Direction::Forward).await?;
            let last = part.len() < wanted;
            looked_at += part.len();
            for (key, row) in part {
                from = ByMember { channel, user: UserId(key.user.0.saturating_add(1)) };
                if !self.fits(user, &filter, key.user, &row).await? {
                    continue;
                }
                if matched >= offset && found.len() < limit {
                    found.push(Listed { user: key.user, row: Arc::new(row) });
                }
                matched += 1;
                if all && found.len() >= limit {
                    break 'all;
                }
            }
            if last {
                break;
            }
        }
        if all && found.len() == limit {
            self.pages().put((channel, offset.saturating_add(limit)), from.user);
        }
        let count = match filter {
            Filter::Members => usize::try_from(seen.record.participants).unwrap_or(0),
            _ => matched,
        };
        Ok(ParticipantsPage { count: i32::try_from(count).unwrap_or(i32::MAX), people: found })
    }

    async fn admins(&self, channel: i64, admins: &[UserId]) -> Result<ParticipantsPage, ChannelError> {
        let mut people = Vec::with_capacity(admins.len());
        for user in admins {
            if let Some(row) = self.participant(channel, *user).await? {
                people.push(Listed { user: *user, row });
            }
        }
        Ok(ParticipantsPage { count: i32::try_from(people.len()).unwrap_or(i32::MAX), people })
    }

    /// Those of these people who fit.
    async fn among(
        &self,
        caller: UserId,
        channel: i64,
        filter: &Filter,
        candidates: Vec<UserId>,
        (offset, limit): (usize, usize),
    ) -> Result<ParticipantsPage, ChannelError> {
        let mut people = Vec::new();
        for user in candidates {
            if let Some(row) = self.participant(channel, user).await?
                && self.fits(caller, filter, user, &row).await?
            {
                people.push(Listed { user, row });
            }
        }
        let count = i32::try_from(people.len()).unwrap_or(i32::MAX);
        Ok(ParticipantsPage { count, people: people.into_iter().skip(offset).take(limit).collect() })
    }

    /// Whom a search may mean in a group that is too large to look at all: who was called so some minutes ago, who has
    /// exactly that username, and the caller's contacts.
    async fn searched(&self, caller: UserId, channel: i64, name: &str) -> Result<Vec<UserId>, ChannelError> {
        let mut candidates = self.members_called(channel, name).await?;
        candidates.extend(self.contacts.all(caller).await?.into_iter().map(|(other, _)| other));
        match self.usernames.resolve(name).await {
            Ok(Some(Peer::User(user))) => candidates.push(user),
            Err(UsernameError::Fault(fault)) => return Err(fault.into()),
            _ => {}
        }
        candidates.sort_unstable();
        candidates.dedup();
        Ok(candidates)
    }

    /// Where pages of members go on.
    fn pages(&self) -> MutexGuard<'_, Cache<(i64, usize), UserId>> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn fits(
        &self,
        caller: UserId,
        filter: &Filter,
        user: UserId,
        row: &Participant,
    ) -> Result<bool, ChannelError> {
        let bans = row.banned.unwrap_or(0);
        let in_force = row.banned_until == 0 || row.banned_until > self.now();
        let kicked = bans & banned::VIEW_MESSAGES != 0 && in_force;
        let (wanted, name) = match filter {
            Filter::Members => return Ok(row.member),
            Filter::Search(name) => (row.member, name),
            Filter::Kicked(name) => (kicked, name),
            Filter::Restricted(name) => (bans != 0 && !kicked && in_force, name),
            Filter::Contacts(name) => (row.member && self.contacts.get(caller, user).await?.is_some(), name),
            Filter::Admins | Filter::Bots => return Ok(false),
        };
        if !wanted || name.is_empty() {
            return Ok(wanted);
        }
        let Some(person) = self.users.record(user).await? else { return Ok(false) };
        Ok(names::fits(&names::called(&person), name))
    }
}
