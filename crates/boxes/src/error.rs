//! Why the boxes did not do what they were asked.

use store::{
    CommitError, StoreError,
    ids::{MessageId, UserId},
};

/// What can go wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BoxError {
    /// The store could not read, or did not, or perhaps not, write. What was asked may be asked again: a send
    /// with the same `random_id` happens once.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such message in this box.
    #[error("there is no message {id}")]
    NoSuchMessage {
        /// As asked.
        id: MessageId,
    },
    /// Somebody else wrote it.
    #[error("message {id} is another's")]
    NotAuthor {
        /// As asked.
        id: MessageId,
    },
    /// The content is what it was.
    #[error("the message says that already")]
    NotModified,
    /// Two tasks of a list have one number.
    #[error("two tasks have one number")]
    TodoDuplicate,
    /// Such reactions may not be given in this chat.
    #[error("such reactions may not be given here")]
    ReactionForbidden,
    /// The peer has no box, or none that this way leads to.
    #[error("nothing can be sent there")]
    NoSuchPeer,
    /// The messages of one call are not from one sender to one peer.
    #[error("the messages are not from one sender to one peer")]
    Mixed,
    /// More at once than one call takes.
    #[error("{found} at once, at most {max}")]
    TooMany {
        /// The bound.
        max: usize,
        /// What was asked.
        found: usize,
    },
    /// What is to be scheduled was sent already, under the same `random_id`.
    #[error("it was sent already")]
    SentAlready,
    /// So many messages are scheduled already.
    #[error("{found} scheduled messages, at most {max}")]
    TooMuchScheduled {
        /// The bound.
        max: usize,
        /// With what was asked.
        found: usize,
    },
    /// A message is larger than a record may be.
    #[error("a message of {found} bytes, at most {max}")]
    TooLarge {
        /// The bound, in bytes.
        max: usize,
        /// What was asked, in bytes.
        found: usize,
    },
    /// There is no such group.
    #[error("there is no such group")]
    NoSuchGroup,
    /// A group with this number was made already.
    #[error("there is such a group already")]
    GroupExists,
    /// So many are in the group already, or nothing more can happen in it.
    #[error("the group is full")]
    GroupFull,
    /// Nothing happens in the group any more.
    #[error("nothing happens in the group any more")]
    GroupDeactivated,
    /// Who acts is not in the group.
    #[error("who acts is not in the group")]
    NotInGroup,
    /// Somebody is not in the group.
    #[error("there is no such member")]
    NoSuchMember,
    /// Somebody is in the group already.
    #[error("is in the group already")]
    AlreadyInGroup,
    /// Who acts may not do that in the group.
    #[error("who acts may not do that in the group")]
    MayNot,
    /// The box's numbers are used up.
    #[error("the box of {user:?} is full")]
    Full {
        /// Whose.
        user: UserId,
    },
    /// What was read does not fit together.
    #[error("the box of {user:?} is damaged: {what}")]
    Damaged {
        /// Whose.
        user: UserId,
        /// Which part.
        what: &'static str,
    },
    /// Others kept changing what this needed; it may be asked again.
    #[error("too much happened at once")]
    Busy,
}

impl From<CommitError> for BoxError {
    fn from(error: CommitError) -> Self {
        BoxError::Store(StoreError::Commit(error))
    }
}
