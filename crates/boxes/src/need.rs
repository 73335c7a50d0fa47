//! What a decision found missing in memory. Decisions run under the locks of their shards and never wait: they
//! name what they need, somebody fetches it outside the locks, and they are asked again.

use store::ids::{MessageId, Peer, Pts, UserId};

use crate::{error::BoxError, projection::PageNumber};

/// What to fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// A user's box.
    Load(UserId),
    /// One dialog of it.
    Dialog(UserId, Peer),
    /// All of its dialogs.
    AllDialogs(UserId),
    /// A closed page of a dialog's index.
    Page(UserId, Peer, PageNumber),
    /// Entries of the log, to be changed.
    Bodies(UserId, Vec<MessageId>),
    /// Whether something was sent with this number.
    Random(UserId, i64),
    /// What is not delivered yet has to be, before anything else happens in this box.
    Delivery(UserId),
    /// What is on its way to the other side, up to this pts, has to arrive.
    Arrival(UserId, Pts),
    /// A group.
    Group(i64),
    /// Entries of a group's log, to be changed.
    GroupBodies(i64, Vec<Pts>),
    /// As `Delivery`, of a group.
    GroupDelivery(i64),
    /// All of these.
    Many(Vec<Need>),
}

/// Why a decision was not made.
pub(crate) enum Refusal {
    /// Fetch this and ask again.
    Need(Need),
    /// It will not be made.
    Error(BoxError),
}

impl From<Need> for Refusal {
    fn from(need: Need) -> Self {
        Refusal::Need(need)
    }
}

impl From<BoxError> for Refusal {
    fn from(error: BoxError) -> Self {
        Refusal::Error(error)
    }
}
