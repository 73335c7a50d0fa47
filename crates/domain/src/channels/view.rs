//! How a viewer sees a channel.

use std::sync::Arc;

use store::{
    ids::UserId,
    records::channels::{Channel, Participant},
};

use super::{Channels, Role, Seen, Standing, is_public};
use crate::{Fault, PeerKind};

/// A channel as one viewer sees it. No Debug: it holds what people call it.
#[derive(Clone)]
pub struct ChannelView {
    /// Which.
    pub id: i64,
    /// What the viewer has to show for it.
    pub access_hash: i64,
    /// The channel.
    pub record: Arc<Channel>,
    /// The viewer's row.
    pub row: Option<Arc<Participant>>,
    /// What the viewer is in it.
    pub standing: Standing,
    /// The viewer sees it since he sees the channel that is discussed there.
    pub discussed: bool,
    /// The viewer, who is not in it, is shown it by a community of his.
    pub found: bool,
}

impl ChannelView {
    /// Whether nothing but its name is shown: it was deleted, or the viewer was thrown out.
    pub fn is_forbidden(&self) -> bool {
        self.record.deleted_at.is_some() || self.standing.role == Role::Banned
    }

    /// Whether another viewer is shown the same, but for the access hash and since when he is a member.
    pub fn shows_the_same(&self, other: &ChannelView) -> bool {
        let own = |view: &ChannelView| {
            view.row.as_ref().map(|row| (row.member, row.banned, row.banned_until)).unwrap_or_default()
        };
        self.id == other.id
            && self.standing == other.standing
            && (self.discussed, self.found) == (other.discussed, other.found)
            && own(self) == own(other)
            && (Arc::ptr_eq(&self.record, &other.record) || self.record == other.record)
    }

    /// Seconds since 1970 at which the viewer came in; none for who is no member.
    pub fn member_since(&self) -> Option<i32> {
        self.row.as_ref().filter(|row| row.member).map(|row| row.date)
    }

    /// Puts another second there.
    pub fn set_member_since(&mut self, date: i32) {
        if let Some(row) = self.row.as_mut().filter(|row| row.member) {
            Arc::make_mut(row).date = date;
        }
    }

    /// The community that it belongs to, for who is shown that.
    pub fn community(&self) -> Option<i64> {
        let link = self.record.community.filter(|_| !self.is_forbidden())?;
        let shown = self.standing.member || self.found || !link.hidden && is_public(&self.record);
        shown.then_some(link.id)
    }

    /// Whether the viewer may see what is in it.
    pub fn is_open(&self) -> bool {
        !self.is_forbidden() && (self.standing.member || is_public(&self.record) || self.discussed)
    }
}

impl Channels {
    /// The channel as a viewer sees it of whom it is known how he stands to it.
    pub fn view_of(&self, viewer: UserId, seen: &Seen) -> ChannelView {
        ChannelView {
            id: seen.id,
            access_hash: self.access.of(viewer, PeerKind::Channel, seen.id),
            record: Arc::clone(&seen.record),
            row: seen.row.clone(),
            standing: seen.standing,
            discussed: false,
            found: false,
        }
    }

    /// The channel as `viewer` sees it; none if it never was.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn view(&self, viewer: UserId, channel: i64) -> Result<Option<ChannelView>, Fault> {
        let Some(record) = self.record(channel).await? else { return Ok(None) };
        let row = self.participant(channel, viewer).await?;
        let standing = self.standing(channel, &record, viewer, row.as_deref()).await?;
        let access_hash = self.access.of(viewer, PeerKind::Channel, channel);
        let discussed = !standing.member && self.reads_discussion(channel, &record, viewer).await?;
        let found = record.community.is_some()
            && !standing.member
            && !is_public(&record)
            && self.finds(channel, &record, viewer).await?;
        Ok(Some(ChannelView { id: channel, access_hash, record, row, standing, discussed, found }))
    }
}
