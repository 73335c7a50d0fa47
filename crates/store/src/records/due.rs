//! What is to happen at its time: a shard's due queue, scheduled messages, and what both sides of a private chat
//! have agreed on. What is fired when, and how, is `boxes`' and `domain`'s.

use minicbor::{Decode, Encode};

use super::{files::OfBlob, log::MessageRecord, looks::WornWallPaper, polls};
use crate::{
    ids::{MessageId, Owner, UserId},
    key::{Key, Row, push_int, push_long},
};

/// A row of the due queue of a user's or channel's shard, or a poll's or file's. Rows of a shard stand in the order of
/// their time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DueAt {
    /// Seconds since 1970; [`WHEN_ONLINE`] for what waits for a person and not for a time.
    pub at: i32,
    /// Whose box it concerns; the row lies in his shard. With a poll: who asked; the row lies beside the poll. With
    /// the history of a supergroup: who wants it to go. Of files and else of channels: nobody.
    pub user: UserId,
    /// What.
    pub what: DueWhat,
}

/// What is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DueWhat {
    /// A scheduled message is sent.
    Scheduled(MessageId),
    /// A message goes.
    Expiry(MessageId),
    /// A poll closes.
    PollEnd(i64),
    /// It is to be seen whether an owner still refers to a file. The row lies in the owner's shard.
    FileOf(Owner, i64),
    /// All files of an owner go: he is gone.
    FilesOf(Owner),
    /// It is to be seen whether bytes are still needed for a file. The row lies beside the bytes.
    BlobOf(OfBlob, i64),
    /// The discussion group of a channel may not have this post of the channel as it is.
    Discussion(i64, MessageId),
    /// It is looked whether a group has become this supergroup.
    Migration(i64),
    /// What is old goes from what was done in a channel.
    AdminLog(i64),
    /// A message of a channel goes.
    ChannelExpiry(i64, MessageId),
    /// A message of a basic group goes.
    GroupExpiry(i64, MessageId),
    /// What a message carries was seen, and goes.
    Seen(MessageId),
    /// What stands in a supergroup up to this message goes. With who wanted that.
    ChannelHistory(i64, MessageId),
    /// It is to be seen by which tags this post of a channel is found.
    PostTags(i64, MessageId),
    /// And so for all posts of a channel: it became public, or is so no longer. The number tells two such changes apart.
    Publication(i64, i64),
    /// An import of this person's goes on, or goes.
    Import(i64),
}

/// In place of a time: once the other side is online. The protocol's own number.
pub const WHEN_ONLINE: i32 = 0x7fff_fffe;

impl Key for DueAt {
    fn owner(&self) -> Owner {
        Owner::System
    }

    fn shard(&self) -> kv::Shard {
        match self.what {
            DueWhat::PollEnd(id) => polls::prefix(id).0,
            DueWhat::Discussion(channel, _)
            | DueWhat::AdminLog(channel)
            | DueWhat::PostTags(channel, _)
            | DueWhat::ChannelHistory(channel, _)
            | DueWhat::Publication(channel, _)
            | DueWhat::ChannelExpiry(channel, _) => Owner::Channel(channel).shard(),
            DueWhat::GroupExpiry(group, _) => Owner::Group(group).shard(),
            DueWhat::Scheduled(_)
            | DueWhat::Expiry(_)
            | DueWhat::Migration(_)
            | DueWhat::Seen(_)
            | DueWhat::Import(_) => Owner::User(self.user).shard(),
            DueWhat::FileOf(owner, _) | DueWhat::FilesOf(owner) => owner.shard(),
            DueWhat::BlobOf(blob, _) => blob.shard(),
        }
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_int(row, self.at);
        push_long(row, self.user.0);
        let (kind, id) = match self.what {
            DueWhat::Scheduled(id) => (1, id),
            DueWhat::Expiry(id) => (2, id),
            DueWhat::Seen(id) => (96, id),
            DueWhat::PollEnd(id) => {
                row.push(3);
                return push_long(row, id);
            }
            DueWhat::Migration(channel) => {
                row.push(4);
                return push_long(row, channel);
            }
            DueWhat::Import(import) => {
                row.push(156);
                return push_long(row, import);
            }
            DueWhat::GroupExpiry(group, id) => {
                row.push(28);
                push_long(row, group);
                return push_int(row, id);
            }
            DueWhat::ChannelExpiry(channel, id) => {
                row.push(48);
                push_long(row, channel);
                return push_int(row, id);
            }
            DueWhat::PostTags(channel, id) => {
                row.push(49);
                push_long(row, channel);
                return push_int(row, id);
            }
            DueWhat::ChannelHistory(channel, id) => {
                row.push(51);
                push_long(row, channel);
                return push_int(row, id);
            }
            DueWhat::Publication(channel, number) => {
                row.push(50);
                push_long(row, channel);
                return push_long(row, number);
            }
            DueWhat::AdminLog(channel) => {
                row.push(47);
                return push_long(row, channel);
            }
            DueWhat::FileOf(owner, file) => {
                row.push(10);
                push_owner(row, owner);
                return push_long(row, file);
            }
            DueWhat::FilesOf(owner) => {
                row.push(11);
                return push_owner(row, owner);
            }
            DueWhat::BlobOf(blob, file) => {
                row.push(12);
                blob.write_row(row);
                return push_long(row, file);
            }
            DueWhat::Discussion(channel, id) => {
                row.push(46);
                push_long(row, channel);
                return push_int(row, id);
            }
        };
        row.push(kind);
        push_int(row, id);
    }

    fn read_row(_owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        let (at, user, kind) = (row.int()?, UserId(row.long()?), row.byte()?);
        let what = match kind {
            1 => DueWhat::Scheduled(row.int()?),
            2 => DueWhat::Expiry(row.int()?),
            96 => DueWhat::Seen(row.int()?),
            3 => DueWhat::PollEnd(row.long()?),
            4 => DueWhat::Migration(row.long()?),
            10 => DueWhat::FileOf(read_owner(row)?, row.long()?),
            11 => DueWhat::FilesOf(read_owner(row)?),
            12 => DueWhat::BlobOf(OfBlob::read_row(Owner::System, row)?, row.long()?),
            28 => DueWhat::GroupExpiry(row.long()?, row.int()?),
            48 => DueWhat::ChannelExpiry(row.long()?, row.int()?),
            49 => DueWhat::PostTags(row.long()?, row.int()?),
            51 => DueWhat::ChannelHistory(row.long()?, row.int()?),
            50 => DueWhat::Publication(row.long()?, row.long()?),
            47 => DueWhat::AdminLog(row.long()?),
            156 => DueWhat::Import(row.long()?),
            46 => DueWhat::Discussion(row.long()?, row.int()?),
            _ => return None,
        };
        Some(DueAt { at, user, what })
    }
}

fn push_owner(row: &mut Vec<u8>, owner: Owner) {
    let (kind, id) = owner.parts();
    row.push(kind);
    push_long(row, id);
}

fn read_owner(row: &mut Row<'_>) -> Option<Owner> {
    Owner::of_parts(row.byte()?, row.long()?)
}

/// What a row of the due queue says beside its key.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq, Default)]
#[cbor(array)]
pub struct Due {
    /// For [`WHEN_ONLINE`]: who has to be there.
    #[n(0)]
    pub waits_for: Option<UserId>,
}

/// A message that is to be sent later.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct ScheduledRecord {
    /// The message as it would be sent now; its date is when it is due.
    #[n(0)]
    pub message: MessageRecord,
    /// Seconds after which it is due again.
    #[n(1)]
    pub repeat_period: Option<i32>,
    /// Seconds since 1970: when devices that are away were last to be told of it.
    #[n(2)]
    pub told_at: Option<i32>,
}

/// How far the ids of a person's scheduled messages have come.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq, Default)]
#[cbor(array)]
pub struct ScheduledIds {
    /// The last one that was given.
    #[n(0)]
    pub last: MessageId,
}

/// What holds in a private chat for both sides, as one of them keeps it.
#[derive(Encode, Decode, Clone, PartialEq, Eq, Default, Debug)]
#[cbor(array)]
pub struct ChatRules {
    /// Seconds after which new messages go.
    #[n(0)]
    pub ttl_period: Option<i32>,
    /// The owner does not let his messages be forwarded.
    #[n(1)]
    pub no_forwards_mine: Option<bool>,
    /// The other side does not.
    #[n(2)]
    pub no_forwards_theirs: Option<bool>,
    /// The emoji of the theme that the chat is shown in.
    #[n(3)]
    pub theme: Option<String>,
    /// What is behind the chat, for the owner.
    #[n(4)]
    pub wallpaper: Option<WornWallPaper>,
    /// The other side put it up.
    #[n(5)]
    pub wallpaper_overridden: Option<bool>,
    /// What the owner had before.
    #[n(6)]
    pub wallpaper_before: Option<WornWallPaper>,
}

/// What a person has set for all chats that begin.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq, Default)]
#[cbor(array)]
pub struct ChatDefaults {
    /// Seconds after which messages go.
    #[n(0)]
    pub ttl_period: Option<i32>,
}
