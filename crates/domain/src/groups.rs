//! Basic groups: who may be brought in, what is said there and what the group says of itself, over the boxes.
//!
//! Rights are decided by the boxes, in the commit that uses them. Here is what rests on people: their privacy,
//! blocks and sign-in codes, and who is told of what leaves no message.

mod links;
mod people;
mod shown;
mod write;

use std::sync::Arc;

use boxes::{BoxError, Boxes, Defect, GroupView, UserId};
use world::World;

use crate::{
    Accounts, ChatError, Fault, Files, Live, Polls, Privacy, Users,
    invites::{LinkError, Links},
    locks::Locks,
};

pub(crate) use people::checked_rank;
pub use people::{Brought, Created};
pub use shown::{GroupPeer, GroupSeen};
pub(crate) use write::needs;

/// The use cases of basic groups.
pub struct Groups {
    links: Arc<Links>,
    /// A group's links change one after the other.
    link_changes: Locks,
    boxes: Boxes,
    world: World,
    live: Arc<dyn Live>,
    accounts: Arc<Accounts>,
    privacy: Arc<Privacy>,
    polls: Arc<Polls>,
    users: Arc<Users>,
    files: Arc<Files>,
}

/// Why something in a group was refused.
#[derive(Debug, thiserror::Error)]
pub enum GroupError {
    /// No such group for the caller.
    #[error("no such group")]
    NoSuchGroup,
    /// The title is empty or too long.
    #[error("a title of {chars} characters; 1 to {max}")]
    Title {
        /// How many.
        chars: usize,
        /// How many there may be.
        max: usize,
    },
    /// The description is too long.
    #[error("a description of {chars} characters; at most {max}")]
    About {
        /// How many.
        chars: usize,
        /// How many there may be.
        max: usize,
    },
    /// A group is not made with nobody.
    #[error("nobody to make a group with")]
    TooFew,
    /// What somebody is to be called is too long, or has emoji in it.
    #[error("nothing that somebody could be called")]
    Rank,
    /// There is no such person.
    #[error("no such person")]
    NoSuchPerson,
    /// What is wrong with a link.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The boxes' refusal.
    #[error(transparent)]
    Refused(BoxError),
    /// As for any chat.
    #[error(transparent)]
    Chat(#[from] ChatError),
    /// Nobody's wrong input.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<BoxError> for GroupError {
    fn from(error: BoxError) -> Self {
        match error {
            BoxError::NoSuchGroup | BoxError::NotInGroup => GroupError::NoSuchGroup,
            BoxError::NotModified
            | BoxError::GroupFull
            | BoxError::GroupDeactivated
            | BoxError::NoSuchMember
            | BoxError::AlreadyInGroup
            | BoxError::MayNot => GroupError::Refused(error),
            BoxError::NoSuchMessage { .. } => GroupError::Chat(ChatError::NoSuchMessage),
            error => GroupError::Fault(Fault::Box(error)),
        }
    }
}

/// What a group's areas stand on.
pub(crate) struct Under {
    pub(crate) boxes: Boxes,
    pub(crate) world: World,
    pub(crate) live: Arc<dyn Live>,
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) privacy: Arc<Privacy>,
    pub(crate) polls: Arc<Polls>,
    pub(crate) users: Arc<Users>,
    pub(crate) files: Arc<Files>,
    pub(crate) links: Arc<Links>,
}

impl Groups {
    pub(crate) fn new(under: Under) -> Self {
        let Under { boxes, world, live, accounts, privacy, polls, users, files, links } = under;
        Groups {
            links,
            link_changes: Locks::new(),
            boxes,
            world,
            live,
            accounts,
            privacy,
            polls,
            users,
            files,
        }
    }

    /// The group, if the caller is in it.
    async fn of_member(&self, group: i64, user: UserId) -> Result<Arc<GroupView>, GroupError> {
        let view = self.boxes.group(group).await?.filter(|view| {
            view.member(user).is_some()
                || self.boxes.breaks(Defect::FormerMembersAsk) && view.members.contains_key(&user)
        });
        view.ok_or(GroupError::NoSuchGroup)
    }
}
