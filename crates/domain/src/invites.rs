//! Links that let people into basic groups and channels, and who waits to be let in: the same for both. What differs
//! is who may, and how somebody comes in; that is the chats' own.

mod links;

use std::sync::Arc;

use boxes::{By, ChannelEntry, GroupChanged, GroupView, UserId};
use store::{
    Batch,
    ids::Owner,
    records::{
        admin_log::Deed,
        channels::{Channel, flag},
    },
};
use tokio::sync::{MutexGuard, OwnedRwLockWriteGuard};

use crate::{ChannelError, Channels, Contacts, Fault, GroupError, Groups};

pub use links::{Importer, Link, LinkChange, LinkError, NewLink};
pub(crate) use links::{LOOKED_AT_MAX, Links};

/// Contacts that a link names, and of a long address book those that are looked for.
const KNOWN_MAX: usize = 5;
const CONTACTS_LOOKED_AT_MAX: usize = 500;

/// The use cases of links.
pub struct Invites {
    links: Arc<Links>,
    channels: Arc<Channels>,
    groups: Arc<Groups>,
    contacts: Arc<Contacts>,
}

/// What a link shows to whoever follows it.
pub enum Leads {
    /// He is in already.
    Inside(Owner),
    /// To this channel.
    Channel {
        /// Which.
        id: i64,
        /// What it is.
        record: Arc<Channel>,
        /// See [`Ahead`].
        ahead: Ahead,
    },
    /// To this group.
    Group {
        /// What it is.
        view: Arc<GroupView>,
        /// See [`Ahead`].
        ahead: Ahead,
    },
}

/// What else is told to who has not come in yet.
pub struct Ahead {
    /// An admin lets people in.
    pub asks: bool,
    /// Whom of his contacts he would meet there.
    pub known: Vec<UserId>,
}

/// What became of following a link.
pub enum Followed {
    /// He is in this channel.
    Channel(i64, Vec<Arc<ChannelEntry>>),
    /// He is in this group.
    Group(GroupChanged),
    /// An admin was asked.
    Asked,
}

/// What an answer to somebody who waits has left in the chat.
pub enum Answered {
    /// In a channel.
    Channel(Vec<Arc<ChannelEntry>>),
    /// In a group; nothing if he was not let in.
    Group(Option<GroupChanged>),
}

/// Why something about links was refused.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// The link's part of it.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The channel's.
    #[error(transparent)]
    Channel(#[from] ChannelError),
    /// The group's.
    #[error(transparent)]
    Group(#[from] GroupError),
    /// Nobody's wrong input.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// While it is there, nobody else changes the chat's links.
enum Held<'a> {
    Channel(#[expect(dead_code, reason = "what counts is that it is held")] OwnedRwLockWriteGuard<()>),
    Group(#[expect(dead_code, reason = "what counts is that it is held")] Option<MutexGuard<'a, ()>>),
}

impl Invites {
    pub(crate) fn new(
        links: Arc<Links>,
        channels: Arc<Channels>,
        groups: Arc<Groups>,
        contacts: Arc<Contacts>,
    ) -> Self {
        Invites { links, channels, groups, contacts }
    }

    /// Makes a link. One without conditions replaces the caller's permanent one.
    ///
    /// # Errors
    /// Where the caller may not, [`LinkError::Condition`], and faults.
    pub async fn export(&self, by: By, chat: Owner, new: NewLink) -> Result<Link, InviteError> {
        let _held = self.hold(chat).await?;
        self.manages(chat, by.user).await?;
        Ok(self.links.export(chat, by.user, new, true, &self.log(by, chat)).await?)
    }

    /// The caller's permanent link, if there is one; for the page of a chat whose links he manages.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn permanent(&self, user: UserId, chat: Owner) -> Result<Option<Link>, Fault> {
        self.links.permanent(chat, user).await
    }

    /// Links of one admin, the newest first; only the creator sees others'.
    ///
    /// # Errors
    /// Where the caller may not, and faults.
    pub async fn of_admin(
        &self,
        user: UserId,
        chat: Owner,
        admin: UserId,
        revoked: bool,
    ) -> Result<Vec<Link>, InviteError> {
        self.may_see(user, chat, admin).await?;
        Ok(self.links.of_admin(chat, admin, revoked).await?)
    }

    /// Who has links, and how many that lead somewhere and that do not.
    ///
    /// # Errors
    /// For all but the creator, and faults.
    pub async fn admins(&self, user: UserId, chat: Owner) -> Result<Vec<(UserId, i32, i32)>, InviteError> {
        if !self.manages(chat, user).await? {
            return Err(no_right(chat));
        }
        Ok(self.links.admins(chat).await?)
    }

    /// One link.
    ///
    /// # Errors
    /// [`LinkError::NoSuchLink`], where the caller may not see it, and faults.
    pub async fn link(&self, user: UserId, chat: Owner, hash: &str) -> Result<Link, InviteError> {
        self.manages(chat, user).await?;
        let link = self.links.one(chat, hash).await?;
        self.may_see(user, chat, link.invite.admin).await?;
        Ok(link)
    }

    /// Changes a link. A permanent one that is revoked is replaced by another.
    ///
    /// # Errors
    /// As [`Invites::link`], [`LinkError::Permanent`], and [`LinkError::Condition`].
    pub async fn edit(
        &self,
        by: By,
        chat: Owner,
        hash: &str,
        change: LinkChange,
    ) -> Result<(Link, Option<Link>), InviteError> {
        let _held = self.hold(chat).await?;
        let link = self.link(by.user, chat, hash).await?;
        Ok(self.links.edit(chat, link, change, &self.log(by, chat)).await?)
    }

    /// Takes a link away for good, if it is revoked.
    ///
    /// # Errors
    /// As [`Invites::link`].
    pub async fn delete(&self, by: By, chat: Owner, hash: &str) -> Result<(), InviteError> {
        let _held = self.hold(chat).await?;
        let link = self.link(by.user, chat, hash).await?;
        Ok(self.links.delete(chat, vec![link], &self.log(by, chat)).await?)
    }

    /// Takes all revoked links of an admin away for good.
    ///
    /// # Errors
    /// As [`Invites::of_admin`].
    pub async fn delete_revoked(&self, by: By, chat: Owner, admin: UserId) -> Result<(), InviteError> {
        let _held = self.hold(chat).await?;
        let links = self.of_admin(by.user, chat, admin, true).await?;
        Ok(self.links.delete(chat, links, &self.log(by, chat)).await?)
    }

    /// Where a link leads.
    ///
    /// # Errors
    /// [`LinkError::NoSuchLink`], [`LinkError::Ended`], [`LinkError::Flood`], and faults.
    pub async fn check(&self, user: UserId, hash: &str) -> Result<Leads, InviteError> {
        let chat = self.links.followed(user, hash).await?;
        match chat {
            Owner::Channel(channel) => {
                let record = self.channels.record(channel).await?;
                let record = record.filter(|record| record.deleted_at.is_none());
                let record = record.ok_or(LinkError::NoSuchLink)?;
                if self.channels.is_member(channel, user).await? {
                    return Ok(Leads::Inside(chat));
                }
                let ahead = Ahead {
                    asks: self.links.open(chat, hash).await?.request_needed,
                    known: self.known_in_channel(user, channel, &record).await?,
                };
                Ok(Leads::Channel { id: channel, record, ahead })
            }
            Owner::Group(group) => {
                let view = self.groups.behind_link(group).await?;
                if view.member(user).is_some() {
                    return Ok(Leads::Inside(chat));
                }
                let asks = self.links.open(chat, hash).await?.request_needed;
                let contacts = self.contacts.all(user).await?.into_iter().map(|(other, _)| other);
                let known = contacts.filter(|other| view.member(*other).is_some()).take(KNOWN_MAX).collect();
                Ok(Leads::Group { view, ahead: Ahead { asks, known } })
            }
            Owner::System | Owner::User(_) => Err(LinkError::NoSuchLink.into()),
        }
    }

    /// Contacts of somebody whom he would see among a supergroup's members. Who reads a channel is its admins' to know.
    async fn known_in_channel(
        &self,
        user: UserId,
        channel: i64,
        record: &Channel,
    ) -> Result<Vec<UserId>, Fault> {
        let mut known = Vec::new();
        if record.flags & (flag::BROADCAST | flag::PARTICIPANTS_HIDDEN) != 0 {
            return Ok(known);
        }
        for (other, _) in self.contacts.all(user).await?.into_iter().take(CONTACTS_LOOKED_AT_MAX) {
            if known.len() < KNOWN_MAX && self.channels.is_member(channel, other).await? {
                known.push(other);
            }
        }
        Ok(known)
    }

    /// Follows a link.
    ///
    /// # Errors
    /// As [`Invites::check`], where he is in already, where he was thrown out, and where there is no room.
    pub async fn follow(&self, by: By, hash: &str) -> Result<Followed, InviteError> {
        Ok(match self.links.followed(by.user, hash).await? {
            Owner::Channel(channel) => match self.channels.follow(by, channel, hash).await? {
                Some(entries) => Followed::Channel(channel, entries),
                None => Followed::Asked,
            },
            Owner::Group(group) => {
                self.groups.follow(by, group, hash).await?.map_or(Followed::Asked, Followed::Group)
            }
            Owner::System | Owner::User(_) => return Err(LinkError::NoSuchLink.into()),
        })
    }

    /// Who came by a link, or waits to be let in, the newest first.
    ///
    /// # Errors
    /// Where the caller may not see it, and faults.
    pub async fn importers(
        &self,
        user: UserId,
        chat: Owner,
        hash: Option<&str>,
        waiting: bool,
    ) -> Result<Vec<Importer>, InviteError> {
        self.manages(chat, user).await?;
        let mut found = match chat {
            _ if waiting => self.links.waiting(chat, hash).await?,
            Owner::Channel(channel) => self.channels.came_by_link(channel, hash).await?,
            Owner::Group(group) => self.groups.came_by_link(user, group, hash).await?,
            Owner::System | Owner::User(_) => Vec::new(),
        };
        found.sort_by_key(|importer| std::cmp::Reverse((importer.date, importer.user)));
        Ok(found)
    }

    /// How many wait to be let in, and the newest of them; for the page of a chat whose links the caller manages.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn pending(&self, chat: Owner) -> Result<(usize, Vec<UserId>), Fault> {
        self.links.pending(chat).await
    }

    /// Lets somebody in who asked, or not.
    ///
    /// # Errors
    /// [`LinkError::NoRequest`], where the caller may not, and faults.
    pub async fn answer(
        &self,
        by: By,
        chat: Owner,
        user: UserId,
        yes: bool,
    ) -> Result<Answered, InviteError> {
        Ok(match chat {
            Owner::Channel(channel) => {
                Answered::Channel(self.channels.answer_request(by, channel, user, yes).await?)
            }
            Owner::Group(group) => Answered::Group(self.groups.answer_request(by, group, user, yes).await?),
            Owner::System | Owner::User(_) => return Err(LinkError::NoRequest.into()),
        })
    }

    /// Whether the caller made the chat, if he manages its links.
    async fn manages(&self, chat: Owner, user: UserId) -> Result<bool, InviteError> {
        Ok(match chat {
            Owner::Channel(channel) => self.channels.manages_links(channel, user).await?,
            Owner::Group(group) => self.groups.manages_links(group, user).await?,
            Owner::System | Owner::User(_) => return Err(LinkError::NoSuchLink.into()),
        })
    }

    async fn may_see(&self, user: UserId, chat: Owner, admin: UserId) -> Result<(), InviteError> {
        if self.manages(chat, user).await? || user == admin { Ok(()) } else { Err(no_right(chat)) }
    }

    /// Puts what `by` did to a link among what was done in the chat.
    fn log(&self, by: By, chat: Owner) -> impl Fn(&mut Batch, Deed) + Sync {
        move |batch, deed| {
            if let Owner::Channel(channel) = chat {
                self.channels.log_deed(batch, channel, by.user, deed);
            }
        }
    }

    async fn hold(&self, chat: Owner) -> Result<Held<'_>, InviteError> {
        Ok(match chat {
            Owner::Channel(channel) => Held::Channel(self.channels.gate(channel).await),
            Owner::Group(group) => Held::Group(self.groups.hold_links(group).await),
            Owner::System | Owner::User(_) => return Err(LinkError::NoSuchLink.into()),
        })
    }
}

fn no_right(chat: Owner) -> InviteError {
    match chat {
        Owner::Group(_) => GroupError::Refused(boxes::BoxError::MayNot).into(),
        _ => ChannelError::AdminRequired.into(),
    }
}
