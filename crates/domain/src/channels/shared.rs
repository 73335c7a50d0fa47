//! Channels in folders that people share: who may let others in that way, and coming in by it.

use std::sync::Arc;

use boxes::{By, ChannelEntry, UserId};

use super::{Action, ChannelError, Channels, Role, is_public, members::Way};
use crate::{Fault, Notice};

impl Channels {
    /// Whether `user` may let others into a channel by a folder: a member of a public one, or an admin who makes
    /// links.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn may_share(&self, user: UserId, channel: i64) -> Result<bool, Fault> {
        match self.seen(channel, user).await {
            Ok(seen) => {
                let may = is_public(&seen.record) || seen.standing.may(&seen.record, Action::ManageInvites);
                Ok(seen.standing.member && may)
            }
            Err(ChannelError::Fault(fault)) => Err(fault),
            Err(_) => Ok(false),
        }
    }

    /// Comes in by a folder that `sharer` shares.
    ///
    /// # Errors
    /// As [`Channels::join`]; [`ChannelError::Private`] also where the sharer may no longer let anybody in.
    pub(crate) async fn join_by_folder(
        &self,
        by: By,
        channel: i64,
        sharer: UserId,
    ) -> Result<Vec<Arc<ChannelEntry>>, ChannelError> {
        let entries = {
            let _gate = self.gate(channel).await;
            let seen = self.found_by_link(channel, by.user).await?;
            // Under the gate: rights that were taken away let nobody in.
            if !self.may_share(sharer, channel).await? {
                return Err(ChannelError::Private);
            }
            self.has_room(by.user).await?;
            let way = if is_public(&seen.record) { Way::Himself } else { Way::Link(sharer, None) };
            if super::invites::asks(&seen.record) && seen.standing.role != Role::Creator {
                self.ask(&seen, by.user, None).await?;
                return Err(ChannelError::RequestSent);
            }
            self.come_in(by, &seen, way, None).await?
        };
        self.live.notice(by.user, Notice::Membership { channel }, by.session);
        Ok(entries)
    }
}
