//! What stands in a box's log. A message is the entry that created it: an edit rewrites the message's own
//! record, a delete leaves a stub in its place.
//!
//! None of these has Debug: they hold what people wrote to each other.

use std::sync::Arc;

use minicbor::{Decode, Encode};

use crate::{
    ids::{MessageId, Peer, Pts, UserId},
    records::{
        account::Birthday,
        groups::{MentionsRead, Pointer, ReadInGroup},
        letters,
        looks::WornWallPaper,
        place::Place,
        polls::Styled,
        reactions::{Reacted, Reaction, ReactionsRead},
        todo::{Todo, TodoItem},
    },
};

/// One entry of a log, at the pts at which it ends.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(flat)]
#[expect(clippy::large_enum_variant, reason = "nearly every entry is a message")]
pub enum LogRecord {
    /// A message came to be; its id is the entry's pts.
    #[n(0)]
    Message(#[n(0)] MessageRecord),
    /// A message came to be and is gone again.
    #[n(1)]
    Stub(#[n(0)] Stub),
    /// A message's content changed; the new one stands in the message's record.
    #[n(2)]
    Edited(#[n(0)] Edited),
    /// Messages went.
    #[n(3)]
    Deleted(#[n(0)] Deleted),
    /// The owner read a dialog.
    #[n(4)]
    ReadInbox(#[n(0)] ReadInbox),
    /// The other side read the owner's messages.
    #[n(5)]
    ReadOutbox(#[n(0)] ReadOutbox),
    /// A new life of the store: everything above was left out, so that no pts means two things.
    #[n(6)]
    Step(#[n(0)] Step),
    /// Somebody reacted to a message, or took that back; what holds now stands in the message's record.
    #[n(15)]
    Reacted(#[n(0)] Reacted),
    /// The owner has seen others' reactions to his messages.
    #[n(16)]
    ReactionsRead(#[n(0)] ReactionsRead),
    /// Messages of a dialog were pinned, or no longer are.
    #[n(7)]
    Pinned(#[n(0)] Pinned),
    /// Dialogs were moved to the archive or out of it.
    #[n(8)]
    Folders(#[n(0)] Folders),
    /// In a member's box: a message of a basic group, whose body stands in the group's log.
    #[n(30)]
    Pointer(#[n(0)] Pointer),
    /// In a basic group's log: a member's reading moved the mark of what others see as read.
    #[n(31)]
    ReadInGroup(#[n(0)] ReadInGroup),
    /// The owner has seen that he was mentioned, or opened what messages carry; or the other side has opened his.
    #[n(32)]
    MentionsRead(#[n(0)] MentionsRead),
}

impl LogRecord {
    /// How many pts the entry takes.
    pub fn pts_count(&self) -> Pts {
        match self {
            LogRecord::Deleted(deleted) => deleted.count(),
            LogRecord::Step(step) => step.count,
            _ => 1,
        }
    }

    /// Seconds since 1970 of the event.
    pub fn date(&self) -> i32 {
        match self {
            LogRecord::Message(message) => message.date,
            LogRecord::Stub(stub) => stub.date,
            LogRecord::Edited(edited) => edited.date,
            LogRecord::Deleted(deleted) => deleted.date,
            LogRecord::ReadInbox(read) => read.date,
            LogRecord::ReadOutbox(read) => read.date,
            LogRecord::Step(step) => step.date,
            LogRecord::Reacted(reacted) => reacted.date,
            LogRecord::ReactionsRead(read) => read.date,
            LogRecord::Pinned(pinned) => pinned.date,
            LogRecord::Folders(moved) => moved.date,
            LogRecord::Pointer(pointer) => pointer.date,
            LogRecord::ReadInGroup(read) => read.date,
            LogRecord::MentionsRead(read) => read.date,
        }
    }
}

/// A message as its owner's box keeps it.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct MessageRecord {
    /// The dialog.
    #[cbor(n(0), with = "peer_number")]
    pub peer: Peer,
    /// Seconds since 1970.
    #[n(1)]
    pub date: i32,
    /// Of [`flag`].
    #[n(2)]
    pub flags: u32,
    /// What was said.
    #[cbor(n(3), with = "shared")]
    pub content: Arc<Content>,
    /// Incoming: the author's own id of the message. Absent where the owner is the author.
    #[n(4)]
    pub origin: Option<MessageId>,
    /// The author's: what the client drew, to know a repeated send.
    #[n(5)]
    pub random_id: Option<i64>,
    /// Which message it answers.
    #[n(6)]
    pub reply: Option<Reply>,
    /// Where it was forwarded from.
    #[n(7)]
    pub forward: Option<Forward>,
    /// Seconds since 1970 of the last edit that people should see.
    #[n(8)]
    pub edit_date: Option<i32>,
    /// Messages of one album share it.
    #[n(9)]
    pub grouped_id: Option<i64>,
    /// Who wrote it, where dialog and direction do not say so (groups).
    #[n(10)]
    pub author: Option<UserId>,
    /// The bot through which it was sent.
    #[n(11)]
    pub via_bot: Option<UserId>,
    /// Seconds after which it goes.
    #[n(12)]
    pub ttl_period: Option<i32>,
    /// The effect shown with it.
    #[n(13)]
    pub effect: Option<i64>,
    /// What people reacted with, in the order in which they did.
    #[n(18)]
    pub reactions: Option<Vec<Reaction>>,
    /// Which message of another chat it answers.
    #[n(19)]
    pub elsewhere: Option<Box<ReplyElsewhere>>,
    /// In the log of a basic group or channel: which members it mentions.
    #[n(24)]
    pub mentions: Option<Vec<UserId>>,
    /// In a basic group's log: the event that last changed what it says.
    #[n(25)]
    pub changed: Option<Pts>,
    /// In a channel: as whom it is shown, if not as its author.
    #[cbor(n(28), with = "optional_peer_number", has_nil)]
    pub send_as: Option<Peer>,
    /// In a channel: the signature.
    #[n(29)]
    pub post_author: Option<String>,
    /// In a channel: the message at which its thread begins.
    #[n(30)]
    pub thread: Option<MessageId>,
    /// In memory, in a member's box: where the body stands in the group's log. The box keeps a [`Pointer`].
    #[cbor(skip)]
    pub in_group: Option<Pts>,
}

impl MessageRecord {
    /// A plain message.
    pub fn new(peer: Peer, date: i32, flags: u32, content: Arc<Content>) -> Self {
        MessageRecord {
            peer,
            date,
            flags,
            content,
            origin: None,
            random_id: None,
            reply: None,
            forward: None,
            edit_date: None,
            grouped_id: None,
            author: None,
            via_bot: None,
            ttl_period: None,
            effect: None,
            reactions: None,
            elsewhere: None,
            mentions: None,
            changed: None,
            in_group: None,
            send_as: None,
            post_author: None,
            thread: None,
        }
    }
}

/// The bits of [`MessageRecord::flags`].
pub mod flag {
    /// The owner wrote it.
    pub const OUT: u32 = 1;
    /// Without a sound.
    pub const SILENT: u32 = 1 << 1;
    /// Not to be forwarded or saved.
    pub const NO_FORWARDS: u32 = 1 << 2;
    /// Media below the text.
    pub const INVERT_MEDIA: u32 = 1 << 3;
    /// The owner has not yet opened the voice or round video message, or what goes after being seen.
    pub const MEDIA_UNREAD: u32 = 1 << 4;
    /// The owner is mentioned.
    pub const MENTIONED: u32 = 1 << 5;
    /// Pinned in its dialog.
    pub const PINNED: u32 = 1 << 6;
    /// The edit is not shown as one.
    pub const EDIT_HIDDEN: u32 = 1 << 7;
    /// It was scheduled.
    pub const FROM_SCHEDULED: u32 = 1 << 16;
    /// In a channel: a post of the channel itself.
    pub const POST: u32 = 1 << 20;
    /// In a channel: the signature links to the author.
    pub const SIGNATURE_PROFILE: u32 = 1 << 21;
    /// In a forum: it stands in a topic, the general one aside, or begins it.
    pub const TOPIC: u32 = 1 << 22;
}

/// What a message says; shared by the copies of all boxes while in memory.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct Content {
    /// The text; may be empty where there is media or an action.
    #[cbor(n(0), with = "letters")]
    pub text: String,
    /// TL bytes of `Vector<MessageEntity>` at layer 230: only kept and handed on.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub entities: Option<Vec<u8>>,
    /// Photo, file, contact …
    #[n(2)]
    pub media: Option<Media>,
    /// TL bytes of `ReplyMarkup` at layer 230.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub reply_markup: Option<Vec<u8>>,
    /// Makes it a service message.
    #[n(4)]
    pub action: Option<Action>,
    /// The page to which the text links, as a preview shows it.
    #[n(5)]
    pub page: Option<PageRef>,
}

/// A page of the web in a message; a record of its own.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq)]
#[cbor(array)]
pub struct PageRef {
    /// Which.
    #[n(0)]
    pub id: i64,
    /// Of [`page_flag`].
    #[n(1)]
    pub flags: u32,
}

/// The bits of [`PageRef::flags`].
pub mod page_flag {
    /// The picture is to be shown large.
    pub const FORCE_LARGE: u32 = 1;
    /// The picture is to be shown small.
    pub const FORCE_SMALL: u32 = 1 << 1;
    /// Its author chose it: it need not stand in the text.
    pub const MANUAL: u32 = 1 << 2;
}

impl Content {
    /// The file that the message refers to, if any: what is sent along, or a chat's new picture.
    pub fn file(&self) -> Option<i64> {
        match (&self.media, &self.action) {
            (Some(media), _) => media.file(),
            (None, Some(Action::ChatEditPhoto { photo } | Action::SuggestProfilePhoto { photo })) => {
                Some(*photo)
            }
            _ => None,
        }
    }

    /// What the message counts as for filters.
    pub fn kind(&self) -> MessageKind {
        match (&self.action, &self.media) {
            (Some(_), _) => MessageKind::Action,
            (None, Some(Media::Contact { .. })) => MessageKind::Contact,
            (None, Some(Media::Geo(_) | Media::Venue { .. } | Media::GeoLive { .. })) => MessageKind::Geo,
            (None, Some(Media::Dice { .. })) => MessageKind::Dice,
            (None, Some(Media::Poll { .. })) => MessageKind::Poll,
            (None, Some(Media::Todo(_))) => MessageKind::Todo,
            (None, Some(Media::Photo { .. })) => MessageKind::Photo,
            (None, Some(Media::Document { kind, .. })) => MessageKind::from_code(*kind),
            (None, Some(Media::Seen { .. })) => MessageKind::Other,
            (None, None) => MessageKind::Text,
        }
    }

    /// What it is found as by filters: what is to be seen once stands in no list of photos.
    pub fn listed_kind(&self) -> MessageKind {
        let fleeting = self.media.as_ref().is_some_and(Media::is_fleeting);
        if fleeting { MessageKind::Other } else { self.kind() }
    }
}

/// What is sent along with a text.
#[derive(Encode, Decode, Clone, PartialEq)]
pub enum Media {
    /// A person's number.
    #[n(0)]
    Contact {
        /// As written.
        #[n(0)]
        phone: String,
        /// As written.
        #[n(1)]
        first_name: String,
        /// As written.
        #[n(2)]
        last_name: String,
        /// Who has this number here, if anybody.
        #[n(3)]
        user: Option<UserId>,
        /// What else there is to say of the person, as a card; may be empty.
        #[n(4)]
        vcard: Option<String>,
    },
    /// A point on the map.
    #[n(3)]
    Geo(#[n(0)] Place),
    /// A place with a name.
    #[n(4)]
    Venue {
        /// Where it is.
        #[n(0)]
        at: Place,
        /// Its name.
        #[n(1)]
        title: String,
        /// As people there call it.
        #[n(2)]
        address: String,
        /// Who knows of it, such as "foursquare"; may be empty.
        #[n(3)]
        provider: String,
        /// What the provider calls it.
        #[n(4)]
        venue_id: String,
        /// What it is, in the provider's words.
        #[n(5)]
        venue_type: String,
    },
    /// Where the author is, for a while.
    #[n(5)]
    GeoLive {
        /// Where he was last.
        #[n(0)]
        at: Place,
        /// Degrees, 1 to 360: where he is going.
        #[n(1)]
        heading: Option<i32>,
        /// Seconds after the message's date for which it is live.
        #[n(2)]
        period: i32,
        /// Metres: whoever comes so near is to be told of.
        #[n(3)]
        proximity: Option<i32>,
    },
    /// What the server's chance gave.
    #[n(6)]
    Dice {
        /// Which game.
        #[n(0)]
        emoji: String,
        /// From 1.
        #[n(1)]
        value: i32,
    },
    /// A question to those who read it; a record of its own.
    #[n(7)]
    Poll {
        /// Which.
        #[n(0)]
        id: i64,
    },
    /// A photo; a record of its own.
    #[n(10)]
    Photo {
        /// Which.
        #[n(0)]
        id: i64,
        /// Of [`media_flag`].
        #[n(1)]
        flags: u32,
        /// Seconds after being seen for which it stays.
        #[n(2)]
        ttl_seconds: Option<i32>,
    },
    /// Any other file; a record of its own.
    #[n(11)]
    Document {
        /// Which.
        #[n(0)]
        id: i64,
        /// Of [`media_flag`].
        #[n(1)]
        flags: u32,
        /// Seconds after being seen for which it stays.
        #[n(2)]
        ttl_seconds: Option<i32>,
        /// What it counts as: [`MessageKind::code`].
        #[n(3)]
        kind: u8,
        /// Of what goes after being seen: seconds that it plays.
        #[n(4)]
        plays: Option<i32>,
    },
    /// A list of tasks.
    #[n(114)]
    Todo(#[n(0)] Todo),
    /// A photo or file that was seen, and is gone.
    #[n(96)]
    Seen {
        /// What it counted as: [`MessageKind::code`].
        #[n(0)]
        kind: u8,
        /// Seconds after being seen for which it stayed.
        #[n(1)]
        ttl_seconds: i32,
    },
}

impl Media {
    /// The photo or document that it is.
    pub fn file(&self) -> Option<i64> {
        match self {
            Media::Photo { id, .. } | Media::Document { id, .. } => Some(*id),
            _ => None,
        }
    }

    /// Of what goes after being seen: seconds for which it stays then; [`VIEW_ONCE`] for once.
    pub fn ttl_seconds(&self) -> Option<i32> {
        match self {
            Media::Photo { ttl_seconds, .. } | Media::Document { ttl_seconds, .. } => *ttl_seconds,
            _ => None,
        }
    }

    /// Whether it is to go after being seen, or has gone: nobody keeps it, or sends it on.
    pub fn is_fleeting(&self) -> bool {
        self.ttl_seconds().is_some() || matches!(self, Media::Seen { .. })
    }
}

/// In place of seconds: what is seen once. The protocol's own number.
pub const VIEW_ONCE: i32 = i32::MAX;

/// The bits of a file in a message.
pub mod media_flag {
    /// Covered until somebody taps it.
    pub const SPOILER: u32 = 1;
}

/// What a service message tells.
#[derive(Encode, Decode, Clone, PartialEq)]
pub enum Action {
    /// A contact has joined.
    #[n(0)]
    ContactSignUp,
    /// The history was cleared.
    #[n(1)]
    HistoryClear,
    /// New messages of the chat go after a time, or stay.
    #[n(80)]
    SetMessagesTtl {
        /// Seconds; 0: they stay.
        #[n(0)]
        period: i32,
        /// Set by itself, from what this person has set for all new chats.
        #[n(1)]
        by_default_of: Option<UserId>,
    },
    /// The author's messages may (no longer) be forwarded by the other side.
    #[n(81)]
    NoForwards {
        /// What held before.
        #[n(0)]
        before: bool,
        /// What holds from now on.
        #[n(1)]
        after: bool,
    },
    /// The chat is shown in another theme.
    #[n(82)]
    SetChatTheme {
        /// The theme's emoji; empty: in none.
        #[n(0)]
        emoticon: String,
    },
    /// The author has put up another wallpaper.
    #[n(83)]
    SetChatWallPaper {
        /// Which.
        #[n(0)]
        wallpaper: WornWallPaper,
        /// It is the one that the other side has put up.
        #[n(1)]
        same: bool,
        /// For the other side as well.
        #[n(2)]
        for_both: bool,
    },
    /// The author suggests a photo for the other side's page.
    #[n(84)]
    SuggestProfilePhoto {
        /// Which.
        #[n(0)]
        photo: i64,
    },
    /// The author suggests a day of birth for the other side's page.
    #[n(85)]
    SuggestBirthday {
        /// Which.
        #[n(0)]
        birthday: Birthday,
    },
    /// In the list that this one answers, tasks were done.
    #[n(86)]
    TodoCompletions {
        /// Which are done from now on.
        #[n(0)]
        completed: Vec<i32>,
        /// Which no longer are.
        #[n(1)]
        incompleted: Vec<i32>,
    },
    /// To the list that this one answers, tasks were added.
    #[n(87)]
    TodoAppendTasks {
        /// Which.
        #[n(0)]
        items: Vec<TodoItem>,
    },
    /// To the poll that this one answers, the author added an answer.
    #[n(30)]
    PollAppendAnswer {
        /// What it says.
        #[n(0)]
        text: Styled,
        /// What clients name it by.
        #[cbor(n(1), with = "minicbor::bytes")]
        option: Vec<u8>,
    },
    /// From the poll that this one answers, the author took an answer away.
    #[n(31)]
    PollDeleteAnswer {
        /// What it said.
        #[n(0)]
        text: Styled,
        /// What clients named it by.
        #[cbor(n(1), with = "minicbor::bytes")]
        option: Vec<u8>,
    },
    /// The message that this one answers was pinned.
    #[n(60)]
    PinMessage,
    /// A channel or supergroup was made.
    #[n(40)]
    ChannelCreate {
        /// Its name then.
        #[n(0)]
        title: String,
    },
    /// A channel or supergroup has another name.
    #[n(41)]
    ChannelEditTitle {
        /// The new one.
        #[n(0)]
        title: String,
    },
    /// People came into a supergroup; if it is the author alone, by himself.
    #[n(42)]
    ChannelAddUsers {
        /// Who.
        #[n(0)]
        users: Vec<UserId>,
    },
    /// Somebody left a supergroup, or was thrown out by the author.
    #[n(43)]
    ChannelDeleteUser {
        /// Who.
        #[n(0)]
        user: UserId,
    },
    /// The author came into a supergroup by a link.
    #[n(44)]
    ChannelJoinedByLink {
        /// Whose link.
        #[n(0)]
        inviter: UserId,
    },
    /// The author was let into a supergroup.
    #[n(45)]
    ChannelJoinedByRequest,
    /// A topic of a forum begins here.
    #[n(46)]
    TopicCreate {
        /// Its name.
        #[n(0)]
        title: String,
        /// RGB.
        #[n(1)]
        icon_color: i32,
        /// A custom emoji.
        #[n(2)]
        icon_emoji_id: Option<i64>,
        /// The name was taken from its first words.
        #[n(3)]
        title_missing: bool,
    },
    /// A topic was changed.
    #[n(47)]
    TopicEdit {
        /// The new name.
        #[n(0)]
        title: Option<String>,
        /// The new custom emoji; 0: none any more.
        #[n(1)]
        icon_emoji_id: Option<i64>,
        /// It was closed, or opened.
        #[n(2)]
        closed: Option<bool>,
        /// It was taken from the list, or put back.
        #[n(3)]
        hidden: Option<bool>,
    },
    /// The author has given the group away.
    #[n(48)]
    ChangeCreator {
        /// To whom.
        #[n(0)]
        user: UserId,
    },
    /// The author has taken a picture of what he sees.
    #[n(49)]
    ScreenshotTaken,
    /// A basic group was made.
    #[n(20)]
    ChatCreate {
        /// Its name.
        #[n(0)]
        title: String,
        /// Who is in it from the start.
        #[n(1)]
        users: Vec<UserId>,
    },
    /// It has a new name.
    #[n(21)]
    ChatEditTitle {
        /// The new one.
        #[n(0)]
        title: String,
    },
    /// It has a new picture.
    #[n(22)]
    ChatEditPhoto {
        /// Which.
        #[n(0)]
        photo: i64,
    },
    /// Its picture was taken away.
    #[n(23)]
    ChatDeletePhoto,
    /// People were brought in.
    #[n(24)]
    ChatAddUser {
        /// Who.
        #[n(0)]
        users: Vec<UserId>,
    },
    /// Somebody left, or was made to.
    #[n(25)]
    ChatDeleteUser {
        /// Who.
        #[n(0)]
        user: UserId,
    },
    /// The author came in by a link.
    #[n(26)]
    ChatJoinedByLink {
        /// Who made the link.
        #[n(0)]
        inviter: UserId,
    },
    /// The author was let in by an admin.
    #[n(28)]
    ChatJoinedByRequest,
    /// The channel came into a community, or went out of one.
    #[n(52)]
    ChangeCommunity {
        /// Which it is in now.
        #[n(0)]
        community: Option<i64>,
    },
    /// The author came into a supergroup since he is in its community.
    #[n(53)]
    ChannelJoinedViaCommunity {
        /// Which.
        #[n(0)]
        community: i64,
    },
    /// The supergroup was a basic group.
    #[n(29)]
    ChannelMigrateFrom {
        /// Its name then.
        #[n(0)]
        title: String,
        /// Which group.
        #[n(1)]
        chat: i64,
    },
    /// The basic group became a supergroup.
    #[n(27)]
    ChatMigrateTo {
        /// Which.
        #[n(0)]
        channel: i64,
    },
}

/// What a message counts as when a history is filtered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MessageKind {
    /// Text alone.
    #[default]
    Text,
    /// A service message.
    Action,
    /// A contact.
    Contact,
    /// A place, live or not.
    Geo,
    /// A poll or quiz.
    Poll,
    /// A die or the like.
    Dice,
    /// A list of tasks.
    Todo,
    /// A photo.
    Photo,
    /// A video that is neither round nor an animation.
    Video,
    /// A file of no kind that is shown otherwise.
    Document,
    /// A voice message.
    Voice,
    /// A round video message.
    RoundVideo,
    /// An animation without sound.
    Gif,
    /// A piece of music.
    Music,
    /// A sticker.
    Sticker,
    /// A kind that this server does not know.
    Other,
}

impl MessageKind {
    /// As an index keeps it; below 128.
    pub fn code(self) -> u8 {
        match self {
            MessageKind::Text => 0,
            MessageKind::Action => 1,
            MessageKind::Contact => 2,
            MessageKind::Geo => 3,
            MessageKind::Poll => 4,
            MessageKind::Dice => 5,
            MessageKind::Todo => 6,
            MessageKind::Photo => 10,
            MessageKind::Video => 11,
            MessageKind::Document => 12,
            MessageKind::Voice => 13,
            MessageKind::RoundVideo => 14,
            MessageKind::Gif => 15,
            MessageKind::Music => 16,
            MessageKind::Sticker => 17,
            MessageKind::Other => 127,
        }
    }

    /// The kind that `code` gave.
    pub fn from_code(code: u8) -> Self {
        match code {
            0 => MessageKind::Text,
            1 => MessageKind::Action,
            2 => MessageKind::Contact,
            3 => MessageKind::Geo,
            4 => MessageKind::Poll,
            5 => MessageKind::Dice,
            6 => MessageKind::Todo,
            10 => MessageKind::Photo,
            11 => MessageKind::Video,
            12 => MessageKind::Document,
            13 => MessageKind::Voice,
            14 => MessageKind::RoundVideo,
            15 => MessageKind::Gif,
            16 => MessageKind::Music,
            17 => MessageKind::Sticker,
            _ => MessageKind::Other,
        }
    }
}

/// Which message is answered.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Reply {
    /// In this box.
    #[n(0)]
    pub id: MessageId,
    /// The answered message as its author's box calls it.
    #[n(1)]
    pub origin: Origin,
    /// The part that is answered.
    #[n(2)]
    pub quote: Option<Quote>,
}

/// A message of another chat that is answered, told in words: not everybody who reads the answer may see it.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct ReplyElsewhere {
    /// Who wrote it, and when; as a forward would say it.
    #[n(0)]
    pub from: Forward,
    /// Its words, or the part that is answered.
    #[n(1)]
    pub quote: Option<Quote>,
    /// The part was chosen by who answers.
    #[n(2)]
    pub chosen: bool,
    /// What it carried, where that can be told.
    #[n(3)]
    pub media: Option<Media>,
    /// Only for who answers: the other chat, and the message's id in this box.
    #[n(4)]
    pub at: Option<(Peer, MessageId)>,
}

/// A message as all boxes call it: its author and the author's own id of it.
#[derive(Encode, Decode, Clone, Copy, Debug, PartialEq, Eq)]
#[cbor(array)]
pub struct Origin {
    /// The author.
    #[n(0)]
    pub author: UserId,
    /// In the author's box.
    #[n(1)]
    pub id: MessageId,
}

/// A part of an answered message.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Quote {
    /// The words.
    #[n(0)]
    pub text: String,
    /// TL bytes of `Vector<MessageEntity>` at layer 230.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub entities: Option<Vec<u8>>,
    /// Where the words stand, in UTF-16 units.
    #[n(2)]
    pub offset: Option<i32>,
}

/// Where a message was forwarded from.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Forward {
    /// Seconds since 1970 of the first message.
    #[n(0)]
    pub date: i32,
    /// Who wrote it.
    #[cbor(n(1), with = "optional_peer_number", has_nil)]
    pub from: Option<Peer>,
    /// The name alone, where the author does not want to be linked.
    #[n(2)]
    pub from_name: Option<String>,
    /// The dialog it was saved from, in saved messages.
    #[cbor(n(3), with = "optional_peer_number", has_nil)]
    pub saved_from_peer: Option<Peer>,
    /// The id that it had there, in this box.
    #[n(4)]
    pub saved_from_id: Option<MessageId>,
    /// Of a channel's post: its id there.
    #[n(5)]
    pub channel_post: Option<MessageId>,
    /// Of a channel's post: how it was signed.
    #[n(6)]
    pub post_author: Option<String>,
    /// It was brought from another messenger.
    #[n(7)]
    pub imported: Option<bool>,
}

/// What is left of a deleted message, so that the log still reads as it happened.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Stub {
    /// The dialog; in a channel's log the author.
    #[cbor(n(0), with = "peer_number")]
    pub peer: Peer,
    /// Seconds since 1970 of the delete.
    #[n(1)]
    pub date: i32,
    /// Whether the owner wrote it.
    #[n(2)]
    pub out: bool,
    /// As in [`MessageRecord`]; the message's own id where the owner is the author.
    #[n(3)]
    pub origin: MessageId,
    /// As [`MessageKind::code`].
    #[n(4)]
    pub kind: u8,
    /// As in [`MessageRecord`].
    #[n(5)]
    pub random_id: Option<i64>,
}

/// That another box caused an entry.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq)]
#[cbor(array)]
pub struct Source {
    /// Whose box.
    #[n(0)]
    pub user: UserId,
    /// The pts there.
    #[n(1)]
    pub pts: Pts,
}

/// See [`LogRecord::Edited`].
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Edited {
    /// Seconds since 1970.
    #[n(0)]
    pub date: i32,
    /// Which message.
    #[n(1)]
    pub id: MessageId,
    /// Its dialog.
    #[cbor(n(2), with = "peer_number")]
    pub peer: Peer,
    /// The box that it came from, if not this one.
    #[n(3)]
    pub source: Option<Source>,
    /// Every box that has the message makes the change itself: nobody is told of it.
    #[n(4)]
    pub everywhere: Option<bool>,
}

/// See [`LogRecord::Deleted`].
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Deleted {
    /// Seconds since 1970.
    #[n(0)]
    pub date: i32,
    /// Which messages, by dialog; each id once.
    #[n(1)]
    pub dialogs: Vec<DeletedIn>,
    /// Whether the other side loses them as well.
    #[n(2)]
    pub revoke: bool,
    /// The box that it came from, if not this one.
    #[n(3)]
    pub source: Option<Source>,
    /// In a channel's log: of those that stood in a thread, the message and where the thread begins.
    #[n(4)]
    pub threads: Option<Vec<(MessageId, MessageId)>>,
}

impl Deleted {
    /// How many messages went.
    pub fn count(&self) -> Pts {
        let ids: usize = self.dialogs.iter().map(|dialog| dialog.ids.len()).sum();
        Pts::try_from(ids).unwrap_or(Pts::MAX)
    }
}

/// Messages of one dialog.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct DeletedIn {
    /// The dialog.
    #[cbor(n(0), with = "peer_number")]
    pub peer: Peer,
    /// In this box.
    #[n(1)]
    pub ids: Vec<MessageId>,
}

/// See [`LogRecord::ReadInbox`].
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct ReadInbox {
    /// Seconds since 1970.
    #[n(0)]
    pub date: i32,
    /// The dialog.
    #[cbor(n(1), with = "peer_number")]
    pub peer: Peer,
    /// Up to here.
    #[n(2)]
    pub max_id: MessageId,
    /// Incoming messages above, at that moment.
    #[n(3)]
    pub still_unread: i32,
    /// The newest of the other side's messages that this covers, as its author's box calls it.
    #[n(4)]
    pub origin: Option<MessageId>,
}

/// See [`LogRecord::ReadOutbox`].
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct ReadOutbox {
    /// Seconds since 1970.
    #[n(0)]
    pub date: i32,
    /// The dialog.
    #[cbor(n(1), with = "peer_number")]
    pub peer: Peer,
    /// Up to here.
    #[n(2)]
    pub max_id: MessageId,
    /// The reader's box.
    #[n(3)]
    pub source: Source,
}

/// See [`LogRecord::Step`].
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Step {
    /// Seconds since 1970.
    #[n(0)]
    pub date: i32,
    /// How many pts were left out, this entry among them.
    #[n(1)]
    pub count: Pts,
    /// The life of the store that begins.
    #[n(2)]
    pub incarnation: u32,
}

/// See [`LogRecord::Pinned`].
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Pinned {
    /// Seconds since 1970.
    #[n(0)]
    pub date: i32,
    /// Their dialog.
    #[cbor(n(1), with = "peer_number")]
    pub peer: Peer,
    /// Which messages, in this box.
    #[n(2)]
    pub ids: Vec<MessageId>,
    /// Pinned, or no longer.
    #[n(3)]
    pub pinned: bool,
    /// Only in this box.
    #[n(4)]
    pub oneside: bool,
    /// The box that it came from, if not this one.
    #[n(5)]
    pub source: Option<Source>,
}

/// See [`LogRecord::Folders`].
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Folders {
    /// Seconds since 1970.
    #[n(0)]
    pub date: i32,
    /// Each dialog, and where it stands now: 0 for the list itself, 1 for the archive.
    #[n(1)]
    pub moved: Vec<(Peer, i32)>,
}

/// A peer as one number, since nearly every entry has one.
pub(in crate::records) mod peer_number {
    use minicbor::{Decoder, Encoder};

    use crate::ids::{Peer, UserId};

    pub(in crate::records) fn encode<C, W: minicbor::encode::Write>(
        peer: &Peer,
        encoder: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        let (kind, id) = match peer {
            Peer::User(UserId(id)) => (0, *id),
            Peer::Group(id) => (1, *id),
            Peer::Channel(id) => (2, *id),
        };
        encoder.i64(id.wrapping_mul(4).wrapping_add(kind))?.ok()
    }

    pub(in crate::records) fn decode<C>(
        decoder: &mut Decoder<'_>,
        _: &mut C,
    ) -> Result<Peer, minicbor::decode::Error> {
        let number = decoder.i64()?;
        let id = number >> 2;
        match number & 3 {
            0 => Ok(Peer::User(UserId(id))),
            1 => Ok(Peer::Group(id)),
            2 => Ok(Peer::Channel(id)),
            _ => Err(minicbor::decode::Error::message("no such kind of peer")),
        }
    }
}

/// As `peer_number`, where there may be none.
mod optional_peer_number {
    use minicbor::{Decoder, Encoder, data::Type};

    use crate::ids::Peer;

    pub(super) fn encode<C, W: minicbor::encode::Write>(
        peer: &Option<Peer>,
        encoder: &mut Encoder<W>,
        context: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        match peer {
            Some(peer) => super::peer_number::encode(peer, encoder, context),
            None => encoder.null()?.ok(),
        }
    }

    pub(super) fn decode<C>(
        decoder: &mut Decoder<'_>,
        context: &mut C,
    ) -> Result<Option<Peer>, minicbor::decode::Error> {
        if decoder.datatype()? == Type::Null {
            decoder.null()?;
            return Ok(None);
        }
        super::peer_number::decode(decoder, context).map(Some)
    }

    pub(super) fn nil() -> Option<Option<Peer>> {
        Some(None)
    }

    pub(super) fn is_nil(peer: &Option<Peer>) -> bool {
        peer.is_none()
    }
}

/// Content that several boxes share in memory and each keeps on disk.
mod shared {
    use std::sync::Arc;

    use minicbor::{Decode, Decoder, Encode, Encoder};

    pub(super) fn encode<C, W: minicbor::encode::Write, T: Encode<C>>(
        value: &Arc<T>,
        encoder: &mut Encoder<W>,
        context: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        (**value).encode(encoder, context)
    }

    pub(super) fn decode<'b, C, T: Decode<'b, C>>(
        decoder: &mut Decoder<'b>,
        context: &mut C,
    ) -> Result<Arc<T>, minicbor::decode::Error> {
        T::decode(decoder, context).map(Arc::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message() -> MessageRecord {
        let content = Arc::new(Content { text: "Halo".into(), ..Content::default() });
        let peer = Peer::User(UserId(1 << 39));
        MessageRecord {
            random_id: Some(i64::MIN),
            ..MessageRecord::new(peer, 1_700_000_000, flag::OUT, content)
        }
    }

    #[test]
    fn entries_come_back_from_their_bytes() {
        let forward = Forward {
            date: 5,
            from: None,
            from_name: Some("Budi".into()),
            saved_from_peer: Some(Peer::Channel(7)),
            saved_from_id: Some(9),
            channel_post: Some(4),
            post_author: None,
            imported: Some(true),
        };
        let entries = [
            LogRecord::Message(message()),
            LogRecord::Message(MessageRecord { forward: Some(forward), origin: Some(3), ..message() }),
            LogRecord::Deleted(Deleted {
                date: 9,
                dialogs: vec![DeletedIn { peer: Peer::Group(4), ids: vec![1, 2] }],
                revoke: true,
                source: Some(Source { user: UserId(4), pts: 8 }),
                threads: Some(vec![(1, 7)]),
            }),
        ];
        for entry in entries {
            let bytes = minicbor::to_vec(&entry).unwrap();
            assert!(minicbor::decode::<LogRecord>(&bytes).unwrap() == entry);
        }
    }

    #[test]
    fn a_short_message_costs_few_bytes_beside_its_text() {
        let bytes = minicbor::to_vec(LogRecord::Message(message())).unwrap();
        assert!(bytes.len() <= 36, "{}", bytes.len());
    }
}
