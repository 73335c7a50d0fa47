//! A group as one viewer sees it.

use std::sync::Arc;

use boxes::{GroupView, UserId};

use super::{GroupError, Groups};
use crate::Fault;

/// The number of a basic group, in notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupPeer(pub i64);

/// A group, and how the viewer stands to it.
#[derive(Clone)]
pub struct GroupSeen {
    /// The group.
    pub view: Arc<GroupView>,
    /// Who looks.
    pub viewer: UserId,
}

impl GroupSeen {
    /// The viewer is in it.
    pub fn is_member(&self) -> bool {
        self.view.member(self.viewer).is_some()
    }

    /// The viewer was made to leave, or was never in it.
    pub fn is_forbidden(&self) -> bool {
        self.view.members.get(&self.viewer).is_none_or(|member| member.kicked == Some(true))
            && !self.is_member()
    }
}

impl Groups {
    /// The group as somebody sees it who is or was in it; none for others.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn seen(&self, viewer: UserId, group: i64) -> Result<Option<GroupSeen>, Fault> {
        let view = self.boxes.group(group).await.map_err(Fault::Box)?;
        let view = view.filter(|view| view.members.contains_key(&viewer));
        Ok(view.map(|view| GroupSeen { view, viewer }))
    }

    /// The group, for what only its members may ask.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`] and faults.
    pub async fn inside(&self, viewer: UserId, group: i64) -> Result<GroupSeen, GroupError> {
        Ok(GroupSeen { view: self.of_member(group, viewer).await?, viewer })
    }
}
