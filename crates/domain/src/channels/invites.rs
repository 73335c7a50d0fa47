//! Links that let people into a channel: limits, ends, approval. What a link ends with is 128 bits of chance; whoever
//! guesses is made to wait.

use std::sync::{Arc, PoisonError};

use boxes::{By, ChannelEntry, UserId};
use store::{
    Direction, Rows, StoreError,
    ids::Owner,
    key::Hashed,
    records::channels::{ByLink, ByMember, Channel, Invite, InviteTarget, JoinRequest, flag},
    tables,
};

use super::{Action, ChannelError, Channels, Role, Seen, members::Way};
use crate::{Fault, Notice};

/// A link with what it ends with.
#[derive(Clone)]
pub struct Link {
    /// What it ends with.
    pub hash: String,
    /// The link.
    pub invite: Invite,
}

/// How a link is to be.
#[derive(Default)]
pub struct NewLink {
    /// Seconds since 1970 at which it ends.
    pub expire_date: Option<i32>,
    /// For so many people.
    pub usage_limit: Option<i32>,
    /// Who comes by it is let in by an admin.
    pub request_needed: bool,
    /// What admins call it.
    pub title: Option<String>,
}

/// What of a link is to change; what is absent stays.
#[derive(Default)]
pub struct LinkChange {
    /// It leads nowhere from now on.
    pub revoked: bool,
    /// 0 for no end.
    pub expire_date: Option<i32>,
    /// 0 for no limit.
    pub usage_limit: Option<i32>,
    /// Whether an admin lets people in.
    pub request_needed: Option<bool>,
    /// Empty for none.
    pub title: Option<String>,
}

/// What a link shows to whoever follows it.
pub enum Leads {
    /// He is in already, or may look.
    Inside(i64),
    /// To this channel.
    To {
        /// Which.
        channel: i64,
        /// The channel.
        record: Arc<Channel>,
        /// Whether an admin lets people in.
        request_needed: bool,
    },
}

/// What became of following a link.
pub enum Followed {
    /// He is in.
    In(i64, Vec<Arc<ChannelEntry>>),
    /// An admin was asked.
    Asked,
}

/// Somebody who came by a link or waits to be let in.
#[derive(Clone)]
pub struct Importer {
    /// Who.
    pub user: UserId,
    /// Seconds since 1970.
    pub date: i32,
    /// He waits.
    pub waits: bool,
}

/// Links of one channel that are looked at.
const LINKS_MAX: usize = 2_000;
/// People of one list that are looked at.
const LOOKED_AT_MAX: usize = 10_000;
/// Characters of a link's title.
const TITLE_CHARS_MAX: usize = 32;
/// Wrong links of one person before he has to wait, and for how long.
const GUESSES_MAX: u32 = 20;
const GUESS_WAIT_SECONDS: i32 = 3_600;
/// People whose guesses are counted.
const GUESSERS_MAX: usize = 10_000;

impl Channels {
    /// Makes a link. One without conditions replaces the caller's permanent one, if `replace`.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], [`ChannelError::LinkCondition`], and faults.
    pub async fn export_link(
        &self,
        by: By,
        channel: i64,
        new: NewLink,
        replace: bool,
    ) -> Result<Link, ChannelError> {
        let _gate = self.gate(channel).await;
        self.allowed(channel, by.user, Action::ManageInvites).await?;
        let plain = new.expire_date.is_none() && new.usage_limit.is_none() && !new.request_needed;
        let permanent = plain && new.title.is_none();
        if permanent {
            let links = self.links(channel).await?;
            let mut own = links
                .into_iter()
                .filter(|link| link.invite.admin == by.user && link.invite.permanent && !link.invite.revoked);
            match own.next() {
                Some(link) if !replace => return Ok(link),
                Some(old) => {
                    let revoked = Invite { revoked: true, ..old.invite };
                    self.write_link(channel, &old.hash, &revoked, false).await?;
                }
                None => {}
            }
        }
        self.check(&new)?;
        let invite = Invite {
            admin: by.user,
            date: self.now(),
            title: new.title,
            expire_date: new.expire_date,
            usage_limit: new.usage_limit,
            request_needed: new.request_needed,
            permanent,
            ..Invite::default()
        };
        let hash = self.new_hash();
        self.write_link(channel, &hash, &invite, true).await?;
        Ok(Link { hash, invite })
    }

    /// The caller's permanent link, if there is one; for the page of a channel.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn permanent_link(&self, user: UserId, channel: i64) -> Result<Option<Link>, Fault> {
        let links = self.links(channel).await?;
        let own = |link: &Link| link.invite.admin == user && link.invite.permanent && !link.invite.revoked;
        Ok(links.into_iter().find(own))
    }

    /// Links of one admin, the newest first.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`]: only the creator sees others' links.
    pub async fn links_of(
        &self,
        user: UserId,
        channel: i64,
        admin: UserId,
        revoked: bool,
    ) -> Result<Vec<Link>, ChannelError> {
        self.may_see_links(user, channel, admin).await?;
        let mut links = self.links(channel).await?;
        links.retain(|link| link.invite.admin == admin && link.invite.revoked == revoked);
        links.sort_by_key(|link| std::cmp::Reverse(link.invite.date));
        Ok(links)
    }

    /// Who has links, and how many that lead somewhere and that do not.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`] for all but the creator.
    pub async fn link_admins(
        &self,
        user: UserId,
        channel: i64,
    ) -> Result<Vec<(UserId, i32, i32)>, ChannelError> {
        self.allowed(channel, user, Action::Own).await?;
        let mut admins: Vec<(UserId, i32, i32)> = Vec::new();
        for link in self.links(channel).await? {
            let at = admins.iter().position(|(admin, ..)| *admin == link.invite.admin).unwrap_or_else(|| {
                admins.push((link.invite.admin, 0, 0));
                admins.len() - 1
            });
            if let Some((_, live, revoked)) = admins.get_mut(at) {
                *if link.invite.revoked { revoked } else { live } += 1;
            }
        }
        Ok(admins)
    }

    /// One link.
    ///
    /// # Errors
    /// [`ChannelError::NoSuchLink`], [`ChannelError::AdminRequired`], and faults.
    pub async fn link(&self, user: UserId, channel: i64, hash: &str) -> Result<Link, ChannelError> {
        let invite = self.invite(channel, hash).await?.ok_or(ChannelError::NoSuchLink)?;
        self.may_see_links(user, channel, invite.admin).await?;
        Ok(Link { hash: hash.to_owned(), invite })
    }

    /// Changes a link. A permanent one that is revoked is replaced by another.
    ///
    /// # Errors
    /// As [`Channels::link`], and [`ChannelError::LinkCondition`].
    pub async fn edit_link(
        &self,
        by: By,
        channel: i64,
        hash: &str,
        change: LinkChange,
    ) -> Result<(Link, Option<Link>), ChannelError> {
        let _gate = self.gate(channel).await;
        let Link { invite: before, .. } = self.link(by.user, channel, hash).await?;
        if before.revoked {
            return Err(ChannelError::NoSuchLink);
        }
        let mut invite = before.clone();
        if change.revoked {
            invite.revoked = true;
            self.write_link(channel, hash, &invite, false).await?;
            let mut replacement = None;
            if before.permanent {
                let fresh =
                    Invite { admin: before.admin, date: self.now(), permanent: true, ..Invite::default() };
                let hash = self.new_hash();
                self.write_link(channel, &hash, &fresh, true).await?;
                replacement = Some(Link { hash, invite: fresh });
            }
            return Ok((Link { hash: hash.to_owned(), invite }, replacement));
        }
        if before.permanent {
            return Err(ChannelError::PermanentLink);
        }
        let some = |number: i32| (number > 0).then_some(number);
        invite.expire_date = change.expire_date.map_or(invite.expire_date, some);
        invite.usage_limit = change.usage_limit.map_or(invite.usage_limit, some);
        invite.request_needed = change.request_needed.unwrap_or(invite.request_needed);
        if let Some(title) = change.title {
            invite.title = Some(title).filter(|title| !title.is_empty());
        }
        self.check(&NewLink {
            expire_date: invite.expire_date.filter(|date| before.expire_date != Some(*date)),
            usage_limit: invite.usage_limit,
            request_needed: invite.request_needed,
            title: invite.title.clone(),
        })?;
        self.write_link(channel, hash, &invite, false).await?;
        Ok((Link { hash: hash.to_owned(), invite }, None))
    }

    /// Takes a revoked link away for good; without a hash all revoked ones of an admin.
    ///
    /// # Errors
    /// As [`Channels::link`].
    pub async fn delete_links(
        &self,
        by: By,
        channel: i64,
        admin: Option<UserId>,
        hash: Option<&str>,
    ) -> Result<(), ChannelError> {
        let _gate = self.gate(channel).await;
        let links = match (hash, admin) {
            (Some(hash), _) => vec![self.link(by.user, channel, hash).await?],
            (None, Some(admin)) => self.links_of(by.user, channel, admin, true).await?,
            (None, None) => Vec::new(),
        };
        for link in links.into_iter().filter(|link| link.invite.revoked) {
            let mut batch = self.store.batch();
            batch.delete::<tables::ChannelInvites>(&ByLink { channel, hash: link.hash.clone() });
            batch.delete::<tables::InviteTargets>(&self.target_key(&link.hash));
            self.store.commit(batch).await?;
        }
        Ok(())
    }

    /// Where a link leads.
    ///
    /// # Errors
    /// [`ChannelError::NoSuchLink`], [`ChannelError::LinkEnded`], [`ChannelError::Flood`], and faults.
    pub async fn check_link(&self, user: UserId, hash: &str) -> Result<Leads, ChannelError> {
        let (channel, invite) = self.followed(user, hash).await?;
        let record = self.record(channel).await?.filter(|record| record.deleted_at.is_none());
        let record = record.ok_or(ChannelError::NoSuchLink)?;
        if self.is_member(channel, user).await? {
            return Ok(Leads::Inside(channel));
        }
        self.is_open(&invite)?;
        Ok(Leads::To { channel, record, request_needed: invite.request_needed })
    }

    /// Follows a link.
    ///
    /// # Errors
    /// As [`Channels::check_link`], [`ChannelError::AlreadyIn`], [`ChannelError::Banned`], and
    /// [`ChannelError::TooMany`].
    pub async fn follow_link(&self, by: By, hash: &str) -> Result<Followed, ChannelError> {
        let (channel, _) = self.followed(by.user, hash).await?;
        let record = {
            let _gate = self.gate(channel).await;
            // As it is now: of a thousand who come at the same time by a link for one, one gets in.
            let invite = self.invite(channel, hash).await?.ok_or(ChannelError::NoSuchLink)?;
            let seen = self.found_by_link(channel, by.user).await?;
            self.is_open(&invite)?;
            self.has_room(by.user).await?;
            if invite.request_needed {
                self.ask(&seen, by.user, Some((hash, invite))).await?;
                return Ok(Followed::Asked);
            }
            let used = Invite { usage: invite.usage.saturating_add(1), ..invite };
            let way = Way::Link(used.admin, false);
            let record = self.let_in_by(&seen, &[(by.user, way)], None, Some((hash, &used))).await?;
            (record, used.admin)
        };
        let (record, admin) = record;
        let entries = self.say_came(by, channel, &record, &[by.user], Way::Link(admin, false)).await?;
        self.live.notice(by.user, Notice::Channel { channel }, by.session);
        Ok(Followed::In(channel, entries))
    }

    /// The channel as somebody finds it who was given a link.
    async fn found_by_link(&self, channel: i64, user: UserId) -> Result<Seen, ChannelError> {
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
        let channel = seen.id;
        let key = ByMember { channel, user };
        if self.store.get::<tables::JoinRequests>(&key).await?.is_some() {
            return Ok(());
        }
        let mut record = (*seen.record).clone();
        record.requests = Some(record.requests.unwrap_or(0).saturating_add(1));
        let hash = link.as_ref().map(|(hash, _)| (*hash).to_owned());
        let mut batch = self.store.batch();
        batch.put::<tables::JoinRequests>(&key, &JoinRequest { date: self.now(), hash });
        if let Some((hash, invite)) = link {
            let asked = Invite { requested: invite.requested.saturating_add(1), ..invite };
            batch.put::<tables::ChannelInvites>(&ByLink { channel, hash: hash.to_owned() }, &asked);
        }
        self.store.commit(batch).await?;
        self.write_record(channel, &record).await?;
        self.tell_admins_of_requests(channel, &record).await;
        Ok(())
    }

    /// Who came by a link, or waits to be let in, the newest first.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], and faults.
    pub async fn importers(
        &self,
        user: UserId,
        channel: i64,
        hash: Option<&str>,
        waiting: bool,
    ) -> Result<Vec<Importer>, ChannelError> {
        self.allowed(channel, user, Action::ManageInvites).await?;
        let mut found = Vec::new();
        if waiting {
            let rows = Rows::<tables::JoinRequests>::of(Owner::Channel(channel));
            for (key, row) in self.store.scan(rows, LOOKED_AT_MAX, Direction::Forward).await? {
                if hash.is_none_or(|hash| row.hash.as_deref() == Some(hash)) {
                    found.push(Importer { user: key.user, date: row.date, waits: true });
                }
            }
        } else {
            let rows = Rows::<tables::Participants>::of(Owner::Channel(channel));
            for (key, row) in self.store.scan(rows, LOOKED_AT_MAX, Direction::Forward).await? {
                let came = match hash {
                    Some(hash) => row.invite.as_deref() == Some(hash),
                    None => row.invite.is_some(),
                };
                if came && row.member {
                    found.push(Importer { user: key.user, date: row.date, waits: false });
                }
            }
        }
        found.sort_by_key(|importer| std::cmp::Reverse((importer.date, importer.user)));
        Ok(found)
    }

    /// Lets somebody in who asked, or not.
    ///
    /// # Errors
    /// [`ChannelError::NoRequest`], [`ChannelError::AdminRequired`], and faults.
    pub async fn answer_request(
        &self,
        by: By,
        channel: i64,
        user: UserId,
        approved: bool,
    ) -> Result<Vec<Arc<ChannelEntry>>, ChannelError> {
        let record = {
            let _gate = self.gate(channel).await;
            let seen = self.allowed(channel, by.user, Action::ManageInvites).await?;
            let key = ByMember { channel, user };
            let request = self.store.get::<tables::JoinRequests>(&key).await?;
            let request = request.ok_or(ChannelError::NoRequest)?;
            let mut batch = self.store.batch();
            batch.delete::<tables::JoinRequests>(&key);
            let mut record = (*seen.record).clone();
            record.requests = record.requests.map(|count| count.saturating_sub(1)).filter(|count| *count > 0);
            let mut invite = None;
            if let Some(hash) = &request.hash
                && let Some(before) = self.invite(channel, hash).await?
            {
                let after = Invite {
                    requested: (before.requested - 1).max(0),
                    usage: before.usage.saturating_add(i32::from(approved)),
                    ..before
                };
                invite = Some((hash.clone(), after));
            }
            if approved && !self.is_member(channel, user).await? {
                let inviter = invite.as_ref().map_or(by.user, |(_, invite)| invite.admin);
                let link = invite.as_ref().map(|(hash, invite)| (hash.as_str(), invite));
                let way = Way::Link(inviter, true);
                record = self.let_in_by(&seen, &[(user, way)], Some(record), link).await?;
                self.store.commit(batch).await?;
            } else {
                if let Some((hash, invite)) = &invite {
                    batch.put::<tables::ChannelInvites>(&ByLink { channel, hash: hash.clone() }, invite);
                }
                self.store.commit(batch).await?;
                self.write_record(channel, &record).await?;
            }
            record
        };
        self.tell_admins_of_requests(channel, &record).await;
        if !approved {
            return Ok(Vec::new());
        }
        let entries =
            self.say_came(By::user(user), channel, &record, &[user], Way::Link(by.user, true)).await?;
        self.live.notice(user, Notice::Channel { channel }, None);
        Ok(entries)
    }

    async fn tell_admins_of_requests(&self, channel: i64, record: &Channel) {
        for admin in &record.admins {
            self.live.notice(*admin, Notice::Channel { channel }, None);
        }
    }

    /// The link that ends with this, where somebody follows it; wrong ones are counted.
    async fn followed(&self, user: UserId, hash: &str) -> Result<(i64, Invite), ChannelError> {
        let now = self.now();
        {
            let guesses = self.guesses.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((count, until)) = guesses.get(&user)
                && *count >= GUESSES_MAX
                && *until > now
            {
                return Err(ChannelError::Flood { seconds: until - now });
            }
        }
        let target = self.store.get::<tables::InviteTargets>(&self.target_key(hash)).await?;
        let found = match target {
            Some(target) => self.invite(target.channel, hash).await?.map(|invite| (target.channel, invite)),
            None => None,
        };
        if found.is_none() {
            let mut guesses = self.guesses.lock().unwrap_or_else(PoisonError::into_inner);
            if guesses.len() >= GUESSERS_MAX {
                guesses.clear();
            }
            let (count, until) = guesses.entry(user).or_insert((0, 0));
            if *until <= now {
                *count = 0;
            }
            *count += 1;
            *until = now + GUESS_WAIT_SECONDS;
        }
        found.ok_or(ChannelError::NoSuchLink)
    }

    fn is_open(&self, invite: &Invite) -> Result<(), ChannelError> {
        let over = invite.expire_date.is_some_and(|date| date <= self.now());
        let used_up = invite.usage_limit.is_some_and(|limit| invite.usage >= limit);
        if invite.revoked || over || used_up { Err(ChannelError::LinkEnded) } else { Ok(()) }
    }

    fn check(&self, new: &NewLink) -> Result<(), ChannelError> {
        let past = new.expire_date.is_some_and(|date| date <= self.now());
        let limit = new.usage_limit.is_some_and(|limit| !(1..=99_999).contains(&limit));
        let both = new.request_needed && new.usage_limit.is_some();
        let long = new.title.as_ref().is_some_and(|title| title.chars().count() > TITLE_CHARS_MAX);
        if past || limit || both || long { Err(ChannelError::LinkCondition) } else { Ok(()) }
    }

    async fn may_see_links(&self, user: UserId, channel: i64, admin: UserId) -> Result<(), ChannelError> {
        let seen = self.allowed(channel, user, Action::ManageInvites).await?;
        if admin != user && seen.standing.role != Role::Creator {
            return Err(ChannelError::AdminRequired);
        }
        Ok(())
    }

    async fn invite(&self, channel: i64, hash: &str) -> Result<Option<Invite>, StoreError> {
        self.store.get::<tables::ChannelInvites>(&ByLink { channel, hash: hash.to_owned() }).await
    }

    async fn links(&self, channel: i64) -> Result<Vec<Link>, Fault> {
        let rows = Rows::<tables::ChannelInvites>::of(Owner::Channel(channel));
        let found = self.store.scan(rows, LINKS_MAX, Direction::Forward).await?;
        Ok(found.into_iter().map(|(key, invite)| Link { hash: key.hash, invite }).collect())
    }

    /// The row that says where it leads first: without the link's own row it leads nowhere.
    async fn write_link(&self, channel: i64, hash: &str, invite: &Invite, new: bool) -> Result<(), Fault> {
        if new {
            let mut batch = self.store.batch();
            batch.put::<tables::InviteTargets>(&self.target_key(hash), &InviteTarget { channel });
            self.store.commit(batch).await?;
        }
        let mut batch = self.store.batch();
        batch.put::<tables::ChannelInvites>(&ByLink { channel, hash: hash.to_owned() }, invite);
        Ok(self.store.commit(batch).await?)
    }

    fn target_key(&self, hash: &str) -> Hashed {
        Hashed(self.store.keyed_hash("invite link of a channel", hash.as_bytes()))
    }

    fn new_hash(&self) -> String {
        const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let bytes = self.world.chance.bytes::<22>();
        bytes.iter().map(|byte| char::from(SIGNS[usize::from(byte & 63)])).collect()
    }
}

/// Whether whoever wants to join a public group is let in by an admin.
pub(super) fn asks(record: &Channel) -> bool {
    record.flags & flag::JOIN_REQUEST != 0
}
