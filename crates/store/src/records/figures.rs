//! What a channel's admins are shown in figures and cannot be counted later: who came and went, what admins did, how
//! often posts were seen on a day; and where posts were forwarded for all to see. Days are those of UTC.

use minicbor::{Decode, Encode};

use super::channels::channel_of;
use crate::{
    ids::{MessageId, Owner, UserId},
    key::{Key, Row, push_int, push_long},
};

/// A row of a channel by day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByDay {
    /// Whose row.
    pub channel: i64,
    /// Days since 1970.
    pub day: i32,
}

/// A row of a channel by day and stretch of its log.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByDayAndStretch {
    /// Whose row.
    pub channel: i64,
    /// Days since 1970.
    pub day: i32,
    /// As in `channels::ChannelViews`.
    pub stretch: MessageId,
}

/// A row of a channel by post, then by the date and place to which it was forwarded.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByForward {
    /// Whose post.
    pub channel: i64,
    /// Which.
    pub id: MessageId,
    /// Seconds since 1970 of the forward.
    pub date: i32,
    /// To which channel.
    pub to_channel: i64,
    /// Its id there.
    pub to_id: MessageId,
}

impl Key for ByDay {
    fn owner(&self) -> Owner {
        Owner::Channel(self.channel)
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_int(row, self.day);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(ByDay { channel: channel_of(owner)?, day: row.int()? })
    }
}

impl Key for ByDayAndStretch {
    fn owner(&self) -> Owner {
        Owner::Channel(self.channel)
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_int(row, self.day);
        push_int(row, self.stretch);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(ByDayAndStretch { channel: channel_of(owner)?, day: row.int()?, stretch: row.int()? })
    }
}

impl Key for ByForward {
    fn owner(&self) -> Owner {
        Owner::Channel(self.channel)
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_int(row, self.id);
        push_int(row, self.date);
        push_long(row, self.to_channel);
        push_int(row, self.to_id);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        let channel = channel_of(owner)?;
        let (id, date) = (row.int()?, row.int()?);
        Some(ByForward { channel, id, date, to_channel: row.long()?, to_id: row.int()? })
    }
}

/// From when on figures of a channel are known, and up to where its log of deeds is counted.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq, Default)]
#[cbor(array)]
pub struct ChannelFigures {
    /// Seconds since 1970.
    #[n(0)]
    pub since: i32,
    /// Deeds with numbers below stand in the rows of their days; see `admin_log::ByDeed`.
    #[n(1)]
    pub counted: i64,
}

/// Who came and went on a day, and what was done.
#[derive(Encode, Decode, Clone, PartialEq, Eq, Default)]
#[cbor(array)]
pub struct ChannelDay {
    /// Came by themselves.
    #[n(0)]
    pub joined: u32,
    /// Came by a link.
    #[n(1)]
    pub by_link: u32,
    /// Asked, and were let in.
    #[n(2)]
    pub by_request: u32,
    /// Were brought in.
    #[n(3)]
    pub invited: u32,
    /// Went by themselves.
    #[n(4)]
    pub left: u32,
    /// Members who were thrown out.
    #[n(5)]
    pub removed: u32,
    /// What people did to others, by person; of very many those who did most.
    #[n(6)]
    pub deeds: Vec<DeedsOf>,
}

/// What one person did to others on a day.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq)]
#[cbor(array)]
pub struct DeedsOf {
    /// Who.
    #[n(0)]
    pub user: UserId,
    /// Messages of others deleted.
    #[n(1)]
    pub deleted: u32,
    /// People thrown out.
    #[n(2)]
    pub kicked: u32,
    /// People who may do less.
    #[n(3)]
    pub restricted: u32,
    /// People brought in.
    #[n(4)]
    pub invited: u32,
}

/// How often posts of a stretch of the log were seen and forwarded on a day.
#[derive(Encode, Decode, Clone, PartialEq, Eq, Default)]
#[cbor(array)]
pub struct ViewsOfDay {
    /// Message, views and forwards, ids rising.
    #[n(0)]
    pub counts: Vec<(MessageId, i32, i32)>,
    /// The hour of the day, views and forwards, hours rising.
    #[n(1)]
    pub hours: Vec<(u8, i32, i32)>,
}

/// That a post was forwarded to a channel that was public then.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq, Default)]
#[cbor(array)]
pub struct PublicForward {}
