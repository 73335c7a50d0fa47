//! Making a community, changing what it says of itself and who looks after it, deleting it; and the one way in which
//! its rows are written.

use std::{collections::BTreeSet, sync::Arc};

use boxes::{About, By, ChannelEntry, UserId};
use store::{
    ids::Owner,
    key::ByNumber,
    records::{
        channels::{ByMember, Channel, CommunityLink, OfChannel},
        communities::{Community, CommunityAdmin, CommunityBan, CommunityPeer, CommunitySeat},
        files::FilePlace,
        log::Action as Told,
    },
    tables,
};

use super::{COMMUNITIES_MAX, RIGHTS};
use crate::{
    ChatError, Fault, Notice,
    channels::{Change, ChannelError, Channels, create, rights::admin, rights::banned},
    groups::checked_rank,
    lasting,
    settings::PrivacyKey,
};

/// Admins of one community.
const ADMINS_MAX: usize = 50;

/// A community that is to be made.
pub struct NewCommunity {
    /// Its name.
    pub title: String,
    /// What it says about itself.
    pub about: String,
    /// Its first chat.
    pub channel: i64,
    /// Of which only admins see that it belongs there.
    pub hidden: bool,
}

/// What of a community is written in one commit. Its own rows come first; what follows is applied only with them.
pub(super) struct Written<'a> {
    pub(super) id: i64,
    pub(super) record: &'a Community,
    pub(super) seats: &'a [(UserId, CommunitySeat)],
    pub(super) ban: Option<(UserId, Option<CommunityBan>)>,
    pub(super) channels: &'a [(i64, Channel)],
}

impl<'a> Written<'a> {
    pub(super) fn record(id: i64, record: &'a Community) -> Self {
        Written { id, record, seats: &[], ban: None, channels: &[] }
    }
}

impl Channels {
    /// Makes a community around a chat of the caller's, in which it is said. Gives its id and that message's entry.
    ///
    /// # Errors
    /// [`ChannelError::Title`], [`ChannelError::About`], [`ChannelError::TooMany`], [`ChannelError::AdminRequired`] for
    /// whose the chat is not, [`ChannelError::Linked`] where it is in one already, as [`Channels::seen`], and faults.
    pub async fn create_community(
        &self,
        by: By,
        new: NewCommunity,
    ) -> Result<(i64, Vec<Arc<ChannelEntry>>), ChannelError> {
        let title = create::title(&new.title)?;
        let about = create::about(&new.about)?;
        let id = self.free_id().await?;
        let channel = new.channel;
        let linked = {
            let _gates = self.gates_of(&BTreeSet::from([id, channel])).await;
            self.has_room_for_community(by.user).await?;
            let seen = self.owned(channel, by.user).await?;
            if self.community_of(channel, &seen.record).await?.is_some() {
                return Err(ChannelError::Linked);
            }
            let date = self.now();
            let record = Community {
                date,
                creator: by.user,
                title,
                about,
                peers: vec![CommunityPeer { channel, hidden: new.hidden, by: by.user, date }],
                ..Community::default()
            };
            let community = Some(CommunityLink { id, hidden: new.hidden });
            let linked = Channel { community, ..(*seen.record).clone() };
            let seats = [(by.user, CommunitySeat { admin: true, collapsed: None })];
            let channels = [(channel, linked)];
            let written = Written { seats: &seats, channels: &channels, ..Written::record(id, &record) };
            self.write_community(written).await?;
            let [(_, linked)] = channels;
            linked
        };
        let told = Told::ChangeCommunity { community: Some(id) };
        let entries = self.tell_in(by, channel, &linked, told).await?;
        self.live.channel_changed(channel, by.session);
        self.tell_community(id, by).await?;
        Ok((id, entries))
    }

    /// Whether a community could be called so.
    ///
    /// # Errors
    /// [`ChannelError::Title`] and [`ChannelError::About`].
    pub fn fits_community(&self, title: &str, about: &str) -> Result<(), ChannelError> {
        create::title(title).and_then(|_| create::about(about)).map(|_| ())
    }

    async fn has_room_for_community(&self, user: UserId) -> Result<(), ChannelError> {
        let mut made = 0;
        for (id, seat) in self.seats_of(user).await? {
            let record = if seat.admin { self.community(id).await? } else { None };
            made += usize::from(
                record.is_some_and(|record| record.creator == user && record.deleted_at.is_none()),
            );
        }
        if made >= COMMUNITIES_MAX {
            return Err(ChannelError::TooMany { max: COMMUNITIES_MAX });
        }
        Ok(())
    }

    /// Changes the name.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], [`ChannelError::NotModified`], [`ChannelError::Title`], and faults.
    pub async fn set_community_title(&self, by: By, id: i64, new: &str) -> Result<(), ChannelError> {
        let title = create::title(new)?;
        self.change_community(by, id, admin::CHANGE_INFO, |record| record.title = title).await
    }

    /// Changes the description.
    ///
    /// # Errors
    /// As [`Channels::set_community_title`].
    pub async fn set_community_about(&self, by: By, id: i64, new: &str) -> Result<(), ChannelError> {
        let about = create::about(new)?;
        self.change_community(by, id, admin::CHANGE_INFO, |record| record.about = about).await
    }

    /// Sets what its people may not do: here, bringing chats in without being asked.
    ///
    /// # Errors
    /// As [`Channels::set_community_title`].
    pub async fn set_community_banned(&self, by: By, id: i64, bans: u32) -> Result<(), ChannelError> {
        let bans = bans & banned::MANAGE_LINKED_PEERS;
        self.change_community(by, id, admin::BAN_USERS, |record| record.default_banned = bans).await
    }

    /// Gives it a picture that the caller refers to, or takes it away.
    ///
    /// # Errors
    /// As [`Channels::set_community_title`], and that there is no such file.
    pub async fn set_community_photo(&self, by: By, id: i64, photo: Option<i64>) -> Result<(), ChannelError> {
        let _held = self.files.hold(photo);
        // Nobody puts files into a community that is not his to change.
        self.community_allowed(id, by.user, admin::CHANGE_INFO).await?;
        let photo = match photo {
            Some(file) => {
                let lent = self.files.lent(file, by.user, Owner::Channel(id)).await;
                Some(lent.map_err(ChatError::from)?)
            }
            None => None,
        };
        self.change_community(by, id, admin::CHANGE_INFO, |record| record.photo = photo).await
    }

    async fn change_community(
        &self,
        by: By,
        id: i64,
        rights: u32,
        change: impl FnOnce(&mut Community),
    ) -> Result<(), ChannelError> {
        {
            let _gate = self.gate(id).await;
            let view = self.community_allowed(id, by.user, rights).await?;
            let mut record = (*view.record).clone();
            change(&mut record);
            if record == *view.record {
                return Err(ChannelError::NotModified);
            }
            self.write_community(Written::record(id, &record)).await?;
        }
        Ok(self.tell_community(id, by).await?)
    }

    /// Gives somebody rights in a community and a title; no rights take them away. He need not be in it; then his
    /// privacy settings have to let the caller bring him into chats.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], [`ChannelError::PersonProtected`], [`ChannelError::IsCreator`],
    /// [`ChannelError::NotAParticipant`], [`ChannelError::Rank`], [`ChannelError::TooMany`], and faults.
    pub async fn set_community_admin(
        &self,
        by: By,
        id: i64,
        user: UserId,
        rights: u32,
        rank: Option<&str>,
    ) -> Result<(), ChannelError> {
        let rank = checked_rank(rank.unwrap_or_default()).ok_or(ChannelError::Rank)?;
        {
            let _gate = self.gate(id).await;
            let view = self.community_seen(id, by.user).await?;
            if user == view.record.creator {
                return Err(ChannelError::IsCreator);
            }
            let creator = view.record.creator == by.user;
            let own = by.user == user && rights == 0;
            if !own && view.role.rights() & admin::ADD_ADMINS == 0 {
                return Err(ChannelError::AdminRequired);
            }
            let mut rights_given = rights & RIGHTS;
            if rights != 0 {
                rights_given |= admin::OTHER;
            }
            if !creator && rights_given & !(view.role.rights() | admin::OTHER) != 0 {
                return Err(ChannelError::AdminRequired);
            }
            let before = Channels::admin_of(&view.record, user).cloned();
            if before.as_ref().is_some_and(|before| !creator && !own && before.promoted_by != by.user) {
                return Err(ChannelError::PersonProtected);
            }
            if rights == 0 && before.is_none() {
                return Err(ChannelError::NotAParticipant);
            }
            if rights != 0 && before.is_none() {
                self.may_look_after(&view, by.user, user).await?;
            }
            let mut record = (*view.record).clone();
            record.admins.retain(|admin| admin.user != user);
            if rights != 0 {
                if record.admins.len() >= ADMINS_MAX {
                    return Err(ChannelError::TooMany { max: ADMINS_MAX });
                }
                let rank = Some(rank).filter(|rank| !rank.is_empty());
                let (date, promoted_by) = (self.now(), by.user);
                let rights = rights_given;
                record.admins.push(CommunityAdmin { user, rights, promoted_by, date, rank });
            }
            let seat = CommunitySeat { admin: rights != 0, ..self.seat(user, id).await? };
            let seats = [(user, seat)];
            self.write_community(Written { seats: &seats, ..Written::record(id, &record) }).await?;
        }
        self.live.notice(user, Notice::Channel { channel: id }, None);
        Ok(self.tell_community(id, by).await?)
    }

    /// Refuses to make an admin of who cannot be one, or does not want the caller to bring him anywhere.
    async fn may_look_after(
        &self,
        view: &super::CommunityView,
        by: UserId,
        user: UserId,
    ) -> Result<(), ChannelError> {
        let person = self.users.record(user).await?;
        if person.is_none_or(|person| person.deleted_at.is_some()) || user == crate::SERVICE_USER {
            return Err(ChannelError::NotAParticipant);
        }
        let (role, _) = self.part_in(view.id, &view.record, user).await?;
        if role == super::CommunityRole::Banned {
            return Err(ChannelError::PersonProtected);
        }
        if role.is_in() {
            return Ok(());
        }
        let refuses = self.blocks.has(user, by).await?
            || !self.privacy.allows(user, PrivacyKey::ChatInvite, by).await?;
        if refuses { Err(ChannelError::Chat(ChatError::ReaderHides)) } else { Ok(()) }
    }

    /// Deletes a community, for everybody and at once. Its chats stay, and it is said in each that it is in none.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`] for all but its creator, and faults.
    pub async fn delete_community(&self, by: By, id: i64) -> Result<(), ChannelError> {
        let concerned = self.community(id).await?.ok_or(ChannelError::NoSuchChannel)?;
        let concerned = concerned.peers.iter().map(|peer| peer.channel).chain([id]).collect();
        let (record, channels) = {
            let _gates = self.gates_of(&concerned).await;
            let view = self.community_seen(id, by.user).await?;
            if view.record.creator != by.user {
                return Err(ChannelError::AdminRequired);
            }
            let mut channels = Vec::new();
            for (peer, channel) in self.peers_of(id, &view.record).await? {
                // One that came in since is let go by its record's own look at the community.
                if concerned.contains(&peer.channel) {
                    channels.push((peer.channel, Channel { community: None, ..(*channel).clone() }));
                }
            }
            let deleted_at = Some(self.now());
            let requests = Vec::new();
            let record = Community { deleted_at, requests, ..(*view.record).clone() };
            self.write_community(Written { channels: &channels, ..Written::record(id, &record) }).await?;
            (record, channels)
        };
        for (channel, record) in &channels {
            let told = Told::ChangeCommunity { community: None };
            self.tell_in(By::user(by.user), *channel, record, told).await?;
            self.live.channel_changed(*channel, None);
            self.live.channel_notice(*channel, Notice::Channel { channel: id }, by.session);
        }
        for user in looked_after_by(&record) {
            self.live.notice(user, Notice::Channel { channel: id }, by.session.filter(|_| user == by.user));
        }
        Ok(())
    }

    /// Tells that a community has changed: who looks after it, also where he is away, and who of its chats' people is
    /// there.
    pub(super) async fn tell_community(&self, id: i64, by: By) -> Result<(), Fault> {
        let Some(record) = self.community(id).await? else { return Ok(()) };
        for user in looked_after_by(&record) {
            self.live.notice(user, Notice::Channel { channel: id }, by.session.filter(|_| user == by.user));
        }
        for (peer, _) in self.peers_of(id, &record).await? {
            self.live.channel_notice(peer.channel, Notice::Channel { channel: id }, by.session);
        }
        Ok(())
    }

    /// Writes a community's rows. For whoever holds its gate, and those of the channels.
    pub(super) async fn write_community(&self, written: Written<'_>) -> Result<(), Fault> {
        let Written { id, record, seats, ban, channels } = written;
        let owner = Owner::Channel(id);
        let hold = self.store.hold(owner).await?;
        let mut batch = self.store.batch();
        let first = batch.under(&hold);
        batch.put::<tables::Communities>(&OfChannel(id), record);
        let shown = |record: &Community| record.photo.iter().map(|photo| photo.file).collect::<Vec<_>>();
        let before = self.community(id).await?.map(|before| shown(&before)).unwrap_or_default();
        let moved = self.files.moved(&mut batch, owner, FilePlace::Profile, &before, &shown(record));
        let key_of_ban = ban.map(|(user, row)| (ByMember { channel: id, user }, row));
        match &key_of_ban {
            Some((key, Some(row))) => batch.put::<tables::CommunityBans>(key, row),
            Some((key, None)) => batch.delete::<tables::CommunityBans>(key),
            None => {}
        }
        for (user, seat) in seats {
            let hold = self.store.hold(Owner::User(*user)).await?;
            let group = batch.under(&hold);
            batch.depends(group, first);
            batch.put::<tables::CommunitySeats>(&ByNumber { user: *user, number: id }, seat);
            lasting::keep(&self.boxes, &mut batch, *user, &[About::Channel(id)]).await?;
        }
        let mut drafts = Vec::with_capacity(channels.len());
        for (channel, record) in channels {
            let change = Change { channel: *channel, record: Some(record), ..Change::default() };
            let (drafted, rows) = self.draft(change).await?;
            batch.join(rows);
            drafts.push(drafted);
        }
        let outcome = self.store.commit(batch).await;
        let durable = outcome.is_ok();
        self.files.note(&moved);
        for drafted in drafts {
            self.written(drafted, durable);
        }
        let known = &self.communities;
        match durable {
            true => known.rows.written(&OfChannel(id), record.clone()),
            false => known.rows.forget(&OfChannel(id)),
        }
        if let Some((key, row)) = &key_of_ban {
            match row {
                Some(row) if durable => known.bans.written(key, *row),
                _ => known.bans.forget(key),
            }
        }
        for (user, seat) in seats {
            let key = ByNumber { user: *user, number: id };
            match durable {
                true => known.seats.written(&key, *seat),
                false => known.seats.forget(&key),
            }
        }
        Ok(outcome?)
    }

    /// From now on the caller's devices show the chats of a community as one, or each by itself.
    ///
    /// # Errors
    /// [`ChannelError::NotAMember`], and as [`Channels::community_seen`].
    pub async fn collapse_community(&self, by: By, id: i64, collapsed: bool) -> Result<(), ChannelError> {
        {
            let _gate = self.gate(id).await;
            let view = self.community_seen(id, by.user).await?;
            if !view.role.is_in() {
                return Err(ChannelError::NotAMember);
            }
            let before = self.seat(by.user, id).await?;
            let seat = CommunitySeat { collapsed: collapsed.then_some(true), ..before };
            if seat == before {
                return Ok(());
            }
            let hold = self.store.hold(Owner::User(by.user)).await?;
            let mut batch = self.store.batch();
            batch.under(&hold);
            let key = ByNumber { user: by.user, number: id };
            batch.put::<tables::CommunitySeats>(&key, &seat);
            lasting::keep(&self.boxes, &mut batch, by.user, &[About::Channel(id)]).await?;
            let outcome = self.store.commit(batch).await;
            match outcome.is_ok() {
                true => self.communities.seats.written(&key, seat),
                false => self.communities.seats.forget(&key),
            }
            outcome.map_err(Fault::from)?;
        }
        self.live.notice(by.user, Notice::Channel { channel: id }, by.session);
        Ok(())
    }
}

/// The creator and the admins.
pub(super) fn looked_after_by(record: &Community) -> Vec<UserId> {
    std::iter::once(record.creator).chain(record.admins.iter().map(|admin| admin.user)).collect()
}
