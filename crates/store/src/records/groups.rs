//! Basic groups: what a group says of itself, who is and was in it and how far each has read, what its messages
//! said before a change, and the events that only groups know. The group's log itself is made of [`super::log`].

use minicbor::{Decode, Encode};

use super::{
    log::{Source, peer_number},
    reactions::custom_id,
};
use crate::{
    ids::{MessageId, Owner, Peer, Pts, UserId},
    key::{Key, Row, push_int, push_long},
};

/// What a basic group is.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct GroupRecord {
    /// Its name.
    #[n(0)]
    pub title: String,
    /// What it says of itself; may be empty.
    #[n(1)]
    pub about: String,
    /// Who made it.
    #[n(2)]
    pub creator: UserId,
    /// Seconds since 1970.
    #[n(3)]
    pub date: i32,
    /// Rises with each change of its members and of what they may do.
    #[n(4)]
    pub version: i32,
    /// What members who are no admins may not do: the flags of `chatBannedRights`.
    #[n(5)]
    pub banned: u32,
    /// The supergroup that it became.
    #[n(6)]
    pub migrated_to: Option<i64>,
    /// Nothing happens in it any more.
    #[n(7)]
    pub deactivated: Option<bool>,
    /// Its picture.
    #[n(8)]
    pub photo: Option<i64>,
    /// Its messages are not to be forwarded or saved.
    #[n(9)]
    pub no_forwards: Option<bool>,
    /// The reactions that may be given in it: absent for all, empty for none.
    #[n(10)]
    pub reactions: Option<Vec<String>>,
    /// The stripped thumbnail of its picture.
    #[cbor(n(11), with = "minicbor::bytes")]
    pub stripped: Option<Vec<u8>>,
    /// Seconds after which new messages go.
    #[n(12)]
    pub ttl_period: Option<i32>,
    /// So many different reactions a message may have; absent for as many as anywhere.
    #[n(13)]
    pub reactions_limit: Option<i32>,
    /// Where all reactions may be given, custom emoji may not.
    #[n(14)]
    pub no_custom_reactions: Option<bool>,
    /// The emoji of the theme in which it is shown.
    #[n(15)]
    pub theme: Option<String>,
    /// What members are called.
    #[n(16)]
    pub ranks: Option<Vec<(UserId, String)>>,
}

impl GroupRecord {
    /// What a member is called.
    pub fn rank(&self, user: UserId) -> Option<&str> {
        let found = self.ranks.iter().flatten().find(|(one, _)| *one == user);
        found.map(|(_, rank)| rank.as_str())
    }

    /// The ranks with this one in the place of what a member was called before; empty takes it away.
    pub fn ranks_with(&self, user: UserId, rank: &str) -> Option<Vec<(UserId, String)>> {
        let mut ranks: Vec<_> =
            self.ranks.iter().flatten().filter(|(one, _)| *one != user).cloned().collect();
        if !rank.is_empty() {
            ranks.push((user, rank.to_owned()));
        }
        Some(ranks).filter(|ranks| !ranks.is_empty())
    }

    /// Whether this reaction may be given in it.
    pub fn takes_reaction(&self, reaction: &str) -> bool {
        match &self.reactions {
            Some(some) => some.iter().any(|one| one == reaction),
            None => custom_id(reaction).is_none() || self.no_custom_reactions != Some(true),
        }
    }
}

/// Who is or was in a group.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq, Debug)]
#[cbor(array)]
pub struct GroupMember {
    /// Who brought this person in; the person's own id where nobody did.
    #[n(0)]
    pub inviter: UserId,
    /// Seconds since 1970.
    #[n(1)]
    pub date: i32,
    /// The group's events from here on reach this person …
    #[n(2)]
    pub joined: Pts,
    /// … up to here, once he has left.
    #[n(3)]
    pub left: Option<Pts>,
    /// May do what the creator may but for making admins.
    #[n(4)]
    pub admin: Option<bool>,
    /// Was made to leave, and comes back only if somebody brings him.
    #[n(5)]
    pub kicked: Option<bool>,
    /// The link that this person came by: the beginning of its keyed hash.
    #[n(6)]
    pub link: Option<u64>,
    /// Who let this person in, if an admin had to.
    #[n(7)]
    pub approved_by: Option<UserId>,
}

/// How far a member has read.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq, Debug)]
#[cbor(array)]
pub struct GroupRead {
    /// In the group's log.
    #[n(0)]
    pub pts: Pts,
    /// Seconds since 1970.
    #[n(1)]
    pub date: i32,
}

/// That a person is in a group, among the person's rows.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq, Default)]
#[cbor(array)]
pub struct GroupOf {}

/// A group's message in a member's box: where it stands in the group's log, and what this member alone has of it.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Pointer {
    /// Which group.
    #[n(0)]
    pub group: i64,
    /// Where in its log.
    #[n(1)]
    pub pts: Pts,
    /// Seconds since 1970, as this box dates it.
    #[n(2)]
    pub date: i32,
    /// Of [`super::log::flag`], those that are this member's own.
    #[n(3)]
    pub flags: u32,
    /// As [`super::log::MessageKind::code`].
    #[n(4)]
    pub kind: u8,
    /// The author's: what the client drew.
    #[n(5)]
    pub random_id: Option<i64>,
    /// Which message of this box it answers.
    #[n(6)]
    pub reply: Option<MessageId>,
}

/// That a member's reading moved the mark of what others see as read.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct ReadInGroup {
    /// Seconds since 1970.
    #[n(0)]
    pub date: i32,
    /// Who read.
    #[n(1)]
    pub user: UserId,
    /// Up to here in the group's log.
    #[n(2)]
    pub max: Pts,
}

/// That the owner of a box has seen that he was mentioned.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct MentionsRead {
    /// Seconds since 1970.
    #[n(0)]
    pub date: i32,
    /// The dialog.
    #[cbor(n(1), with = "peer_number")]
    pub peer: Peer,
    /// In these messages.
    #[n(2)]
    pub ids: Vec<MessageId>,
    /// The box that it came from, if not this one: its owner has opened what these messages of the box's owner carry.
    #[n(3)]
    pub source: Option<Source>,
}

/// A row of a group by member.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByMember {
    /// Which group.
    pub group: i64,
    /// Who.
    pub user: UserId,
}

/// What a message of a group said before it changed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Before {
    /// Which group.
    pub group: i64,
    /// Which message.
    pub id: Pts,
    /// The event that changed it.
    pub change: Pts,
}

impl Key for ByMember {
    fn owner(&self) -> Owner {
        Owner::Group(self.group)
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_long(row, self.user.0);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(ByMember { group: group_of(owner)?, user: UserId(row.long()?) })
    }
}

impl Key for Before {
    fn owner(&self) -> Owner {
        Owner::Group(self.group)
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_int(row, self.id);
        push_int(row, self.change);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(Before { group: group_of(owner)?, id: row.int()?, change: row.int()? })
    }
}

fn group_of(owner: Owner) -> Option<i64> {
    match owner {
        Owner::Group(group) => Some(group),
        _ => None,
    }
}
