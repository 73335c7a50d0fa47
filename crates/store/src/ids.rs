//! Who and what a row is about: the numbers that all floors above speak of, and the shard of each owner.

use kv::Shard;

/// A person's or a bot's account; above 0 and below 2^40.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, minicbor::Encode, minicbor::Decode,
)]
#[cbor(transparent)]
pub struct UserId(#[n(0)] pub i64);

impl UserId {
    /// The account from which the service itself writes.
    pub const SERVICE: UserId = UserId(777_000);
}

/// A position in an owner's log; the first entry has 1.
pub type Pts = i32;

/// A message's id in its box: the pts of the event that created it.
pub type MessageId = i32;

/// Whose box, key and shard a row belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, minicbor::Encode, minicbor::Decode)]
pub enum Owner {
    /// No person: rows of the server itself (auth keys, names, due times). They lie in any shard.
    #[n(0)]
    System,
    /// One account.
    #[n(1)]
    User(#[n(0)] UserId),
    /// A basic group.
    #[n(2)]
    Group(#[n(0)] i64),
    /// A channel or supergroup.
    #[n(3)]
    Channel(#[n(0)] i64),
}

impl Owner {
    /// Where the owner's rows lie. Fixed for ever.
    pub fn shard(self) -> Shard {
        let (kind, id) = self.parts();
        spread(id.wrapping_mul(4).wrapping_add(i64::from(kind)).cast_unsigned())
    }

    /// Kind and number, as keys and sealed records carry them.
    pub(crate) fn parts(self) -> (u8, i64) {
        match self {
            Owner::System => (0, 0),
            Owner::User(UserId(id)) => (1, id),
            Owner::Group(id) => (2, id),
            Owner::Channel(id) => (3, id),
        }
    }

    /// The owner that [`Owner::parts`] gave.
    pub(crate) fn of_parts(kind: u8, id: i64) -> Option<Self> {
        match kind {
            // One way to write each owner: a key that two spellings open would be two rows.
            0 => (id == 0).then_some(Owner::System),
            1 => Some(Owner::User(UserId(id))),
            2 => Some(Owner::Group(id)),
            3 => Some(Owner::Channel(id)),
            _ => None,
        }
    }
}

impl From<UserId> for Owner {
    fn from(user: UserId) -> Self {
        Owner::User(user)
    }
}

/// Whose rows hold what is told to a chat: the other person's, the group's, the channel's.
impl From<Peer> for Owner {
    fn from(peer: Peer) -> Self {
        match peer {
            Peer::User(user) => Owner::User(user),
            Peer::Group(id) => Owner::Group(id),
            Peer::Channel(id) => Owner::Channel(id),
        }
    }
}

/// The other side of a chat, as one user's box sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, minicbor::Encode, minicbor::Decode)]
pub enum Peer {
    /// A private chat.
    #[n(1)]
    User(#[n(0)] UserId),
    /// A basic group.
    #[n(2)]
    Group(#[n(0)] i64),
    /// A channel or supergroup.
    #[n(3)]
    Channel(#[n(0)] i64),
}

/// One session of one login.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, minicbor::Encode, minicbor::Decode)]
pub struct SessionRef {
    /// The permanent key's id, also where a temporary key carries the traffic.
    #[n(0)]
    pub auth_key_id: i64,
    /// The number that the client drew.
    #[n(1)]
    pub session_id: i64,
}

/// The shard of a number: the finalizer of SplitMix64, so that neighbours part.
pub fn spread(number: u64) -> Shard {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^= mixed >> 31;
    // Below SHARDS, which fits.
    Shard((mixed % u64::from(kv::SHARDS)) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_never_moves_to_another_shard() {
        let shards = [
            Owner::System,
            Owner::User(UserId(1)),
            Owner::User(UserId::SERVICE),
            Owner::Group(1),
            Owner::Channel(1),
        ]
        .map(|owner| owner.shard().0);
        assert_eq!(shards, [3503, 858, 1669, 0, 3543]);
    }

    #[test]
    fn a_million_users_fill_all_shards_evenly() {
        let mut counts = vec![0u32; usize::from(kv::SHARDS)];
        for id in 1..=1_000_000 {
            counts[usize::from(Owner::User(UserId(id)).shard().0)] += 1;
        }
        let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
        assert!(*least > 160 && *most < 330, "{least}..{most}");
    }
}
