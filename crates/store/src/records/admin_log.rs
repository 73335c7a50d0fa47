//! What admins of a channel did, and what else they may look up for a while: each deed in a row of its own, written
//! with the deed. Rows go by their age.

use minicbor::{Decode, Encode};

use super::{
    account::{EmojiStatus, PersonColor},
    channels::{Location, Participant, channel_of},
    invites::Invite,
    log::{Content, MessageRecord},
    looks::WornWallPaper,
    threads::Topic,
};
use crate::{
    ids::{MessageId, Owner, UserId},
    key::{Key, Row, push_long},
};

/// A row of a channel by the number of a deed, which rises with time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByDeed {
    /// Whose row.
    pub channel: i64,
    /// Seconds since 1970 in the upper bits, see [`ByDeed::first_at`].
    pub id: i64,
}

/// So many bits of a number tell deeds of one second apart.
const BITS_WITHIN_A_SECOND: u32 = 20;

impl ByDeed {
    /// The lowest number of a deed at this moment, seconds since 1970.
    pub fn first_at(date: i32) -> i64 {
        i64::from(date) << BITS_WITHIN_A_SECOND
    }
}

impl Key for ByDeed {
    fn owner(&self) -> Owner {
        Owner::Channel(self.channel)
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_long(row, self.id);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(ByDeed { channel: channel_of(owner)?, id: row.long()? })
    }
}

/// What somebody did in a channel. No Debug: it holds what people wrote.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct LoggedDeed {
    /// Seconds since 1970.
    #[n(0)]
    pub date: i32,
    /// Who.
    #[n(1)]
    pub user: UserId,
    /// What.
    #[n(2)]
    pub deed: Deed,
}

/// What was done.
#[derive(Encode, Decode, Clone, PartialEq)]
pub enum Deed {
    /// Another title.
    #[n(0)]
    Title(#[n(0)] String, #[n(1)] String),
    /// Another description.
    #[n(1)]
    About(#[n(0)] String, #[n(1)] String),
    /// Another public name.
    #[n(2)]
    Username(#[n(0)] Option<String>, #[n(1)] Option<String>),
    /// Another picture.
    #[n(3)]
    Photo(#[n(0)] Option<i64>, #[n(1)] Option<i64>),
    /// One of the channel's flags was set, or taken away.
    #[n(4)]
    Flag {
        /// Of `channels::flag`.
        #[n(0)]
        flag: u32,
        /// Set.
        #[n(1)]
        on: bool,
    },
    /// Members may do other things.
    #[n(5)]
    DefaultBanned(#[n(0)] u32, #[n(1)] u32),
    /// Members wait for another time.
    #[n(6)]
    SlowMode(#[n(0)] i32, #[n(1)] i32),
    /// Discussed somewhere else.
    #[n(7)]
    Linked(#[n(0)] Option<i64>, #[n(1)] Option<i64>),
    /// Messages go after another time; 0: they stay.
    #[n(8)]
    HistoryTtl(#[n(0)] i32, #[n(1)] i32),
    /// Other reactions may be given.
    #[n(9)]
    Reactions(#[n(0)] Reactions, #[n(1)] Reactions),
    /// The person came by himself.
    #[n(10)]
    Join,
    /// The person went by himself.
    #[n(11)]
    Leave,
    /// Somebody was brought in.
    #[n(12)]
    Invite {
        /// Who.
        #[n(0)]
        user: UserId,
        /// What he is since.
        #[n(1)]
        row: Box<Participant>,
    },
    /// Somebody may do less or more than before, or was thrown out.
    #[n(13)]
    Banned {
        /// Who.
        #[n(0)]
        user: UserId,
        /// What he was.
        #[n(1)]
        before: Box<Participant>,
        /// What he is since.
        #[n(2)]
        after: Box<Participant>,
    },
    /// Somebody has other rights of an admin, or another title.
    #[n(14)]
    Admin {
        /// Who.
        #[n(0)]
        user: UserId,
        /// What he was.
        #[n(1)]
        before: Box<Participant>,
        /// What he is since.
        #[n(2)]
        after: Box<Participant>,
    },
    /// The person came by a link.
    #[n(15)]
    JoinByLink(#[n(0)] LoggedLink),
    /// The person was let in.
    #[n(16)]
    JoinByRequest {
        /// The link that he came by, if any.
        #[n(0)]
        link: Option<LoggedLink>,
        /// Who let him in.
        #[n(1)]
        approved_by: UserId,
    },
    /// A link was changed.
    #[n(17)]
    LinkEdited(#[n(0)] LoggedLink, #[n(1)] LoggedLink),
    /// A link leads nowhere any more.
    #[n(18)]
    LinkRevoked(#[n(0)] LoggedLink),
    /// A revoked link went for good.
    #[n(19)]
    LinkDeleted(#[n(0)] LoggedLink),
    /// A message was changed.
    #[n(20)]
    Edited(#[n(0)] LoggedMessage, #[n(1)] LoggedMessage),
    /// A message was deleted.
    #[n(21)]
    Deleted(#[n(0)] LoggedMessage),
    /// A message was pinned, or is no longer; it says which.
    #[n(22)]
    Pinned(#[n(0)] LoggedMessage),
    /// A poll was closed.
    #[n(23)]
    PollStopped(#[n(0)] LoggedMessage),
    /// A topic was made.
    #[n(24)]
    TopicCreated(#[n(0)] LoggedTopic),
    /// A topic was changed.
    #[n(25)]
    TopicEdited(#[n(0)] LoggedTopic, #[n(1)] LoggedTopic),
    /// A topic was deleted.
    #[n(26)]
    TopicDeleted(#[n(0)] LoggedTopic),
    /// A topic was put on top, or taken from there.
    #[n(27)]
    TopicPinned {
        /// Which.
        #[n(0)]
        topic: LoggedTopic,
        /// On top.
        #[n(1)]
        pinned: bool,
    },
    /// Another colour of the name.
    #[n(28)]
    Color(#[n(0)] Option<PersonColor>, #[n(1)] Option<PersonColor>),
    /// Another colour of the page.
    #[n(29)]
    ProfileColor(#[n(0)] Option<PersonColor>, #[n(1)] Option<PersonColor>),
    /// Another emoji beside the name.
    #[n(30)]
    EmojiStatus(#[n(0)] Option<EmojiStatus>, #[n(1)] Option<EmojiStatus>),
    /// Other stickers at hand.
    #[n(31)]
    StickerSet(#[n(0)] Option<i64>, #[n(1)] Option<i64>),
    /// Other custom emoji at hand.
    #[n(32)]
    EmojiSet(#[n(0)] Option<i64>, #[n(1)] Option<i64>),
    /// Something else behind the messages.
    #[n(33)]
    WallPaper(#[n(0)] Option<WornWallPaper>, #[n(1)] Option<WornWallPaper>),
    /// Somewhere else.
    #[n(34)]
    Location(#[n(0)] Option<Location>, #[n(1)] Option<Location>),
}

/// Which reactions may be given.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Reactions {
    /// These alone; absent for all.
    #[n(0)]
    pub some: Option<Vec<String>>,
    /// None at all.
    #[n(1)]
    pub none: bool,
    /// Of all, no custom emoji.
    #[n(2)]
    pub no_custom: Option<bool>,
}

/// A link as it was then.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct LoggedLink {
    /// What it ends with.
    #[n(0)]
    pub hash: String,
    /// The link.
    #[n(1)]
    pub invite: Invite,
}

/// A message as it was then.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct LoggedMessage {
    /// Its id in the channel.
    #[n(0)]
    pub id: MessageId,
    /// The message.
    #[n(1)]
    pub record: Box<MessageRecord>,
}

impl LoggedMessage {
    /// The message; what has more than `bytes_max` bytes is cut, since rows and commits have their bounds.
    pub fn of(id: MessageId, record: &MessageRecord, bytes_max: usize) -> Self {
        let mut record = Box::new(record.clone());
        let mut counted = Counted(0);
        let fits = minicbor::encode(&*record, &mut counted).is_ok() && counted.0 <= bytes_max;
        if !fits {
            let cut = record.content.text.floor_char_boundary(CUT_TEXT_BYTES);
            let text = record.content.text.get(..cut).unwrap_or_default().to_owned();
            let content = Content { text, entities: None, reply_markup: None, ..(*record.content).clone() };
            record.content = content.into();
            (record.elsewhere, record.reactions) = (None, None);
        }
        LoggedMessage { id, record }
    }
}

/// What is left of a text that is cut.
const CUT_TEXT_BYTES: usize = 512;

/// Counts what is written.
struct Counted(usize);

impl minicbor::encode::Write for Counted {
    type Error = std::convert::Infallible;

    fn write_all(&mut self, bytes: &[u8]) -> Result<(), Self::Error> {
        self.0 += bytes.len();
        Ok(())
    }
}

/// A topic as it was then.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct LoggedTopic {
    /// Its id.
    #[n(0)]
    pub id: MessageId,
    /// The topic.
    #[n(1)]
    pub topic: Topic,
}
