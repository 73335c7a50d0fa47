//! Channels and supergroups: the channel itself, who takes part in it, what each member keeps of it, and where its
//! log and what follows from it stand.
//!
//! A participant's row lies in the channel's shard and is the truth about rights; the member's own row follows it.

use minicbor::{Decode, Encode};

use super::{
    account::{EmojiStatus, PersonColor, UserPhoto},
    looks::WornWallPaper,
    place::Place,
    reactions::custom_id,
};
use crate::{
    ids::{MessageId, Owner, Pts, UserId},
    key::{Key, Row, push_int, push_long},
};

/// The one row of a channel.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfChannel(pub i64);

/// A row of a channel by a person.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByMember {
    /// Whose row.
    pub channel: i64,
    /// Who.
    pub user: UserId,
}

pub(in crate::records) fn channel_of(owner: Owner) -> Option<i64> {
    match owner {
        Owner::Channel(channel) => Some(channel),
        _ => None,
    }
}

impl Key for OfChannel {
    fn owner(&self) -> Owner {
        Owner::Channel(self.0)
    }

    fn write_row(&self, _row: &mut Vec<u8>) {}

    fn read_row(owner: Owner, _row: &mut Row<'_>) -> Option<Self> {
        channel_of(owner).map(OfChannel)
    }
}

impl Key for ByMember {
    fn owner(&self) -> Owner {
        Owner::Channel(self.channel)
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_long(row, self.user.0);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(ByMember { channel: channel_of(owner)?, user: UserId(row.long()?) })
    }
}

/// A channel or supergroup. No Debug: it holds what people call it.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct Channel {
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
    /// Of [`flag`].
    #[n(4)]
    pub flags: u32,
    /// The public name, without "@".
    #[n(5)]
    pub username: Option<String>,
    /// What members may not do, as bits of `chatBannedRights`.
    #[n(6)]
    pub default_banned: u32,
    /// How many members there are.
    #[n(7)]
    pub participants: u32,
    /// Members with rights of their own, and the creator.
    #[n(8)]
    pub admins: Vec<UserId>,
    /// How many were thrown out.
    #[n(9)]
    pub kicked: u32,
    /// How many members may do less than others.
    #[n(10)]
    pub restricted: u32,
    /// Seconds between two messages of a member; 0: none.
    #[n(11)]
    pub slow_mode: i32,
    /// The discussion group of a channel, or the channel of a discussion group.
    #[n(12)]
    pub linked: Option<i64>,
    /// Seconds after which new messages go.
    #[n(13)]
    pub ttl_period: Option<i32>,
    /// Seconds since 1970 at which it was deleted.
    #[n(14)]
    pub deleted_at: Option<i32>,
    /// How many people wait to be let in.
    #[n(15)]
    pub requests: Option<u32>,
    /// Which reactions may be given: absent for all.
    #[n(16)]
    pub reactions: Option<Vec<String>>,
    /// The basic group that it was, and the id of the last message there.
    #[n(17)]
    pub migrated_from: Option<(i64, MessageId)>,
    /// Its picture.
    #[n(18)]
    pub photo: Option<UserPhoto>,
    /// So many different reactions a message may have; absent for as many as anywhere.
    #[n(19)]
    pub reactions_limit: Option<i32>,
    /// In a supergroup: the channels as which nobody may write here.
    #[n(20)]
    pub banned_senders: Option<Vec<BannedSender>>,
    /// How it is drawn, where anything was chosen.
    #[n(21)]
    pub style: Option<Box<ChannelStyle>>,
    /// The community that it belongs to, if that knows of it.
    #[n(22)]
    pub community: Option<CommunityLink>,
}

/// To which community a channel belongs.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq)]
#[cbor(array)]
pub struct CommunityLink {
    /// Which.
    #[n(0)]
    pub id: i64,
    /// Only admins of the community see that, and who is in the channel.
    #[n(1)]
    pub hidden: bool,
}

/// How a channel is drawn, and what is at hand in it.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct ChannelStyle {
    /// The colour of its name.
    #[n(0)]
    pub color: Option<PersonColor>,
    /// The colour of its page.
    #[n(1)]
    pub profile_color: Option<PersonColor>,
    /// The emoji beside its name.
    #[n(2)]
    pub emoji_status: Option<EmojiStatus>,
    /// The set of stickers that its members are offered.
    #[n(3)]
    pub sticker_set: Option<i64>,
    /// The set of custom emoji that its members are offered.
    #[n(4)]
    pub emoji_set: Option<i64>,
    /// The emoji of the theme in which it is shown.
    #[n(5)]
    pub theme: Option<String>,
    /// What is behind its messages.
    #[n(6)]
    pub wallpaper: Option<WornWallPaper>,
    /// What its page opens with, by number.
    #[n(7)]
    pub main_tab: Option<u8>,
    /// Where it is.
    #[n(8)]
    pub location: Option<Location>,
}

/// Where a supergroup is.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Location {
    /// The point.
    #[n(0)]
    pub place: Place,
    /// As people there call it.
    #[n(1)]
    pub address: String,
}

/// A channel as which nobody may write in a supergroup.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq)]
#[cbor(array)]
pub struct BannedSender {
    /// Which channel.
    #[n(0)]
    pub channel: i64,
    /// Who decided that.
    #[n(1)]
    pub by: UserId,
    /// Seconds since 1970.
    #[n(2)]
    pub date: i32,
}

impl Channel {
    /// How it is drawn.
    pub fn style(&self) -> ChannelStyle {
        self.style.as_deref().cloned().unwrap_or_default()
    }

    /// Draws it otherwise.
    pub fn set_style(&mut self, style: ChannelStyle) {
        self.style = (style != ChannelStyle::default()).then(|| Box::new(style));
    }

    /// Whether this reaction may be given in it.
    pub fn takes_reaction(&self, reaction: &str) -> bool {
        match &self.reactions {
            _ if self.flags & flag::NO_REACTIONS != 0 => false,
            Some(some) => some.iter().any(|one| one == reaction),
            None => custom_id(reaction).is_none() || self.flags & flag::NO_CUSTOM_REACTIONS == 0,
        }
    }
}

/// The bits of [`Channel::flags`].
pub mod flag {
    /// A channel in which admins alone write; else a supergroup.
    pub const BROADCAST: u32 = 1;
    /// Posts name who wrote them.
    pub const SIGNATURES: u32 = 1 << 1;
    /// And link to him.
    pub const SIGNATURE_PROFILES: u32 = 1 << 2;
    /// Messages may not be forwarded or saved.
    pub const NO_FORWARDS: u32 = 1 << 3;
    /// New members do not see what was written before.
    pub const HIDDEN_PREHISTORY: u32 = 1 << 4;
    /// Members do not see each other in lists.
    pub const PARTICIPANTS_HIDDEN: u32 = 1 << 5;
    /// Only members write in a discussion group.
    pub const JOIN_TO_SEND: u32 = 1 << 6;
    /// Whoever wants to join a public group is let in by an admin.
    pub const JOIN_REQUEST: u32 = 1 << 7;
    /// It has topics.
    pub const FORUM: u32 = 1 << 8;
    /// Topics are shown as tabs.
    pub const FORUM_TABS: u32 = 1 << 9;
    /// No reactions at all.
    pub const NO_REACTIONS: u32 = 1 << 10;
    /// Where all reactions may be given, custom emoji may not.
    pub const NO_CUSTOM_REACTIONS: u32 = 1 << 12;
    /// The aggressive filter against spam was asked for.
    pub const ANTI_SPAM: u32 = 1 << 11;
    /// A supergroup in which admins alone write, for ever.
    pub const GIGAGROUP: u32 = 1 << 13;
}

/// What somebody is in a channel.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct Participant {
    /// Seconds since 1970 of the last change of what he is.
    #[n(0)]
    pub date: i32,
    /// A member now.
    #[n(1)]
    pub member: bool,
    /// Who brought him in, if not he himself.
    #[n(2)]
    pub inviter: Option<UserId>,
    /// Rights of an admin, as bits of `chatAdminRights`; absent for who is none.
    #[n(3)]
    pub admin: Option<u32>,
    /// Who gave them.
    #[n(4)]
    pub promoted_by: Option<UserId>,
    /// What he is called.
    #[n(5)]
    pub rank: Option<String>,
    /// What he may not do, as bits of `chatBannedRights`; absent for nothing of his own.
    #[n(6)]
    pub banned: Option<u32>,
    /// Seconds since 1970 at which that ends; 0: never.
    #[n(7)]
    pub banned_until: i32,
    /// Who decided that.
    #[n(8)]
    pub banned_by: Option<UserId>,
    /// Messages from this one on are shown to him, where history is hidden.
    #[n(9)]
    pub available_min_id: MessageId,
    /// He asked to be let in, and was.
    #[n(10)]
    pub via_request: Option<bool>,
    /// Seconds since 1970 of his last message, where there is slow mode.
    #[n(11)]
    pub last_sent: Option<i32>,
    /// The link that he came by.
    #[n(12)]
    pub invite: Option<String>,
}

/// That somebody may do less than others in a channel, or was thrown out: so that he is found among many. What he may
/// not do stands in his [`Participant`].
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq, Default)]
#[cbor(array)]
pub struct Banned {}

/// What a member keeps of a channel; in the member's shard.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct Membership {
    /// Seconds since 1970 of the join.
    #[n(0)]
    pub date: i32,
    /// A member now.
    #[n(1)]
    pub member: bool,
    /// He has read up to here.
    #[n(2)]
    pub read_inbox_max_id: MessageId,
    /// 0 for the list itself, 1 for the archive.
    #[n(3)]
    pub folder: i32,
    /// Messages that mention him and that he has not seen, ids rising.
    #[n(4)]
    pub mentions: Vec<MessageId>,
    /// His messages with reactions that he has not seen, ids rising.
    #[n(5)]
    pub reactions: Vec<MessageId>,
    /// Topics of a forum are shown to him as one list of messages.
    #[n(6)]
    pub as_messages: Option<bool>,
    /// Messages up to here he has cleared away for himself.
    #[n(7)]
    pub cleared_max_id: Option<MessageId>,
    /// Seconds since 1970 at which he read last.
    #[n(8)]
    pub read_date: Option<i32>,
    /// The channel of his own as which he writes in a supergroup if he does not say.
    #[n(9)]
    pub send_as: Option<i64>,
}

/// How often posts of a stretch of the log were seen and forwarded. A channel has far fewer such rows than posts.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct ChannelViews {
    /// Message, views and forwards, ids rising.
    #[n(0)]
    pub counts: Vec<(MessageId, i32, i32)>,
}

/// A row of a channel by message and person.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByReader {
    /// Whose row.
    pub channel: i64,
    /// To which message.
    pub id: MessageId,
    /// Who.
    pub user: UserId,
}

impl Key for ByReader {
    fn owner(&self) -> Owner {
        Owner::Channel(self.channel)
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_int(row, self.id);
        push_long(row, self.user.0);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(ByReader { channel: channel_of(owner)?, id: row.int()?, user: UserId(row.long()?) })
    }
}

/// What one person gave to a message of a channel.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct ChannelReaction {
    /// Seconds since 1970.
    #[n(0)]
    pub date: i32,
    /// All of them, in order.
    #[n(1)]
    pub emoji: Vec<String>,
    /// Shown large.
    #[n(2)]
    pub big: bool,
}

/// How often a message of a channel was given what.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct ReactionTotals {
    /// Which, and how often, in the order in which they were first given.
    #[n(0)]
    pub counts: Vec<(String, u32)>,
    /// Who gave one last, the newest first.
    #[n(1)]
    pub recent: Vec<(UserId, String, i32)>,
}

/// Where a channel's log and what follows from it stand. A projection: the log's tail has the last word.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct ChannelHead {
    /// The pts up to which everything here holds; the log may go on behind it.
    #[n(0)]
    pub as_of_pts: Pts,
    /// Seconds since 1970 of the last entry; the next is not dated before it.
    #[n(1)]
    pub date: i32,
    /// The life of the store in which pts were last left out, after the first.
    #[n(2)]
    pub incarnation: Option<u32>,
    /// Pinned messages, ids rising.
    #[n(3)]
    pub pinned: Vec<MessageId>,
}

/// Which messages of a stretch of the log are there.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct ChannelMarks {
    /// A bit for each pts, the lowest first.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub bits: Vec<u8>,
}

/// What clients drew for sends whose entries end at this row's pts or before.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct ChannelRandomIds {
    /// Seconds since 1970 of the newest of them.
    #[n(0)]
    pub date: i32,
    /// Author, what the client drew, and the message's id.
    #[n(1)]
    pub sends: Vec<(UserId, i64, MessageId)>,
}
