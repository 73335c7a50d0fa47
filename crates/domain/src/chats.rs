//! Private chats: what a person may send, change and forward, over the boxes.
//!
//! Checked here is what the sender's side knows. Whether the recipient takes a message in, his box decides in
//! the commit that writes it there.

mod due;
mod edit;
mod elsewhere;
mod forward;
mod import;
mod media;
mod pin;
mod react;
mod read_date;
mod rules;
mod schedule;
mod send;
mod tags;
mod todo;
mod votes;

use std::sync::{Arc, OnceLock};

use boxes::{BoxError, Boxes, Message, MessageId, Peer, UserId};
use store::{Store, tables};
use world::World;

use crate::{
    Accounts, Blocks, ChannelError, Channels, ChatLists, Contacts, Fault, FileError, Files, Live, Notice,
    Polls, Presence, Privacy, ReactionError, Reactions, Users, cached::CachedRows, locks::Locks,
};

pub(crate) use edit::takes_words;
pub use edit::{EDIT_SECONDS_MAX, Edit};
pub use forward::Forwarding;
pub use import::{FindEntities, IMPORT_BYTES_MAX, IMPORT_FILES_MAX, ImportError, imported_chat};
pub(crate) use media::{DICE, moved, stays};
pub use media::{LivePlace, MediaError, NewFile, NewMedia};
pub use react::Given;
pub use read_date::READ_DATE_SECONDS_MAX;
pub use schedule::{SCHEDULED_SECONDS_MAX, When};
pub use send::Draft;
pub(crate) use send::files_of;
pub use tags::Tag;
pub use todo::{NewTodo, TODO_ITEM_CHARS_MAX, TODO_TITLE_CHARS_MAX};
pub(crate) use todo::{checked_change, refused as todo_refused};

/// The use cases of private chats.
pub struct Chats {
    store: Store,
    boxes: Boxes,
    world: World,
    live: Arc<dyn Live>,
    accounts: Arc<Accounts>,
    users: Arc<Users>,
    blocks: Arc<Blocks>,
    contacts: Arc<Contacts>,
    reactions: Arc<Reactions>,
    presence: Arc<Presence>,
    privacy: Arc<Privacy>,
    defaults: CachedRows<tables::ChatDefaults>,
    chat_lists: Arc<ChatLists>,
    /// Messages may go after any time, so that a test need not wait for a day.
    test_mode: bool,
    polls: Arc<Polls>,
    channels: Arc<Channels>,
    files: Arc<Files>,
    /// A person's imports change one after the other.
    imports: Locks,
    /// How links in what is imported are found.
    find_entities: OnceLock<FindEntities>,
}

/// Rows remembered at a time (twice as many at most).
const DEFAULTS_REMEMBERED: usize = 1 << 15;

/// Why something in a chat was refused.
#[derive(Debug, thiserror::Error)]
pub enum ChatError {
    /// There is no such person, or nothing of this kind can be done with that peer.
    #[error("no such peer")]
    NoSuchPeer,
    /// The recipient's account is gone.
    #[error("the recipient's account was deleted")]
    Deactivated,
    /// The caller has blocked the recipient.
    #[error("the sender has blocked the recipient")]
    YouBlocked,
    /// Nobody can write to this account.
    #[error("nobody can write to this account")]
    ReadOnly,
    /// The caller's box holds no such message, or not in this chat.
    #[error("no such message")]
    NoSuchMessage,
    /// Somebody else wrote the message.
    #[error("only the author may change a message")]
    NotTheAuthor,
    /// The message is too old.
    #[error("the message is {age} seconds old; it may be changed up to {max}")]
    TooOld {
        /// Seconds.
        age: i64,
        /// Seconds.
        max: i64,
    },
    /// The edit changes nothing.
    #[error("the edit changes nothing")]
    NotModified,
    /// There is no such reaction.
    #[error("no such reaction")]
    ReactionInvalid,
    /// More reactions than one person gives, or a message takes.
    #[error("{given} reactions; at most {max}")]
    TooManyReactions {
        /// How many there would be.
        given: usize,
        /// How many there may be.
        max: usize,
    },
    /// What is to be scheduled was sent already; sending it again gives that result.
    #[error("it was sent already")]
    SentAlready,
    /// The time lies in the past.
    #[error("a message cannot be scheduled for the past")]
    SchedulePast,
    /// The time is too far away.
    #[error("a message can be scheduled for {max} seconds ahead at most")]
    ScheduleTooLate {
        /// Seconds.
        max: i64,
    },
    /// The caller may not know when the recipient is online.
    #[error("the recipient's presence is hidden from the sender")]
    PresenceHidden,
    /// Messages are not sent again after such a time.
    #[error("no such period")]
    NoSuchPeriod,
    /// Messages cannot be made to go after this time.
    #[error("messages cannot be made to go after this time")]
    NoSuchTtl,
    /// What is asked for holds already.
    #[error("nothing changes")]
    NothingChanges,
    /// What is to be sent along is not as it should be.
    #[error(transparent)]
    Media(MediaError),
    /// The message carries something else than what is to be changed.
    #[error("the message carries something else")]
    OtherMedia,
    /// The recipient's privacy does not let the caller send voice messages.
    #[error("the recipient takes no voice messages of the sender")]
    NoVoice,
    /// What goes after being seen is sent to one other person alone.
    #[error("what goes after being seen is for one other person")]
    Fleeting,
    /// The message may not be forwarded.
    #[error("the message may not be forwarded")]
    NotToBeForwarded,
    /// The message was sent so long ago that nobody learns any more when it was read.
    #[error("the message is {age} seconds old; when it was read is told up to {max}")]
    ReadLongAgo {
        /// Seconds.
        age: i32,
        /// Seconds.
        max: i32,
    },
    /// The recipient has not read the message.
    #[error("the message was not read yet")]
    NotReadYet,
    /// The recipient does not let the caller know when he reads.
    #[error("the recipient hides when he reads")]
    ReaderHides,
    /// The caller does not let the recipient know when he reads.
    #[error("the caller hides when he reads")]
    CallerHides,
    /// A channel does not let the caller.
    #[error(transparent)]
    Channel(Box<ChannelError>),
    /// Something about a file.
    #[error(transparent)]
    File(#[from] FileError),
    /// Nobody's wrong input.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<ReactionError> for ChatError {
    fn from(error: ReactionError) -> Self {
        match error {
            ReactionError::Fault(fault) => ChatError::Fault(fault),
            ReactionError::Unknown | ReactionError::TitleTooLong { .. } => ChatError::ReactionInvalid,
        }
    }
}

impl From<ChannelError> for ChatError {
    fn from(error: ChannelError) -> Self {
        match error {
            ChannelError::Chat(error) => error,
            ChannelError::Fault(fault) => ChatError::Fault(fault),
            error => ChatError::Channel(Box::new(error)),
        }
    }
}

impl From<BoxError> for ChatError {
    fn from(error: BoxError) -> Self {
        match error {
            BoxError::SentAlready => ChatError::SentAlready,
            error => ChatError::Fault(Fault::Box(error)),
        }
    }
}

impl Chats {
    #[expect(clippy::too_many_arguments, reason = "each is an area of its own")]
    pub(crate) fn new(
        store: Store,
        boxes: Boxes,
        world: World,
        live: Arc<dyn Live>,
        accounts: Arc<Accounts>,
        users: Arc<Users>,
        blocks: Arc<Blocks>,
        contacts: Arc<Contacts>,
        reactions: Arc<Reactions>,
        polls: Arc<Polls>,
        presence: Arc<Presence>,
        privacy: Arc<Privacy>,
        test_mode: bool,
        chat_lists: Arc<ChatLists>,
        channels: Arc<Channels>,
        files: Arc<Files>,
    ) -> Self {
        let defaults = CachedRows::new(store.clone(), DEFAULTS_REMEMBERED);
        Chats {
            store,
            boxes,
            world,
            live,
            accounts,
            users,
            blocks,
            contacts,
            reactions,
            polls,
            presence,
            privacy,
            defaults,
            test_mode,
            chat_lists,
            channels,
            files,
            imports: Locks::new(),
            find_entities: OnceLock::new(),
        }
    }

    /// Tells `to` what `from` is doing in their chat, if `to` is there and wants to hear from him.
    ///
    /// `action` is a `SendMessageAction` in TL of the newest layer.
    ///
    /// # Errors
    /// [`ChatError::NoSuchPeer`] and faults; not being heard is no error.
    pub async fn typing(&self, from: UserId, to: UserId, action: Vec<u8>) -> Result<(), ChatError> {
        if from == to || !self.live.is_online(to) {
            return Ok(());
        }
        if !self.blocks.has(to, from).await? && !self.blocks.has(from, to).await? {
            self.live.notice(to, Notice::Typing { from, action }, None);
        }
        Ok(())
    }

    /// Brings to mind what the recipient's box asks in its commit: whether he takes the message in, and whether
    /// it brings the chat out of his archive.
    async fn recall_recipient(&self, from: UserId, peer: Peer) -> Result<(), Fault> {
        if let Peer::User(to) = peer
            && to != from
        {
            self.blocks.has(to, from).await?;
            self.chat_lists.recall(to, from).await?;
        }
        Ok(())
    }

    /// The messages of one chat (of any kind) with these ids, as `owner` sees them, each in its place.
    ///
    /// # Errors
    /// Faults.
    pub async fn of_chat(
        &self,
        owner: UserId,
        peer: Peer,
        ids: &[MessageId],
    ) -> Result<Vec<Option<Message>>, ChatError> {
        if let Peer::Channel(channel) = peer {
            return Ok(self.channels.messages(owner, channel, ids).await?);
        }
        let mut found = self.boxes.messages(owner, ids).await?;
        for message in &mut found {
            if message.as_ref().is_some_and(|message| message.peer != peer) {
                *message = None;
            }
        }
        Ok(found)
    }
}
