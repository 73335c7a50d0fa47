//! Polls, what people chose in them, and where they stand. A poll is one record, however often it is forwarded.

use kv::Shard;
use minicbor::{Decode, Encode};

use super::box_index::{push_peer, read_peer};
use crate::{
    ids::{MessageId, Owner, Peer, UserId, spread},
    key::{Key, Row, push_int, push_long},
};

/// A question with its answers. No Debug: it holds what people ask each other.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Poll {
    /// Who asked.
    #[n(0)]
    pub creator: UserId,
    /// Seconds since 1970.
    #[n(1)]
    pub date: i32,
    /// What is asked.
    #[n(2)]
    pub question: Styled,
    /// What may be chosen.
    #[n(3)]
    pub answers: Vec<Answer>,
    /// Of [`flag`].
    #[n(4)]
    pub flags: u32,
    /// The places of the right answers of a quiz.
    #[n(5)]
    pub correct: Vec<u32>,
    /// Told to whoever has answered a quiz.
    #[n(6)]
    pub solution: Option<Styled>,
    /// Seconds for which it is open, as it was asked for.
    #[n(7)]
    pub close_period: Option<i32>,
    /// Seconds since 1970 at which it closes.
    #[n(8)]
    pub close_date: Option<i32>,
    /// Nobody may vote any more.
    #[n(9)]
    pub closed: bool,
    /// How many people have voted.
    #[n(10)]
    pub voters: u32,
    /// Who did last, the newest first.
    #[n(11)]
    pub recent: Vec<UserId>,
    /// The message in which it was asked, as its creator sees it; known from the first vote of somebody else on.
    #[n(12)]
    pub seat: Option<Seat>,
    /// Its creator has not seen all votes.
    #[n(13)]
    pub unread: Option<bool>,
}

/// A message of a person's chats.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq, Debug)]
#[cbor(array)]
pub struct Seat {
    /// The chat, as he sees it.
    #[n(0)]
    pub peer: Peer,
    /// The message there.
    #[n(1)]
    pub id: MessageId,
}

/// The bits of [`Poll::flags`].
pub mod flag {
    /// Everybody sees who chose what.
    pub const PUBLIC_VOTERS: u32 = 1;
    /// Several answers may be chosen.
    pub const MULTIPLE_CHOICE: u32 = 1 << 1;
    /// Some answers are right.
    pub const QUIZ: u32 = 1 << 2;
    /// A vote stands.
    pub const REVOTING_DISABLED: u32 = 1 << 3;
    /// Each viewer sees the answers in another order.
    pub const SHUFFLE_ANSWERS: u32 = 1 << 4;
    /// Nobody sees the results before it is closed.
    pub const HIDE_RESULTS_UNTIL_CLOSE: u32 = 1 << 5;
    /// Others add answers.
    pub const OPEN_ANSWERS: u32 = 1 << 6;
}

/// Words with their style.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct Styled {
    /// The words.
    #[n(0)]
    pub text: String,
    /// TL bytes of `Vector<MessageEntity>` at layer 230.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub entities: Option<Vec<u8>>,
}

/// One of the answers.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Answer {
    /// What it says.
    #[n(0)]
    pub text: Styled,
    /// What clients name it by.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub option: Vec<u8>,
    /// How many chose it.
    #[n(2)]
    pub voters: u32,
    /// Who added it, if it was not there from the start.
    #[n(3)]
    pub added_by: Option<UserId>,
    /// Seconds since 1970 at which he did.
    #[n(4)]
    pub added_at: Option<i32>,
    /// Taken away again. It keeps its place: votes name places.
    #[n(5)]
    pub deleted: Option<bool>,
}

impl Answer {
    /// Whether it may be chosen.
    pub fn is_there(&self) -> bool {
        self.deleted != Some(true)
    }
}

/// What one person chose.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Vote {
    /// The places of the answers.
    #[n(0)]
    pub answers: Vec<u32>,
    /// Seconds since 1970.
    #[n(1)]
    pub date: i32,
}

/// That a message with the poll stands somewhere, whose people are told when it changes.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct PollPlace {}

/// What one person chose in a poll; beside the poll.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByVoter {
    /// The poll.
    pub poll: i64,
    /// Who.
    pub user: UserId,
}

/// A box or a channel in which a poll stands; beside the poll.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByPlace {
    /// The poll.
    pub poll: i64,
    /// Whose box, or which group or channel.
    pub place: Peer,
}

/// That a person has not seen all votes in a poll of his own.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct UnreadPoll {
    /// Which poll.
    #[n(0)]
    pub poll: i64,
}

/// The message in which somebody asked; beside what else is his.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BySeat {
    /// Who.
    pub user: UserId,
    /// The chat, as he sees it.
    pub peer: Peer,
    /// The message there.
    pub id: MessageId,
}

/// What all rows of a poll begin with.
pub fn prefix(poll: i64) -> (Shard, Vec<u8>) {
    let mut row = Vec::with_capacity(8);
    push_long(&mut row, poll);
    (shard(poll), row)
}

fn shard(poll: i64) -> Shard {
    spread(poll.cast_unsigned())
}

impl Key for ByVoter {
    fn owner(&self) -> Owner {
        Owner::System
    }

    fn shard(&self) -> Shard {
        shard(self.poll)
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_long(row, self.poll);
        push_long(row, self.user.0);
    }

    fn read_row(_owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(ByVoter { poll: row.long()?, user: UserId(row.long()?) })
    }
}

impl Key for ByPlace {
    fn owner(&self) -> Owner {
        Owner::System
    }

    fn shard(&self) -> Shard {
        shard(self.poll)
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_long(row, self.poll);
        push_peer(row, self.place);
    }

    fn read_row(_owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(ByPlace { poll: row.long()?, place: read_peer(row)? })
    }
}

impl Key for BySeat {
    fn owner(&self) -> Owner {
        Owner::User(self.user)
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_peer(row, self.peer);
        push_int(row, self.id);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        let Owner::User(user) = owner else { return None };
        Some(BySeat { user, peer: read_peer(row)?, id: row.int()? })
    }
}
