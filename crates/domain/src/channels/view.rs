//! How a viewer sees a channel.

use std::sync::Arc;

use store::{
    ids::UserId,
    records::channels::{Channel, Participant},
};

use super::{Channels, Role, Standing, is_public};
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
}

impl ChannelView {
    /// Whether nothing but its name is shown: it was deleted, or the viewer was thrown out.
    pub fn is_forbidden(&self) -> bool {
        self.record.deleted_at.is_some() || self.standing.role == Role::Banned
    }

    /// Whether the viewer may see what is in it.
    pub fn is_open(&self) -> bool {
        !self.is_forbidden() && (self.standing.member || is_public(&self.record) || self.discussed)
    }
}

impl Channels {
    /// The channel as `viewer` sees it; none if it never was.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn view(&self, viewer: UserId, channel: i64) -> Result<Option<ChannelView>, Fault> {
        let Some(record) = self.record(channel).await? else { return Ok(None) };
        let row = self.participant(channel, viewer).await?;
        let standing = Standing::of(&record, viewer, row.as_deref(), self.now());
        let access_hash = self.access.of(viewer, PeerKind::Channel, channel);
        let discussed = !standing.member && self.reads_discussion(channel, &record, viewer).await?;
        Ok(Some(ChannelView { id: channel, access_hash, record, row, standing, discussed }))
    }
}
