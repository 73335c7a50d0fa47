//! The rows of links: how one is made, changed and taken away, where it leads, who waits. Who may do so is asked by
//! those above, who also see to it that a chat's links change one after the other.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use boxes::UserId;
use store::{
    Batch, Direction, Rows, Store, StoreError,
    ids::Owner,
    key::Hashed,
    records::admin_log::{Deed, LoggedLink},
    records::invites::{ByAsker, ByLink, Invite, InviteTarget, JoinRequest},
    tables,
};
use world::World;

use crate::Fault;

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

/// Somebody who came by a link or waits to be let in.
#[derive(Clone)]
pub struct Importer {
    /// Who.
    pub user: UserId,
    /// Seconds since 1970.
    pub date: i32,
    /// He waits.
    pub waits: bool,
    /// Who let him in, where that is known.
    pub approved_by: Option<UserId>,
}

/// Why something about a link was refused.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// There is no such link.
    #[error("no such link")]
    NoSuchLink,
    /// The link was revoked, is over or used up.
    #[error("the link has ended")]
    Ended,
    /// A link cannot be like that.
    #[error("a link cannot be like that")]
    Condition,
    /// A permanent link has no conditions.
    #[error("the permanent link")]
    Permanent,
    /// Nobody asked to be let in.
    #[error("no request")]
    NoRequest,
    /// Too many guesses.
    #[error("wait {seconds} seconds")]
    Flood {
        /// To wait.
        seconds: i32,
    },
    /// Nobody's wrong input.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<StoreError> for LinkError {
    fn from(error: StoreError) -> Self {
        LinkError::Fault(Fault::Store(error))
    }
}

/// The answer to somebody who waits.
pub(crate) struct Answer {
    chat: Owner,
    user: UserId,
    /// The link that he came by, as it is after the answer.
    pub(crate) link: Option<Link>,
}

/// Links of one chat that are looked at, and that there may be.
const LINKS_MAX: usize = 2_000;
/// People of one list that are looked at.
pub(crate) const LOOKED_AT_MAX: usize = 10_000;
/// Of those who wait, so many are shown beside their number.
const RECENT_SHOWN: usize = 10;
/// For so many people a link may be.
const USAGE_MAX: i32 = 99_999;
/// Characters of a link's title.
const TITLE_CHARS_MAX: usize = 32;
/// Wrong links of one person before he has to wait, and for how long.
const GUESSES_MAX: u32 = 20;
const GUESS_WAIT_SECONDS: i32 = 3_600;
/// People whose guesses are counted.
const GUESSERS_MAX: usize = 10_000;

/// Puts what was done to a link into its commit, where the chat keeps that.
pub(crate) type Log<'a> = &'a (dyn Fn(&mut Batch, Deed) + Sync);

/// All rows of links.
pub(crate) struct Links {
    store: Store,
    world: World,
    /// How many wrong links people have followed lately, and until when that counts.
    guesses: Mutex<BTreeMap<UserId, (u32, i32)>>,
}

impl Links {
    pub(crate) fn new(store: Store, world: World) -> Self {
        Links { store, world, guesses: Mutex::default() }
    }

    /// Makes a link. One without conditions replaces the admin's permanent one, if `replace`.
    pub(crate) async fn export(
        &self,
        chat: Owner,
        admin: UserId,
        new: NewLink,
        replace: bool,
        log: Log<'_>,
    ) -> Result<Link, LinkError> {
        let plain = new.expire_date.is_none() && new.usage_limit.is_none() && !new.request_needed;
        let permanent = plain && new.title.is_none();
        let links = self.all(chat).await?;
        if links.len() >= LINKS_MAX {
            return Err(LinkError::Condition);
        }
        if permanent && let Some(old) = links.into_iter().find(|link| is_permanent(link, admin)) {
            if !replace {
                return Ok(old);
            }
            let revoked = Link { invite: Invite { revoked: true, ..old.invite }, ..old };
            self.write_logged(chat, &revoked, Deed::LinkRevoked, log).await?;
        }
        self.check(&new)?;
        let invite = Invite {
            admin,
            date: self.now(),
            title: new.title,
            expire_date: new.expire_date,
            usage_limit: new.usage_limit,
            request_needed: new.request_needed,
            permanent,
            ..Invite::default()
        };
        self.add(chat, invite).await
    }

    /// The admin's permanent link, if there is one.
    pub(crate) async fn permanent(&self, chat: Owner, admin: UserId) -> Result<Option<Link>, Fault> {
        Ok(self.all(chat).await?.into_iter().find(|link| is_permanent(link, admin)))
    }

    /// Links of one admin, the newest first.
    pub(crate) async fn of_admin(
        &self,
        chat: Owner,
        admin: UserId,
        revoked: bool,
    ) -> Result<Vec<Link>, Fault> {
        let mut links = self.all(chat).await?;
        links.retain(|link| link.invite.admin == admin && link.invite.revoked == revoked);
        links.sort_by_key(|link| std::cmp::Reverse(link.invite.date));
        Ok(links)
    }

    /// Who has links, and how many that lead somewhere and that do not.
    pub(crate) async fn admins(&self, chat: Owner) -> Result<Vec<(UserId, i32, i32)>, Fault> {
        let mut admins: BTreeMap<UserId, (i32, i32)> = BTreeMap::new();
        for link in self.all(chat).await? {
            let (live, revoked) = admins.entry(link.invite.admin).or_default();
            *if link.invite.revoked { revoked } else { live } += 1;
        }
        Ok(admins.into_iter().map(|(admin, (live, revoked))| (admin, live, revoked)).collect())
    }

    /// One link.
    pub(crate) async fn one(&self, chat: Owner, hash: &str) -> Result<Link, LinkError> {
        let key = ByLink { chat, hash: hash.to_owned() };
        let invite = self.store.get::<tables::Invites>(&key).await?.ok_or(LinkError::NoSuchLink)?;
        Ok(Link { hash: hash.to_owned(), invite })
    }

    /// One link, if it lets people in now.
    pub(crate) async fn open(&self, chat: Owner, hash: &str) -> Result<Invite, LinkError> {
        let invite = self.one(chat, hash).await?.invite;
        let over = invite.expire_date.is_some_and(|date| date <= self.now());
        let used_up = invite.usage_limit.is_some_and(|limit| invite.usage >= limit);
        if invite.revoked || over || used_up { Err(LinkError::Ended) } else { Ok(invite) }
    }

    /// Changes a link. A permanent one that is revoked is replaced by another.
    pub(crate) async fn edit(
        &self,
        chat: Owner,
        link: Link,
        change: LinkChange,
        log: Log<'_>,
    ) -> Result<(Link, Option<Link>), LinkError> {
        let Link { hash, invite: before } = link;
        if before.revoked {
            return Err(LinkError::NoSuchLink);
        }
        let mut invite = before.clone();
        if change.revoked {
            invite.revoked = true;
            let revoked = Link { hash, invite };
            self.write_logged(chat, &revoked, Deed::LinkRevoked, log).await?;
            let mut replacement = None;
            if before.permanent {
                let fresh =
                    Invite { admin: before.admin, date: self.now(), permanent: true, ..Invite::default() };
                replacement = Some(self.add(chat, fresh).await?);
            }
            return Ok((revoked, replacement));
        }
        if before.permanent {
            return Err(LinkError::Permanent);
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
        let (was, changed) = (LoggedLink { hash: hash.clone(), invite: before }, Link { hash, invite });
        self.write_logged(chat, &changed, |link| Deed::LinkEdited(was, link), log).await?;
        Ok((changed, None))
    }

    /// Takes away for good those of the links that are revoked.
    pub(crate) async fn delete(&self, chat: Owner, links: Vec<Link>, log: Log<'_>) -> Result<(), Fault> {
        for link in links.into_iter().filter(|link| link.invite.revoked) {
            let mut batch = self.store.batch();
            batch.delete::<tables::InviteTargets>(&self.target_key(&link.hash));
            log(&mut batch, Deed::LinkDeleted(logged(&link)));
            batch.delete::<tables::Invites>(&ByLink { chat, hash: link.hash });
            self.store.commit(batch).await?;
        }
        Ok(())
    }

    /// Where the link that ends with this leads, for somebody who follows it; wrong ones are counted.
    pub(crate) async fn followed(&self, user: UserId, hash: &str) -> Result<Owner, LinkError> {
        let now = self.now();
        {
            let guesses = self.guesses.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((count, until)) = guesses.get(&user)
                && *count >= GUESSES_MAX
                && *until > now
            {
                return Err(LinkError::Flood { seconds: until - now });
            }
        }
        if let Some(target) = self.store.get::<tables::InviteTargets>(&self.target_key(hash)).await? {
            match self.one(target.chat(), hash).await {
                // The row that says where it leads may stand alone.
                Err(LinkError::NoSuchLink) => {}
                found => return found.map(|_| target.chat()),
            }
        }
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
        Err(LinkError::NoSuchLink)
    }

    /// Writes that so many have come by a link.
    pub(crate) async fn used(&self, chat: Owner, hash: &str, invite: &Invite) -> Result<(), Fault> {
        self.write(chat, hash, invite, false).await
    }

    /// Writes that somebody wants to be let in; false if that stands there already.
    pub(crate) async fn ask(
        &self,
        chat: Owner,
        user: UserId,
        link: Option<(&str, Invite)>,
    ) -> Result<bool, Fault> {
        let key = ByAsker { chat, user };
        if self.store.get::<tables::JoinRequests>(&key).await?.is_some() {
            return Ok(false);
        }
        let hash = link.as_ref().map(|(hash, _)| (*hash).to_owned());
        let mut batch = self.store.batch();
        batch.put::<tables::JoinRequests>(&key, &JoinRequest { date: self.now(), hash });
        if let Some((hash, invite)) = link {
            let asked = Invite { requested: invite.requested.saturating_add(1), ..invite };
            batch.put::<tables::Invites>(&ByLink { chat, hash: hash.to_owned() }, &asked);
        }
        self.store.commit(batch).await?;
        Ok(true)
    }

    /// Who waits to be let in, by a link or by any; in no order.
    pub(crate) async fn waiting(&self, chat: Owner, hash: Option<&str>) -> Result<Vec<Importer>, Fault> {
        let rows = Rows::<tables::JoinRequests>::of(chat);
        let found = self.store.scan(rows, LOOKED_AT_MAX, Direction::Forward).await?;
        let by_link =
            found.into_iter().filter(|(_, row)| hash.is_none_or(|hash| row.hash.as_deref() == Some(hash)));
        let one = |(key, row): (ByAsker, JoinRequest)| Importer {
            user: key.user,
            date: row.date,
            waits: true,
            approved_by: None,
        };
        Ok(by_link.map(one).collect())
    }

    /// How many wait to be let in, and the newest of them.
    pub(crate) async fn pending(&self, chat: Owner) -> Result<(usize, Vec<UserId>), Fault> {
        let mut waiting = self.waiting(chat, None).await?;
        waiting.sort_by_key(|one| std::cmp::Reverse((one.date, one.user)));
        let recent = waiting.iter().take(RECENT_SHOWN).map(|one| one.user).collect();
        Ok((waiting.len(), recent))
    }

    /// What an answer to somebody who waits does to the link that he came by.
    pub(crate) async fn answer(&self, chat: Owner, user: UserId, yes: bool) -> Result<Answer, LinkError> {
        let request = self.store.get::<tables::JoinRequests>(&ByAsker { chat, user }).await?;
        let request = request.ok_or(LinkError::NoRequest)?;
        let before = match &request.hash {
            Some(hash) => self.one(chat, hash).await.ok(),
            None => None,
        };
        let link = before.map(|Link { hash, invite }| Link {
            hash,
            invite: Invite {
                requested: (invite.requested - 1).max(0),
                usage: invite.usage.saturating_add(i32::from(yes)),
                ..invite
            },
        });
        Ok(Answer { chat, user, link })
    }

    /// Writes that somebody was answered: after he is in, so that nobody who was let in is forgotten.
    pub(crate) async fn answered(&self, answer: Answer) -> Result<(), Fault> {
        let Answer { chat, user, link } = answer;
        let mut batch = self.store.batch();
        batch.delete::<tables::JoinRequests>(&ByAsker { chat, user });
        if let Some(Link { hash, invite }) = link {
            batch.put::<tables::Invites>(&ByLink { chat, hash }, &invite);
        }
        Ok(self.store.commit(batch).await?)
    }

    /// What tells in a member's row by which link he came.
    pub(crate) fn mark(&self, hash: &str) -> u64 {
        let [a, b, c, d, e, f, g, h, ..] = self.store.keyed_hash("came by link", hash.as_bytes());
        u64::from_be_bytes([a, b, c, d, e, f, g, h])
    }

    async fn all(&self, chat: Owner) -> Result<Vec<Link>, Fault> {
        let found = self.store.scan(Rows::<tables::Invites>::of(chat), LINKS_MAX, Direction::Forward).await?;
        Ok(found.into_iter().map(|(key, invite)| Link { hash: key.hash, invite }).collect())
    }

    async fn add(&self, chat: Owner, invite: Invite) -> Result<Link, LinkError> {
        let hash = self.new_hash();
        self.write(chat, &hash, &invite, true).await?;
        Ok(Link { hash, invite })
    }

    /// The row that says where it leads first: without the link's own row it leads nowhere.
    async fn write(&self, chat: Owner, hash: &str, invite: &Invite, new: bool) -> Result<(), Fault> {
        if new {
            let mut batch = self.store.batch();
            batch.put::<tables::InviteTargets>(&self.target_key(hash), &InviteTarget::of(chat));
            self.store.commit(batch).await?;
        }
        let mut batch = self.store.batch();
        batch.put::<tables::Invites>(&ByLink { chat, hash: hash.to_owned() }, invite);
        Ok(self.store.commit(batch).await?)
    }

    /// Writes a link that is there, and what was done to it.
    async fn write_logged(
        &self,
        chat: Owner,
        link: &Link,
        deed: impl FnOnce(LoggedLink) -> Deed,
        log: Log<'_>,
    ) -> Result<(), Fault> {
        let mut batch = self.store.batch();
        batch.put::<tables::Invites>(&ByLink { chat, hash: link.hash.clone() }, &link.invite);
        log(&mut batch, deed(logged(link)));
        Ok(self.store.commit(batch).await?)
    }

    fn target_key(&self, hash: &str) -> Hashed {
        Hashed(self.store.keyed_hash("invite link of a channel", hash.as_bytes()))
    }

    fn check(&self, new: &NewLink) -> Result<(), LinkError> {
        let past = new.expire_date.is_some_and(|date| date <= self.now());
        let limit = new.usage_limit.is_some_and(|limit| !(1..=USAGE_MAX).contains(&limit));
        let both = new.request_needed && new.usage_limit.is_some();
        let long = new.title.as_ref().is_some_and(|title| title.chars().count() > TITLE_CHARS_MAX);
        if past || limit || both || long { Err(LinkError::Condition) } else { Ok(()) }
    }

    fn new_hash(&self) -> String {
        const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let bytes = self.world.chance.bytes::<22>();
        bytes.iter().map(|byte| char::from(SIGNS[usize::from(byte & 63)])).collect()
    }

    fn now(&self) -> i32 {
        self.world.clock.now().seconds()
    }
}

fn logged(link: &Link) -> LoggedLink {
    LoggedLink { hash: link.hash.clone(), invite: link.invite.clone() }
}

fn is_permanent(link: &Link, admin: UserId) -> bool {
    link.invite.admin == admin && link.invite.permanent && !link.invite.revoked
}
