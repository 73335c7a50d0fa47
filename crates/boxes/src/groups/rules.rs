//! What a group looks like, and who may do what in it. The rules are asked under the group's lock, so a right that
//! is taken away ends with the event that takes it.

use std::collections::BTreeMap;

use store::{
    ids::UserId,
    records::groups::{GroupMember, GroupRecord},
};

use super::cells::GroupLoaded;
use crate::error::BoxError;

/// A group as it is.
#[derive(Clone, PartialEq)]
pub struct GroupView {
    /// Its number.
    pub id: i64,
    /// What it says of itself.
    pub record: GroupRecord,
    /// Who is and was in it.
    pub members: BTreeMap<UserId, GroupMember>,
}

/// The bits of what members may not do: flags of `chatBannedRights`.
pub mod banned {
    /// Sending at all.
    pub const SEND_MESSAGES: u32 = 1 << 1;
    /// Polls.
    pub const SEND_POLLS: u32 = 1 << 8;
    /// Saying what one is called.
    pub const EDIT_RANK: u32 = 1 << 26;
    /// Title, picture and description.
    pub const CHANGE_INFO: u32 = 1 << 10;
    /// Bringing people in.
    pub const INVITE_USERS: u32 = 1 << 15;
    /// Pinning for everybody.
    pub const PIN_MESSAGES: u32 = 1 << 17;
    /// Texts.
    pub const SEND_PLAIN: u32 = 1 << 25;
    /// Reactions.
    pub const SEND_REACTIONS: u32 = 1 << 27;
}

impl GroupView {
    /// The membership of somebody who is in the group.
    pub fn member(&self, user: UserId) -> Option<&GroupMember> {
        self.members.get(&user).filter(|member| member.left.is_none())
    }

    /// Who is in the group.
    pub fn current(&self) -> impl Iterator<Item = (UserId, &GroupMember)> {
        self.members.iter().filter(|(_, member)| member.left.is_none()).map(|(user, member)| (*user, member))
    }

    /// How many are in it.
    pub fn count(&self) -> usize {
        self.current().count()
    }

    /// Whether somebody is its creator or an admin of it.
    pub fn is_admin(&self, user: UserId) -> bool {
        is_admin(&self.record, self.member(user), user)
    }

    /// Whether a member may do what a bit of [`banned`] forbids.
    pub fn may(&self, user: UserId, bits: u32) -> bool {
        self.is_admin(user) || self.member(user).is_some() && self.record.banned & bits == 0
    }
}

impl GroupLoaded {
    /// Refuses somebody who is not in the group, and everybody once nothing happens in it any more.
    pub(crate) fn open_to(&self, user: UserId) -> Result<&GroupMember, BoxError> {
        let member = self.member(user).ok_or(BoxError::NotInGroup)?;
        if self.record.deactivated == Some(true) {
            return Err(BoxError::GroupDeactivated);
        }
        Ok(member)
    }

    /// Refuses what a member may not do.
    pub(crate) fn allows(&self, user: UserId, bits: u32) -> Result<(), BoxError> {
        self.open_to(user)?;
        if self.is_admin(user) || self.record.banned & bits == 0 { Ok(()) } else { Err(BoxError::MayNot) }
    }

    /// Whether somebody is its creator or an admin of it.
    pub(crate) fn is_admin(&self, user: UserId) -> bool {
        is_admin(&self.record, self.member(user), user)
    }
}

fn is_admin(record: &GroupRecord, member: Option<&GroupMember>, user: UserId) -> bool {
    member.is_some_and(|member| member.admin == Some(true) || record.creator == user)
}
