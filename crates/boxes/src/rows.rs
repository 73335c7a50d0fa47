//! The keys of a box's rows.

use store::{
    ids::{Owner, Peer, Pts, UserId},
    key::{ByPts, OfOwner, OfShard},
    records::box_index::{ByPeer, ByPeerAndNumber},
};

pub(crate) fn log(user: UserId, pts: Pts) -> ByPts {
    ByPts { owner: Owner::User(user), pts }
}

pub(crate) fn head(user: UserId) -> OfOwner {
    OfOwner(Owner::User(user))
}

pub(crate) fn dialog(user: UserId, peer: Peer) -> ByPeer {
    ByPeer { user, peer }
}

/// A page, or a run of pages, of a dialog.
pub(crate) fn by_number(user: UserId, peer: Peer, number: u32) -> ByPeerAndNumber {
    ByPeerAndNumber { user, peer, number: i32::try_from(number).unwrap_or(i32::MAX) }
}

/// The user's row in the dirty list of his shard.
pub(crate) fn dirty(user: UserId) -> OfShard {
    OfShard { shard: Owner::User(user).shard(), row: user.0.to_be_bytes().to_vec() }
}

/// The other way.
pub(crate) fn of_dirty(key: &OfShard) -> Option<UserId> {
    Some(UserId(i64::from_be_bytes(key.row.as_slice().try_into().ok()?)))
}
