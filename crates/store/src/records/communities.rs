//! Communities: places that hold groups and channels of one house together. Their ids are channels' ids, and their rows
//! lie where a channel's would; a community has no log.
//!
//! Which chats belong to it stands in its record and, in turn, in each chat's: a link is one only if both say so.

use minicbor::{Decode, Encode};

use super::account::UserPhoto;
use crate::ids::UserId;

/// A community. No Debug: it holds what people call it.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct Community {
    /// Seconds since 1970 of its creation.
    #[n(0)]
    pub date: i32,
    /// Who made it and may do everything in it.
    #[n(1)]
    pub creator: UserId,
    /// Its name.
    #[n(2)]
    pub title: String,
    /// What it says about itself; may be empty.
    #[n(3)]
    pub about: String,
    /// Its picture.
    #[n(4)]
    pub photo: Option<UserPhoto>,
    /// What its people may not do, as bits of `chatBannedRights`.
    #[n(5)]
    pub default_banned: u32,
    /// Who looks after it beside its creator.
    #[n(6)]
    pub admins: Vec<CommunityAdmin>,
    /// Its chats, in the order in which they came.
    #[n(7)]
    pub peers: Vec<CommunityPeer>,
    /// Chats whose owners have asked that they come in, the oldest first. With `date` of the asking.
    #[n(8)]
    pub requests: Vec<CommunityPeer>,
    /// How many people were thrown out.
    #[n(9)]
    pub kicked: u32,
    /// Seconds since 1970 at which it was deleted.
    #[n(10)]
    pub deleted_at: Option<i32>,
}

/// Somebody who looks after a community.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct CommunityAdmin {
    /// Who.
    #[n(0)]
    pub user: UserId,
    /// Bits of `chatAdminRights`.
    #[n(1)]
    pub rights: u32,
    /// Who gave them.
    #[n(2)]
    pub promoted_by: UserId,
    /// Seconds since 1970.
    #[n(3)]
    pub date: i32,
    /// What he is called.
    #[n(4)]
    pub rank: Option<String>,
}

/// A chat of a community, or one that is to be.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq)]
#[cbor(array)]
pub struct CommunityPeer {
    /// Which channel or supergroup.
    #[n(0)]
    pub channel: i64,
    /// Only admins see it, and who is in it.
    #[n(1)]
    pub hidden: bool,
    /// Who brought it, or asked.
    #[n(2)]
    pub by: UserId,
    /// Seconds since 1970.
    #[n(3)]
    pub date: i32,
}

/// Somebody thrown out of a community, and thereby of all its chats.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq)]
#[cbor(array)]
pub struct CommunityBan {
    /// Who decided that.
    #[n(0)]
    pub by: UserId,
    /// Seconds since 1970.
    #[n(1)]
    pub date: i32,
}

/// What somebody keeps of a community; in his shard.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq, Default)]
#[cbor(array)]
pub struct CommunitySeat {
    /// He made it or looks after it, so it is his also where he is in none of its chats. The community's record is the
    /// truth about that.
    #[n(0)]
    pub admin: bool,
    /// His devices show its chats as one.
    #[n(1)]
    pub collapsed: Option<bool>,
}
