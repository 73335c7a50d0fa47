//! Basic groups and channels as one viewer sees them.

use boxes::{Peer, UserId};
use domain::{Domain, Fault};
use tl::enums;

use crate::groups::group;

/// The chat as `viewer` sees it; none for people, and for chats that are not there.
///
/// # Errors
/// Where a record cannot be read.
pub(crate) async fn chat(domain: &Domain, viewer: UserId, peer: Peer) -> Result<Option<enums::Chat>, Fault> {
    match peer {
        Peer::User(_) | Peer::Channel(_) => Ok(None),
        Peer::Group(id) => Ok(domain.groups.seen(viewer, id).await?.map(|seen| group(&seen))),
    }
}
