//! Making a channel, changing what it says of itself, deleting it.

use boxes::{By, ChannelEntry, Content};
use std::sync::Arc;
use store::{
    ids::{Owner, UserId},
    records::channels::{
        Channel, Membership, OfChannel, Participant,
        flag::{self, FORUM, GIGAGROUP, HIDDEN_PREHISTORY},
    },
    records::figures::ChannelFigures,
    records::log::Action as Told,
    tables,
};

use super::{Action, Change, ChannelError, Channels, is_broadcast, rights::banned};
use crate::{ChatError, Fault, Notice, UsernameError};

/// Characters of a title.
const TITLE_CHARS_MAX: usize = 128;
/// Characters of a description.
const ABOUT_CHARS_MAX: usize = 255;
/// Channels of one person.
pub(super) const CHANNELS_MAX: usize = 1_000;
/// From so many members on a supergroup becomes one for very many, as `config.megagroup_size_max` tells clients.
const GIGAGROUP_MEMBERS_MIN: u32 = 200_000;
/// Ids of channels. With ten digits it is the same whether a client adds a million millions or writes "-100" before.
const IDS: std::ops::Range<u64> = 1_000_000_000..10_000_000_000;

/// A channel that is to be made.
pub struct NewChannel {
    /// Its name.
    pub title: String,
    /// What it says about itself.
    pub about: String,
    /// Admins alone write.
    pub broadcast: bool,
    /// It has topics.
    pub forum: bool,
    /// Seconds after which messages go.
    pub ttl_period: Option<i32>,
}

impl Channels {
    /// Makes a channel with its first message, which says so. Gives its id and that message's entry.
    ///
    /// # Errors
    /// [`ChannelError::Title`], [`ChannelError::About`], [`ChannelError::TooMany`], and faults.
    pub async fn create(
        &self,
        by: By,
        new: NewChannel,
    ) -> Result<(i64, Vec<Arc<ChannelEntry>>), ChannelError> {
        let title = title(&new.title)?;
        let about = about(&new.about)?;
        self.has_room(by.user).await?;
        let channel = self.free_id().await?;
        let _gate = self.gate(channel).await;
        let date = self.now();
        let bit = |set: bool, flag: u32| if set { flag } else { 0 };
        let record = Channel {
            date,
            creator: by.user,
            title: title.clone(),
            about,
            flags: bit(new.broadcast, flag::BROADCAST) | bit(new.forum, flag::FORUM),
            participants: 1,
            admins: vec![by.user],
            ttl_period: new.ttl_period.filter(|period| *period > 0),
            ..Channel::default()
        };
        let participant = Participant { date, member: true, ..Participant::default() };
        let membership = Membership { date, member: true, ..Membership::default() };
        let change = Change {
            channel,
            record: Some(&record),
            participants: &[(by.user, participant)],
            memberships: &[(by.user, membership)],
            ..Change::default()
        };
        let (drafted, mut batch) = self.draft(change).await?;
        // From the beginning on it is known who comes and goes.
        let known = ChannelFigures { since: date, counted: 0 };
        batch.put::<tables::ChannelFigures>(&OfChannel(channel), &known);
        let outcome = self.store.commit(batch).await;
        self.written(drafted, outcome.is_ok());
        outcome?;
        let entries = self.tell_in(by, channel, &record, Told::ChannelCreate { title }).await?;
        self.live.notice(by.user, Notice::Membership { channel }, by.session);
        Ok((channel, entries))
    }

    /// Changes the title.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], [`ChannelError::NotModified`], [`ChannelError::Title`], and faults.
    pub async fn set_title(
        &self,
        by: By,
        channel: i64,
        new: &str,
    ) -> Result<Vec<Arc<ChannelEntry>>, ChannelError> {
        let title = title(new)?;
        let record = {
            let _gate = self.gate(channel).await;
            let seen = self.allowed(channel, by.user, Action::ChangeInfo).await?;
            if seen.record.title == title {
                return Err(ChannelError::NotModified);
            }
            let record = Channel { title: title.clone(), ..(*seen.record).clone() };
            self.write_record(Some(by.user), channel, &record).await?;
            record
        };
        self.tell_in(by, channel, &record, Told::ChannelEditTitle { title }).await
    }

    /// From now on messages go after `period` seconds; 0: they stay. Says so in the channel.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], [`ChannelError::NotModified`], and faults.
    pub async fn set_ttl(
        &self,
        by: By,
        channel: i64,
        period: i32,
    ) -> Result<Vec<Arc<ChannelEntry>>, ChannelError> {
        let record = {
            let _gate = self.gate(channel).await;
            let seen = self.allowed(channel, by.user, Action::ChangeInfo).await?;
            if !seen.standing.is_admin() {
                return Err(ChannelError::AdminRequired);
            }
            let ttl_period = Some(period).filter(|period| *period > 0);
            if seen.record.ttl_period == ttl_period {
                return Err(ChannelError::NotModified);
            }
            let record = Channel { ttl_period, ..(*seen.record).clone() };
            self.write_record(Some(by.user), channel, &record).await?;
            record
        };
        self.tell_in(by, channel, &record, Told::SetMessagesTtl { period, by_default_of: None }).await
    }

    /// Gives the channel a picture that the caller refers to, or takes it away.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], [`ChannelError::NotModified`], that there is no such file, and faults.
    pub async fn set_photo(
        &self,
        by: By,
        channel: i64,
        photo: Option<i64>,
    ) -> Result<Vec<Arc<ChannelEntry>>, ChannelError> {
        let record = {
            let _gate = self.gate(channel).await;
            let seen = self.allowed(channel, by.user, Action::ChangeInfo).await?;
            if seen.record.photo.as_ref().map(|photo| photo.file) == photo {
                return Err(ChannelError::NotModified);
            }
            let owner = Owner::Channel(channel);
            let _held = self.files.hold(photo);
            let photo = match photo {
                Some(id) => Some(self.files.lent(id, by.user, owner).await.map_err(ChatError::from)?),
                None => None,
            };
            let record = Channel { photo, ..(*seen.record).clone() };
            self.write_record(Some(by.user), channel, &record).await?;
            record
        };
        let told = photo.map_or(Told::ChatDeletePhoto, |photo| Told::ChatEditPhoto { photo });
        self.tell_in(by, channel, &record, told).await
    }

    /// Gives the channel a public name, or takes it away where `name` is empty.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`] for all but the creator, [`ChannelError::Username`], and faults.
    pub async fn set_username(&self, by: By, channel: i64, name: &str) -> Result<(), ChannelError> {
        {
            let _gate = self.gate(channel).await;
            let seen = self.allowed(channel, by.user, Action::Own).await?;
            let new = Some(name).filter(|name| !name.is_empty());
            if seen.record.username.as_deref() == new {
                return Err(ChannelError::Username(UsernameError::NotModified));
            }
            let old = seen.record.username.clone();
            let record = Channel { username: new.map(str::to_owned), ..(*seen.record).clone() };
            let write = self.write_record(Some(by.user), channel, &record);
            self.usernames.set_for_channel(channel, old.as_deref(), new, write).await?;
        }
        self.live.channel_changed(channel, by.session);
        Ok(())
    }

    /// Whether the channel could take a public name.
    ///
    /// # Errors
    /// As [`Channels::set_username`].
    pub async fn is_free(&self, user: UserId, channel: i64, name: &str) -> Result<bool, ChannelError> {
        self.allowed(channel, user, Action::Own).await?;
        Ok(self.usernames.is_free_for_channel(channel, name).await?)
    }

    /// The public channels that `user` made.
    ///
    /// # Errors
    /// Where something cannot be read.
    pub async fn public_of(&self, user: UserId) -> Result<Vec<i64>, Fault> {
        let mut public = Vec::new();
        for channel in self.of_user(user).await?.iter() {
            let record = self.record(*channel).await?;
            if record.is_some_and(|record| record.creator == user && record.username.is_some()) {
                public.push(*channel);
            }
        }
        Ok(public)
    }

    /// Changes the description.
    ///
    /// # Errors
    /// As [`Channels::set_title`].
    pub async fn set_about(&self, by: By, channel: i64, new: &str) -> Result<(), ChannelError> {
        let about = about(new)?;
        let _gate = self.gate(channel).await;
        let seen = self.allowed(channel, by.user, Action::ChangeInfo).await?;
        if seen.record.about == about {
            return Err(ChannelError::NotModified);
        }
        let record = Channel { about, ..(*seen.record).clone() };
        self.write_record(Some(by.user), channel, &record).await?;
        Ok(())
    }

    /// Sets or takes away one of the channel's flags.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], [`ChannelError::NotModified`], and faults.
    pub async fn set_flag(&self, by: By, channel: i64, flag: u32, enabled: bool) -> Result<(), ChannelError> {
        if flag == HIDDEN_PREHISTORY && enabled {
            let record = self.record(channel).await?.ok_or(ChannelError::NoSuchChannel)?;
            if self.linked(channel, &record).await?.is_some() {
                return Err(ChannelError::Linked);
            }
        }
        self.change_record(by, channel, Action::ChangeSettings, |record| {
            record.flags = if enabled { record.flags | flag } else { record.flags & !flag };
        })
        .await
    }

    /// Makes a supergroup one in which admins alone write, for ever.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`] for all but who made it, [`ChannelError::NotAGroup`],
    /// [`ChannelError::HasTopics`], [`ChannelError::TooFew`], [`ChannelError::NotModified`], and faults.
    pub async fn make_gigagroup(&self, by: By, channel: i64) -> Result<(), ChannelError> {
        let seen = self.allowed(channel, by.user, Action::Own).await?;
        let refused = match &seen.record {
            record if is_broadcast(record) => ChannelError::NotAGroup,
            record if record.flags & GIGAGROUP != 0 => ChannelError::NotModified,
            record if record.flags & FORUM != 0 => ChannelError::HasTopics,
            record if record.participants < GIGAGROUP_MEMBERS_MIN => ChannelError::TooFew,
            _ => {
                return self
                    .change_record(by, channel, Action::Own, |record| {
                        record.flags |= GIGAGROUP;
                        record.default_banned |= banned::SENDING;
                    })
                    .await;
            }
        };
        Err(refused)
    }

    /// Changes the channel's record, if the caller may, and tells those who are there.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], [`ChannelError::NotModified`], and faults.
    pub async fn change_record(
        &self,
        by: By,
        channel: i64,
        action: Action,
        change: impl FnOnce(&mut Channel),
    ) -> Result<(), ChannelError> {
        let _gate = self.gate(channel).await;
        let seen = self.allowed(channel, by.user, action).await?;
        let mut record = (*seen.record).clone();
        change(&mut record);
        if record == *seen.record {
            return Err(ChannelError::NotModified);
        }
        self.write_record(Some(by.user), channel, &record).await?;
        self.live.channel_changed(channel, by.session);
        Ok(())
    }

    /// Deletes a channel, for everybody and at once.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`] for all but the creator, and faults.
    pub async fn delete(&self, by: By, channel: i64) -> Result<(), ChannelError> {
        let _gate = self.gate(channel).await;
        let seen = self.allowed(channel, by.user, Action::Own).await?;
        let old = seen.record.username.clone();
        let record = Channel { deleted_at: Some(self.now()), username: None, ..(*seen.record).clone() };
        let write = self.write_record(Some(by.user), channel, &record);
        self.usernames.set_for_channel(channel, old.as_deref(), None, write).await?;
        self.live.channel_changed(channel, by.session);
        Ok(())
    }

    /// Writes the channel's record alone, as a deed of `by`. For whoever holds the gate.
    pub(super) async fn write_record(
        &self,
        by: Option<UserId>,
        channel: i64,
        record: &Channel,
    ) -> Result<(), Fault> {
        self.write(Change { channel, record: Some(record), by, ..Change::default() }).await
    }

    /// Says something in a channel as a service message of `by`.
    pub(super) async fn tell_in(
        &self,
        by: By,
        channel: i64,
        record: &Channel,
        action: Told,
    ) -> Result<Vec<Arc<ChannelEntry>>, ChannelError> {
        let content = Content { action: Some(action), ..Content::default() };
        let post = self.service_post(by, channel, record, content);
        let posted = self.boxes.channels().post(channel, vec![post], ()).await?;
        Ok(posted.into_iter().map(|posted| posted.entry).collect())
    }

    /// Refuses who is in as many channels as one may be.
    pub(super) async fn has_room(&self, user: UserId) -> Result<(), ChannelError> {
        if self.of_user(user).await?.len() >= CHANNELS_MAX {
            return Err(ChannelError::TooMany { max: CHANNELS_MAX });
        }
        Ok(())
    }

    pub(super) async fn free_id(&self) -> Result<i64, Fault> {
        loop {
            let drawn = IDS.start + self.world.chance.below(IDS.end - IDS.start);
            let channel = drawn.cast_signed();
            if self.record(channel).await?.is_none() && self.community(channel).await?.is_none() {
                return Ok(channel);
            }
        }
    }
}

pub(super) fn title(title: &str) -> Result<String, ChannelError> {
    let title = title.trim();
    let chars = title.chars().count();
    if (1..=TITLE_CHARS_MAX).contains(&chars) {
        Ok(title.to_owned())
    } else {
        Err(ChannelError::Title { chars })
    }
}

pub(super) fn about(about: &str) -> Result<String, ChannelError> {
    let about = about.trim();
    let chars = about.chars().count();
    if chars <= ABOUT_CHARS_MAX { Ok(about.to_owned()) } else { Err(ChannelError::About { chars }) }
}
