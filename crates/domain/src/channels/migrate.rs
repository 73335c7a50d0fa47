//! How a basic group becomes a supergroup. The group's own event decides: before it the channel stands ready, in
//! nobody's list; behind it the members get it. What breaks off in between, a row of the due queue brings to its end,
//! one way or the other.

use std::sync::Arc;

use boxes::{BoxError, By, ChannelEntry, Content, DueAt, DueWhat, GroupChange, GroupChanged, GroupView};
use store::{
    Direction, Rows,
    ids::{Owner, UserId},
    key::{ByNumber, Key},
    records::account::UserPhoto,
    records::channels::{ByMember, Channel, Membership, Participant, flag},
    records::due::Due,
    records::groups::GroupMember,
    records::log::Action as Told,
    tables,
};

use super::{Change, ChannelError, Channels, members::WRITTEN_AT_ONCE, rights::admin};
use crate::{ChatError, Fault, Notice};

/// A group that became a supergroup.
pub struct Migrated {
    /// The supergroup.
    pub channel: i64,
    /// The group's last event.
    pub changed: GroupChanged,
    /// The supergroup's first.
    pub entries: Vec<Arc<ChannelEntry>>,
}

/// After so long it is looked whether a migration has come to its end.
const LOOKED_AT_AFTER_SECONDS: i32 = 5;
/// What admins of a basic group may do.
const RIGHTS_OF_GROUP_ADMINS: u32 = admin::CHANGE_INFO
    | admin::DELETE_MESSAGES
    | admin::BAN_USERS
    | admin::INVITE_USERS
    | admin::PIN_MESSAGES
    | admin::OTHER;

impl Channels {
    /// Whether somebody may make a supergroup of a basic group.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn may_migrate(&self, user: UserId, group: i64) -> Result<bool, Fault> {
        let view = self.boxes.group(group).await?;
        Ok(view.is_some_and(|view| {
            view.record.creator == user
                && view.member(user).is_some()
                && view.record.deactivated != Some(true)
        }))
    }

    /// Makes a supergroup of a basic group, with the same people, admins and creator.
    ///
    /// # Errors
    /// [`ChatError::NoSuchPeer`] for who is not in it and for a group that is over, [`ChannelError::AdminRequired`]
    /// for all but its creator, and faults.
    pub async fn migrate(&self, by: By, group: i64) -> Result<Migrated, ChannelError> {
        let view = self.boxes.group(group).await?;
        let view =
            view.filter(|view| view.member(by.user).is_some() && view.record.deactivated != Some(true));
        let view = view.ok_or(ChatError::NoSuchPeer)?;
        if view.record.creator != by.user {
            return Err(ChannelError::AdminRequired);
        }
        let channel = self.free_id().await?;
        let _gate = self.gate(channel).await;
        let at = self.now().saturating_add(LOOKED_AT_AFTER_SECONDS);
        let due = DueAt { at, user: by.user, what: DueWhat::Migration(channel) };
        let mut batch = self.store.batch();
        batch.put::<tables::DueQueue>(&due, &Due::default());
        let written = self.store.commit(batch).await;
        // Also after a failure: nobody may know whether the row is there.
        self.boxes.due_queue().note(due.shard(), due.at);
        written?;
        self.prepare(channel, &view).await?;
        let changed = match self.boxes.change_group(by, group, GroupChange::Migrate(channel)).await {
            Ok(changed) => changed,
            Err(error) => {
                // Another device was faster, or he left. What is unknown the due queue finds out.
                if matches!(error, BoxError::GroupDeactivated | BoxError::NotInGroup | BoxError::MayNot) {
                    self.abandon(channel).await?;
                    self.boxes.due_done(due).await?;
                    return Err(ChatError::NoSuchPeer.into());
                }
                return Err(error.into());
            }
        };
        let entries = self.hand_over(by, channel, &changed.view).await?;
        self.boxes.due_done(due).await?;
        Ok(Migrated { channel, changed, entries })
    }

    /// Brings a migration to its end that may have broken off.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn end_migration(&self, due: DueAt) -> Result<(), ChannelError> {
        let DueWhat::Migration(channel) = due.what else { return Ok(()) };
        let _gate = self.gate(channel).await;
        let record = self.record(channel).await?.filter(|record| record.deleted_at.is_none());
        if let Some((group, _)) = record.and_then(|record| record.migrated_from) {
            let view = self.boxes.group(group).await?;
            match view.filter(|view| view.record.migrated_to == Some(channel)) {
                Some(view) => drop(self.hand_over(By::user(view.record.creator), channel, &view).await?),
                None => self.abandon(channel).await?,
            }
        }
        Ok(self.boxes.due_done(due).await?)
    }

    /// Writes the channel and what people are in it; it stands in nobody's list yet.
    async fn prepare(&self, channel: i64, view: &GroupView) -> Result<(), ChannelError> {
        let _held = self.files.hold(view.record.photo);
        if let Some(photo) = view.record.photo {
            let shared = self.files.shared(photo, Owner::Group(view.id), &[Owner::Channel(channel)]).await;
            shared.map_err(ChatError::from)?;
        }
        let record = record(view, self.now());
        let mut first = Some(&record);
        let rows: Vec<_> = view.current().map(|(user, row)| (user, participant(view, user, row))).collect();
        for rows in rows.chunks(WRITTEN_AT_ONCE) {
            let record = first.take();
            self.write(Change { channel, record, participants: rows, ..Change::default() }).await?;
        }
        Ok(())
    }

    /// Puts the channel into the lists of those who were in the group at its end, each once, and says so there.
    async fn hand_over(
        &self,
        by: By,
        channel: i64,
        view: &GroupView,
    ) -> Result<Vec<Arc<ChannelEntry>>, ChannelError> {
        self.settle(channel, view).await?;
        let (mut participants, mut memberships) = (Vec::new(), Vec::new());
        for (user, member) in view.current() {
            // Who has a row was here before, and may have left since.
            if self.memberships.get(&ByNumber { user, number: channel }).await?.is_some() {
                continue;
            }
            if self.participant(channel, user).await?.is_none_or(|row| !row.member) {
                participants.push((user, participant(view, user, member)));
            }
            // That the group has become another is nothing to be read.
            let read_inbox_max_id = 1;
            let own =
                Membership { date: self.now(), member: true, read_inbox_max_id, ..Membership::default() };
            memberships.push((user, own));
        }
        for rows in participants.chunks(WRITTEN_AT_ONCE) {
            let change = Change { channel, participants: rows, ..Change::default() };
            self.write(change).await?;
        }
        for own in memberships.chunks(WRITTEN_AT_ONCE) {
            let change = Change { channel, memberships: own, ..Change::default() };
            self.write(change).await?;
        }
        let record = self.record(channel).await?.ok_or(ChannelError::NoSuchChannel)?;
        let action = Told::ChannelMigrateFrom { title: view.record.title.clone(), chat: view.id };
        let content = Content { action: Some(action), ..Content::default() };
        let mut post = self.service_post(by, channel, &record, content);
        // What is said once is said once, however often this is begun.
        post.message.random_id = channel;
        let posted = self.boxes.channels().post(channel, vec![post], ()).await?;
        for (user, _) in memberships {
            self.live.notice(user, Notice::Membership { channel }, by.session.filter(|_| user == by.user));
        }
        Ok(posted.into_iter().map(|posted| posted.entry).collect())
    }

    /// Makes the channel what the group was at its end, if somebody came or went since the channel was prepared.
    async fn settle(&self, channel: i64, view: &GroupView) -> Result<(), Fault> {
        let state = self.boxes.channels().state(channel).await?;
        let before = self.record(channel).await?;
        let Some(before) = before.filter(|_| state.top_message == 0) else { return Ok(()) };
        let record = record(view, before.date);
        let rows = Rows::<tables::Participants>::of(Owner::Channel(channel));
        let found = self.store.scan(rows, usize::MAX, Direction::Forward).await?;
        let mut gone = Vec::new();
        for (ByMember { user, .. }, row) in found {
            let listed = self.memberships.get(&ByNumber { user, number: channel }).await?.is_some();
            if row.member && !listed && view.member(user).is_none() {
                gone.push((user, Participant { member: false, admin: None, ..row }));
            }
        }
        if record == *before && gone.is_empty() {
            return Ok(());
        }
        self.write(Change {
            channel,
            record: Some(&record),
            participants: &gone,
            memberships: &[],
            ..Change::default()
        })
        .await
    }

    /// Takes back a channel that no group has become.
    async fn abandon(&self, channel: i64) -> Result<(), Fault> {
        let Some(record) = self.record(channel).await? else { return Ok(()) };
        // With its picture: nothing is left that refers to it.
        let record = Channel { deleted_at: Some(self.now()), photo: None, ..(*record).clone() };
        self.write_record(None, channel, &record).await
    }
}

/// The supergroup that a group becomes.
fn record(view: &GroupView, date: i32) -> Channel {
    let group = &view.record;
    let bit = |set: bool, flag: u32| if set { flag } else { 0 };
    let no_reactions = group.reactions.as_ref().is_some_and(Vec::is_empty);
    let admins = view.current().map(|(user, _)| user).filter(|user| view.is_admin(*user));
    Channel {
        date,
        creator: group.creator,
        title: group.title.clone(),
        about: group.about.clone(),
        flags: bit(group.no_forwards == Some(true), flag::NO_FORWARDS)
            | bit(no_reactions, flag::NO_REACTIONS)
            | bit(group.no_custom_reactions == Some(true), flag::NO_CUSTOM_REACTIONS),
        default_banned: group.banned,
        participants: u32::try_from(view.count()).unwrap_or(u32::MAX),
        admins: admins.collect(),
        ttl_period: group.ttl_period,
        reactions: group.reactions.clone().filter(|some| !some.is_empty()),
        // Ids of a group's messages are each member's own; the page of the channel names the viewer's.
        migrated_from: Some((view.id, 0)),
        photo: group
            .photo
            .map(|file| UserPhoto { file, stripped: group.stripped.clone().unwrap_or_default() }),
        ..Channel::default()
    }
}

fn participant(view: &GroupView, user: UserId, member: &GroupMember) -> Participant {
    let is_admin = view.is_admin(user) && user != view.record.creator;
    Participant {
        date: member.date,
        member: true,
        inviter: Some(member.inviter).filter(|inviter| *inviter != user),
        admin: is_admin.then_some(RIGHTS_OF_GROUP_ADMINS),
        promoted_by: is_admin.then_some(view.record.creator),
        ..Participant::default()
    }
}
