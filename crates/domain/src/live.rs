//! What must reach living sessions, and the one way to them.

use std::sync::Arc;

use boxes::{Message, MessageId, Peer};
use store::{
    ids::{SessionRef, UserId},
    records::stickers::StickerKind,
};

use crate::{
    chat_lists::{DialogFilter, SavedDraft},
    groups::GroupPeer,
    preferences::Browser,
    presence::Status,
    settings::{NotifySettings, NotifyTarget, PrivacyKey, PrivacyRule},
};

/// Who is connected, as the floor above knows it. Nothing here waits: work is queued.
pub trait Live: Send + Sync {
    /// Durable entries of a user's box, in order of pts, for all sessions but `except`.
    fn box_entries(&self, user: UserId, entries: &[Arc<boxes::Entry>], except: Option<SessionRef>);

    /// Something to tell `to`, for all sessions but `except`.
    fn notice(&self, to: UserId, notice: Notice, except: Option<SessionRef>);

    /// Durable entries of a channel, in order of its pts, for all sessions of its members but `except`.
    fn channel_entries(
        &self,
        _channel: i64,
        _entries: &[Arc<boxes::ChannelEntry>],
        _except: Option<SessionRef>,
    ) {
    }

    /// Something to tell all members of a channel who are there.
    fn channel_notice(&self, _channel: i64, _notice: Notice, _except: Option<SessionRef>) {}

    /// From now on `user` is a member of a channel, or no longer.
    fn membership(&self, _user: UserId, _channel: i64, _member: bool) {}

    /// What a channel is has changed; its members who are there are told.
    fn channel_changed(&self, channel: i64, except: Option<SessionRef>) {
        self.channel_notice(channel, Notice::Channel { channel }, except);
    }

    /// Closes all connections of this permanent key, forgets its temporary keys and whom it was signed in as.
    fn terminate(&self, auth_key_id: i64);

    /// Tells that a key is signed in (or no longer) from now on, for calls that come after.
    fn signed_in(&self, auth_key_id: i64, user: Option<UserId>);

    /// Tells the sessions of a key, whom no person's pushes reach yet, that its login token was accepted.
    fn login_token_accepted(&self, _auth_key_id: i64) {}

    /// Whether a session of this user is connected now.
    fn is_online(&self, user: UserId) -> bool;
}

/// What is told to sessions besides box entries: latest-wins changes and passing ones.
#[derive(Clone, PartialEq)]
pub enum Notice {
    /// `from` is typing or doing the like in the private chat with the receiver; never kept.
    /// `action` is a `SendMessageAction` in TL of the newest layer.
    Typing {
        /// Who.
        from: UserId,
        /// What, as TL bytes.
        action: Vec<u8>,
    },
    /// `from` is typing or doing the like in a basic group; never kept. `action` as in `Typing`.
    ChatTyping {
        /// Where.
        group: GroupPeer,
        /// Who.
        from: UserId,
        /// What, as TL bytes.
        action: Vec<u8>,
    },
    /// Something about a basic group changed that leaves no message; clients ask anew.
    Chat {
        /// Which.
        peer: GroupPeer,
    },
    /// A member of a basic group is called otherwise.
    ChatRank {
        /// Which group.
        group: GroupPeer,
        /// Who.
        user: UserId,
        /// From now on; empty for nothing.
        rank: String,
        /// The group's version.
        version: i32,
    },
    /// A member of a basic group was made an admin, or is no longer.
    ChatAdmin {
        /// Which group.
        group: GroupPeer,
        /// Who.
        user: UserId,
        /// From now on.
        admin: bool,
        /// The group's version.
        version: i32,
    },
    /// What members of a basic group may not do changed.
    ChatBanned {
        /// Which group.
        group: GroupPeer,
        /// The flags of `chatBannedRights`.
        bits: u32,
        /// The group's version.
        version: i32,
    },
    /// So many wait to be let into a chat whose links the receiver manages; never kept: its page says so.
    JoinRequests {
        /// Where.
        peer: Peer,
        /// How many.
        count: usize,
        /// The newest of them.
        recent: Vec<UserId>,
    },
    /// Somebody came or went; never kept.
    Status {
        /// Who.
        user: UserId,
        /// As the receiver may see it.
        status: Status,
    },
    /// Names or username of this person changed.
    Name {
        /// Who.
        user: UserId,
    },
    /// The number of this person changed.
    Phone {
        /// Who.
        user: UserId,
    },
    /// Something else about this person changed; what it is stands in the person as the receiver sees him.
    User {
        /// Who.
        user: UserId,
    },
    /// The receiver has (un)blocked somebody on another device.
    Blocked {
        /// Whom.
        peer: UserId,
        /// Blocked or not.
        blocked: bool,
    },
    /// What may be done with this person (add, block, share the number) changed.
    PeerSettings {
        /// Who.
        user: UserId,
    },
    /// The receiver's contacts changed in a way that only a fresh list tells.
    ContactsReset,
    /// Notification settings were changed on another device.
    Notify {
        /// Of what.
        target: NotifyTarget,
        /// As they are now.
        settings: NotifySettings,
    },
    /// Privacy rules were changed on another device.
    Privacy {
        /// Which.
        key: PrivacyKey,
        /// As they are now.
        rules: Vec<PrivacyRule>,
    },
    /// A poll changed of which a message stands in the receiver's box.
    Poll {
        /// Which.
        id: i64,
    },
    /// A page was looked at to which a message in one of the receiver's chats links; never kept: the message says it.
    WebPage {
        /// Which.
        id: i64,
        /// The channel, where it is one.
        channel: Option<i64>,
    },
    /// The receiver's reactions used lately changed on another device.
    RecentReactions,
    /// The receiver's tags of saved messages, or their names, changed on another device.
    SavedReactionTags,
    /// The receiver keeps another set of stickers since another device chose it.
    NewStickerSet {
        /// Which.
        set: i64,
    },
    /// The sets that the receiver keeps, or one of his own, changed on another device.
    StickerSets {
        /// Of which kind.
        kind: StickerKind,
    },
    /// Sets of stickers were put in order on another device.
    StickerSetsOrder {
        /// Of which kind.
        kind: StickerKind,
        /// The topmost first.
        order: Vec<i64>,
    },
    /// The receiver's stickers used lately changed on another device.
    RecentStickers,
    /// The stickers that the receiver likes changed on another device.
    FavedStickers,
    /// The animations that the receiver keeps changed on another device.
    SavedGifs,
    /// The sounds that a person keeps for notifications are others.
    SavedRingtones,
    /// A theme of the receiver's changed on another device.
    Theme {
        /// Which.
        id: i64,
    },
    /// What devices put into their galleries changed on another device.
    AutoSave,
    /// How links are opened changed on another device.
    Browser {
        /// As it is now.
        browser: Box<Browser>,
    },
    /// Emoji that stood beside the name changed on another device.
    RecentEmojiStatuses,
    /// What is behind a chat changed on another device.
    WallPaper {
        /// With whom.
        user: UserId,
    },
    /// A message of the receiver's is scheduled, or was changed while it is.
    Scheduled(Box<Message>),
    /// Messages are no longer scheduled.
    Unscheduled {
        /// In which chat.
        peer: Peer,
        /// Which.
        ids: Vec<MessageId>,
        /// The messages that they became, in the same order; none if they were deleted.
        sent: Vec<MessageId>,
    },
    /// A draft was written or taken away on another device.
    Draft {
        /// In which chat.
        peer: Peer,
        /// In which topic of it; none: in the chat as a whole.
        topic: Option<MessageId>,
        /// As it is now.
        draft: Option<SavedDraft>,
    },
    /// A chat was put on top or taken from there on another device.
    DialogPinned {
        /// Which.
        peer: Peer,
        /// 0 for the list itself, 1 for the archive.
        folder: i32,
        /// On top, or no longer.
        pinned: bool,
    },
    /// The chats on top were put in order on another device.
    PinnedDialogs {
        /// 0 for the list itself, 1 for the archive.
        folder: i32,
        /// The topmost first.
        order: Vec<Peer>,
    },
    /// A part of saved messages was put on top or taken from there on another device.
    SavedDialogPinned {
        /// Whose messages were saved there.
        peer: Peer,
        /// On top, or no longer.
        pinned: bool,
    },
    /// The parts of saved messages on top were put in order on another device.
    PinnedSavedDialogs {
        /// The topmost first.
        order: Vec<Peer>,
    },
    /// A chat was marked as unread, or no longer, on another device.
    UnreadMark {
        /// Which.
        peer: Peer,
        /// Marked, or no longer.
        unread: bool,
    },
    /// A folder was made, changed or taken away on another device.
    Filter {
        /// Which.
        id: i32,
        /// As it is now.
        filter: Option<DialogFilter>,
    },
    /// Folders were put in order on another device; 0 is "all chats".
    FilterOrder {
        /// Their ids.
        order: Vec<i32>,
    },
    /// Something about folders changed that only a fresh list tells.
    Filters,
    /// What a channel is, or what the receiver is in it, has changed.
    Channel {
        /// Which.
        channel: i64,
    },
    /// The receiver came into a channel or left it. Kept with that for devices that are away, and not on its way.
    Membership {
        /// Of which.
        channel: i64,
    },
    /// The receiver has read a channel on another device.
    ChannelRead {
        /// Which.
        channel: i64,
        /// Up to here.
        max_id: MessageId,
        /// Messages above.
        still_unread: i32,
        /// Where the channel stands.
        pts: boxes::Pts,
    },
    /// Somebody has reacted to a message of a channel.
    ChannelReactions {
        /// Which channel.
        channel: i64,
        /// Which message.
        id: MessageId,
    },
    /// The receiver has seen these messages of a channel on another device.
    ChannelContentsRead {
        /// Which channel.
        channel: i64,
        /// Which messages.
        ids: Vec<MessageId>,
    },
    /// The receiver has read in a thread of a supergroup on another device.
    DiscussionRead {
        /// Which supergroup.
        channel: i64,
        /// The message at which the thread begins.
        root: MessageId,
        /// Up to here.
        max_id: MessageId,
        /// The post that is discussed there, and its channel.
        of_post: Option<(i64, MessageId)>,
    },
    /// Somebody has read what the receiver wrote in a supergroup; never kept.
    ChannelReadOutbox {
        /// Which supergroup.
        channel: i64,
        /// In which thread; none: in the whole.
        root: Option<MessageId>,
        /// Up to this message of the receiver's.
        max_id: MessageId,
    },
    /// The receiver has put messages of a supergroup out of his sight on another device.
    AvailableMessages {
        /// Which supergroup.
        channel: i64,
        /// The first message that he is shown.
        available_min_id: MessageId,
    },
    /// The receiver's devices show a forum as one list of messages, or no longer.
    ForumAsMessages {
        /// Which forum.
        channel: i64,
        /// As one list.
        enabled: bool,
    },
    /// A topic of a forum was put on top, or taken from there.
    TopicPinned {
        /// Which forum.
        channel: i64,
        /// Which topic.
        topic: MessageId,
        /// On top, or no longer.
        pinned: bool,
    },
    /// The topics on top of a forum were put in order.
    PinnedTopics {
        /// Which forum.
        channel: i64,
        /// The topmost first.
        order: Vec<MessageId>,
    },
    /// Somebody is typing or doing the like in a channel; never kept.
    ChannelTyping {
        /// Where.
        channel: i64,
        /// As whom he is shown.
        from: Peer,
        /// In which thread.
        thread: Option<MessageId>,
        /// What, as TL bytes.
        action: Vec<u8>,
    },
    /// Somebody signed in to the receiver's account.
    NewAuthorization {
        /// Names the authorization in `account.resetAuthorization`.
        hash: i64,
        /// Seconds since 1970.
        date: i32,
        /// Such as "Pixel 9, Merpati 1.0".
        device: String,
        /// Such as an IP address.
        location: String,
    },
}
