//! Links that let people into a basic group. What a link ends with is 128 bits of chance and more, kept as a keyed hash
//! where it is looked up.

use boxes::{BoxError, By, GroupChange, GroupChanged, GroupView, UserId, banned};
use store::{
    Direction, Rows,
    ids::Owner,
    key::Hashed,
    records::groups::{ByGroupLink, GroupInvite, GroupLink as Target},
    tables,
};

use super::{GroupError, Groups};
use crate::Fault;

/// A link with what it ends with.
#[derive(Clone)]
pub struct GroupLink {
    /// What it ends with.
    pub hash: String,
    /// The link.
    pub invite: GroupInvite,
}

/// How a link is to be, or what of it is to change: what is absent stays, 0 and empty are none.
#[derive(Default)]
pub struct GroupLinkChange {
    /// Seconds since 1970 at which it ends.
    pub expire_date: Option<i32>,
    /// For so many people.
    pub usage_limit: Option<i32>,
    /// What admins call it.
    pub title: Option<String>,
    /// It leads nowhere from now on.
    pub revoked: bool,
}

/// Where a link leads.
pub struct GroupLeads {
    /// To this group.
    pub view: std::sync::Arc<GroupView>,
    /// Who asks is in it already.
    pub inside: bool,
}

/// Links of one group that are looked at, and that there may be.
const LINKS_MAX: usize = 500;
/// Characters of a link's title.
const TITLE_CHARS_MAX: usize = 32;
/// People for whom one link is.
const USAGE_MAX: i32 = 99_999;

impl Groups {
    /// Makes a link; one without conditions takes the place of the caller's permanent one.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`], `Refused` without the right, [`GroupError::LinkCondition`], and faults.
    pub async fn export_link(
        &self,
        by: By,
        group: i64,
        new: GroupLinkChange,
    ) -> Result<GroupLink, GroupError> {
        let _lock = self.links.of(group).await;
        self.may_invite(by.user, group).await?;
        let links = self.all_links(group).await?;
        if links.len() >= LINKS_MAX {
            return Err(GroupError::LinkCondition);
        }
        let blank = GroupInvite { admin: by.user, date: self.now(), ..GroupInvite::default() };
        let mut invite = self.changed_link(blank, new)?;
        invite.permanent =
            invite.expire_date.is_none() && invite.usage_limit.is_none() && invite.title.is_none();
        if invite.permanent {
            let old = links.into_iter().find(|link| is_permanent(link, by.user));
            if let Some(old) = old {
                let revoked = GroupInvite { revoked: true, ..old.invite };
                self.write_link(group, &old.hash, &revoked, false).await?;
            }
        }
        let hash = self.new_hash();
        self.write_link(group, &hash, &invite, true).await?;
        Ok(GroupLink { hash, invite })
    }

    /// The caller's permanent link, if there is one.
    ///
    /// # Errors
    /// Faults.
    pub async fn permanent_link(&self, user: UserId, group: i64) -> Result<Option<GroupLink>, Fault> {
        Ok(self.all_links(group).await?.into_iter().find(|link| is_permanent(link, user)))
    }

    /// Links of one admin, the newest first; only the creator sees others'.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`], `Refused`, and faults.
    pub async fn links_of(
        &self,
        user: UserId,
        group: i64,
        admin: UserId,
        revoked: bool,
    ) -> Result<Vec<GroupLink>, GroupError> {
        self.may_see_links(user, group, admin).await?;
        let mut links = self.all_links(group).await?;
        links.retain(|link| link.invite.admin == admin && link.invite.revoked == revoked);
        links.sort_by_key(|link| std::cmp::Reverse(link.invite.date));
        Ok(links)
    }

    /// One link.
    ///
    /// # Errors
    /// [`GroupError::NoSuchLink`], and as [`Groups::links_of`].
    pub async fn link(&self, user: UserId, group: i64, hash: &str) -> Result<GroupLink, GroupError> {
        let invite = self.invite(group, hash).await?.ok_or(GroupError::NoSuchLink)?;
        self.may_see_links(user, group, invite.admin).await?;
        Ok(GroupLink { hash: hash.to_owned(), invite })
    }

    /// Changes a link. A permanent one that is revoked is followed by another.
    ///
    /// # Errors
    /// As [`Groups::link`], and [`GroupError::LinkCondition`].
    pub async fn edit_link(
        &self,
        by: By,
        group: i64,
        hash: &str,
        change: GroupLinkChange,
    ) -> Result<(GroupLink, Option<GroupLink>), GroupError> {
        let _lock = self.links.of(group).await;
        let before = self.link(by.user, group, hash).await?.invite;
        if before.revoked || before.permanent && !change.revoked {
            return Err(GroupError::NoSuchLink);
        }
        let (permanent, admin) = (before.permanent, before.admin);
        let invite = self.changed_link(before, change)?;
        self.write_link(group, hash, &invite, false).await?;
        let mut next = None;
        if permanent {
            let fresh = GroupInvite { admin, date: self.now(), permanent: true, ..GroupInvite::default() };
            let hash = self.new_hash();
            self.write_link(group, &hash, &fresh, true).await?;
            next = Some(GroupLink { hash, invite: fresh });
        }
        Ok((GroupLink { hash: hash.to_owned(), invite }, next))
    }

    /// Takes a revoked link away for good; without a hash all revoked ones of an admin.
    ///
    /// # Errors
    /// As [`Groups::link`].
    pub async fn delete_links(
        &self,
        by: By,
        group: i64,
        admin: UserId,
        hash: Option<&str>,
    ) -> Result<(), GroupError> {
        let _lock = self.links.of(group).await;
        let links = match hash {
            Some(hash) => vec![self.link(by.user, group, hash).await?],
            None => self.links_of(by.user, group, admin, true).await?,
        };
        for link in links.into_iter().filter(|link| link.invite.revoked) {
            let mut batch = self.store.batch();
            batch.delete::<tables::GroupInvites>(&ByGroupLink { group, hash: link.hash.clone() });
            batch.delete::<tables::GroupLinks>(&self.link_key(&link.hash));
            self.store.commit(batch).await.map_err(Fault::from)?;
        }
        Ok(())
    }

    /// Where a link leads; none if it is no basic group's.
    ///
    /// # Errors
    /// [`GroupError::NoSuchLink`] for one that has ended, and faults.
    pub async fn check_link(&self, user: UserId, hash: &str) -> Result<Option<GroupLeads>, GroupError> {
        let Some(group) = self.target(hash).await? else { return Ok(None) };
        let view = self.boxes.group(group).await?.ok_or(GroupError::NoSuchLink)?;
        let inside = view.member(user).is_some();
        if !inside {
            self.open_link(group, hash).await?;
        }
        Ok(Some(GroupLeads { view, inside }))
    }

    /// Follows a link; none if it is no basic group's.
    ///
    /// # Errors
    /// [`GroupError::NoSuchLink`], what the boxes refuse, and faults.
    pub async fn follow_link(&self, by: By, hash: &str) -> Result<Option<GroupChanged>, GroupError> {
        let Some(group) = self.target(hash).await? else { return Ok(None) };
        // Of a thousand who come at the same time by a link for one, one gets in.
        let _lock = self.links.of(group).await;
        let invite = self.open_link(group, hash).await?;
        let view = self.boxes.group(group).await?.ok_or(GroupError::NoSuchLink)?;
        if view.member(by.user).is_some() {
            return Err(GroupError::Refused(BoxError::AlreadyInGroup));
        }
        // Counted first: a link that is used up too early is better than one that lets in too many.
        let used = GroupInvite { usage: invite.usage.saturating_add(1), ..invite.clone() };
        self.write_link(group, hash, &used, false).await?;
        match self.boxes.change_group(by, group, GroupChange::Join(invite.admin)).await {
            // Who was made to leave finds no link.
            Err(BoxError::MayNot | BoxError::GroupDeactivated) => {
                self.write_link(group, hash, &invite, false).await?;
                Err(GroupError::NoSuchLink)
            }
            changed => Ok(Some(changed?)),
        }
    }

    async fn open_link(&self, group: i64, hash: &str) -> Result<GroupInvite, GroupError> {
        let invite = self.invite(group, hash).await?.ok_or(GroupError::NoSuchLink)?;
        let ended = invite.expire_date.is_some_and(|end| end <= self.now());
        let used = invite.usage_limit.is_some_and(|limit| invite.usage >= limit);
        if invite.revoked || ended || used { Err(GroupError::NoSuchLink) } else { Ok(invite) }
    }

    async fn may_invite(&self, user: UserId, group: i64) -> Result<(), GroupError> {
        let view = self.of_member(group, user).await?;
        let open = view.record.deactivated != Some(true);
        if open && view.is_admin(user) && view.may(user, banned::INVITE_USERS) {
            return Ok(());
        }
        Err(GroupError::Refused(BoxError::MayNot))
    }

    async fn may_see_links(&self, user: UserId, group: i64, admin: UserId) -> Result<(), GroupError> {
        self.may_invite(user, group).await?;
        let view = self.of_member(group, user).await?;
        if user == admin || view.record.creator == user {
            return Ok(());
        }
        Err(GroupError::Refused(BoxError::MayNot))
    }

    /// The link with a change made, if it may be so.
    fn changed_link(&self, before: GroupInvite, change: GroupLinkChange) -> Result<GroupInvite, GroupError> {
        let some = |number: i32| (number > 0).then_some(number);
        let mut invite = before;
        if let Some(end) = change.expire_date {
            invite.expire_date = some(end);
            if invite.expire_date.is_some_and(|end| end <= self.now()) {
                return Err(GroupError::LinkCondition);
            }
        }
        if let Some(limit) = change.usage_limit {
            invite.usage_limit = some(limit);
            if limit > USAGE_MAX {
                return Err(GroupError::LinkCondition);
            }
        }
        if let Some(title) = change.title {
            if title.chars().count() > TITLE_CHARS_MAX {
                return Err(GroupError::LinkCondition);
            }
            invite.title = Some(title).filter(|title| !title.is_empty());
        }
        invite.revoked |= change.revoked;
        Ok(invite)
    }

    async fn all_links(&self, group: i64) -> Result<Vec<GroupLink>, Fault> {
        let rows = Rows::<tables::GroupInvites>::of(Owner::Group(group));
        let found = self.store.scan(rows, LINKS_MAX, Direction::Forward).await?;
        Ok(found.into_iter().map(|(key, invite)| GroupLink { hash: key.hash, invite }).collect())
    }

    async fn invite(&self, group: i64, hash: &str) -> Result<Option<GroupInvite>, Fault> {
        Ok(self.store.get::<tables::GroupInvites>(&ByGroupLink { group, hash: hash.to_owned() }).await?)
    }

    async fn target(&self, hash: &str) -> Result<Option<i64>, Fault> {
        let found = self.store.get::<tables::GroupLinks>(&self.link_key(hash)).await?;
        Ok(found.map(|target| target.group))
    }

    async fn write_link(&self, group: i64, hash: &str, invite: &GroupInvite, new: bool) -> Result<(), Fault> {
        if new {
            // Before the link itself: who finds it alone finds nothing behind it.
            let mut batch = self.store.batch();
            batch.put::<tables::GroupLinks>(&self.link_key(hash), &Target { group });
            self.store.commit(batch).await?;
        }
        let mut batch = self.store.batch();
        batch.put::<tables::GroupInvites>(&ByGroupLink { group, hash: hash.to_owned() }, invite);
        self.store.commit(batch).await?;
        Ok(())
    }

    fn link_key(&self, hash: &str) -> Hashed {
        Hashed(self.store.keyed_hash("group invite", hash.as_bytes()))
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

fn is_permanent(link: &GroupLink, admin: UserId) -> bool {
    link.invite.admin == admin && link.invite.permanent && !link.invite.revoked
}
