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

/// An entry of a group's log.
pub(crate) fn group_log(group: i64, pts: Pts) -> ByPts {
    ByPts { owner: Owner::Group(group), pts }
}

/// A group's own row.
pub(crate) fn group(group: i64) -> OfOwner {
    OfOwner(Owner::Group(group))
}

/// The group's row in the dirty list of its shard: longer than a user's by the mark that says so.
pub(crate) fn dirty_group(group: i64) -> OfShard {
    let mut row = group.to_be_bytes().to_vec();
    row.push(GROUP_MARK);
    OfShard { shard: Owner::Group(group).shard(), row }
}

/// The other way.
pub(crate) fn of_dirty_group(key: &OfShard) -> Option<i64> {
    match key.row.split_last()? {
        (&GROUP_MARK, id) => Some(i64::from_be_bytes(id.try_into().ok()?)),
        _ => None,
    }
}

/// The user's row in the dirty list of his shard.
pub(crate) fn dirty(user: UserId) -> OfShard {
    OfShard { shard: Owner::User(user).shard(), row: user.0.to_be_bytes().to_vec() }
}

/// The other way.
pub(crate) fn of_dirty(key: &OfShard) -> Option<UserId> {
    Some(UserId(i64::from_be_bytes(key.row.as_slice().try_into().ok()?)))
}

const GROUP_MARK: u8 = 2;
