//! What goes into the boxes and comes out of them: messages as their authors send them and as a box's owner
//! sees them, and entries. Plain data, without Debug where people's words are in it.

use std::sync::Arc;

pub use store::{
    Shard,
    ids::{MessageId, Peer, Pts, SessionRef, UserId},
    records::{
        due::{ChatRules, DueAt, DueWhat, WHEN_ONLINE},
        lasting::About,
        log::{Action, Content, Forward, Media, MessageKind, Origin, PageRef, Quote, ReplyElsewhere},
        reactions::Reaction,
    },
};

use crate::turns::PlaceRef;

/// Who does something, and on which device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct By {
    /// The person.
    pub user: UserId,
    /// The session that gets no push of what it did itself.
    pub session: Option<SessionRef>,
    /// The place in the session's line in which it is decided; none waits for nobody.
    pub place: Option<PlaceRef>,
}

impl By {
    /// Nobody's session is left out.
    pub fn user(user: UserId) -> Self {
        By { user, session: None, place: None }
    }

    /// That session is left out.
    pub fn session(user: UserId, session: SessionRef) -> Self {
        By { user, session: Some(session), place: None }
    }
}

/// A message to be sent. All of one call have the same `by` and `peer`.
#[derive(Clone)]
pub struct NewMessage {
    /// The author.
    pub by: By,
    /// The dialog.
    pub peer: Peer,
    /// What the client drew; 0 knows no repeats.
    pub random_id: i64,
    /// Seconds since 1970. The box never dates an entry before the last one.
    pub date: i32,
    /// What is said.
    pub content: Arc<Content>,
    /// Which message of the same dialog it answers.
    pub reply_to: Option<ReplyTo>,
    /// Where it was forwarded from.
    pub forward: Option<Forward>,
    /// Without a sound.
    pub silent: bool,
    /// Not to be forwarded or saved.
    pub no_forwards: bool,
    /// Media below the text.
    pub invert_media: bool,
    /// Messages of one album share it.
    pub grouped_id: Option<i64>,
    /// The bot through which it is sent.
    pub via_bot: Option<UserId>,
    /// The effect shown with it.
    pub effect: Option<i64>,
    /// The scheduled message that this sends, which then is gone.
    pub fires: Option<MessageId>,
    /// In a channel, while it is scheduled: the thread in which it is to stand.
    pub thread: Option<MessageId>,
    /// In a group: whom it mentions, beside the author of what it answers.
    pub mentions: Vec<UserId>,
    /// In a group: a member who is forbidden one of these may not send it; see [`crate::banned`].
    pub needs: u32,
}

impl NewMessage {
    /// A plain message.
    pub fn new(by: By, peer: Peer, random_id: i64, date: i32, content: Content) -> Self {
        NewMessage {
            by,
            peer,
            random_id,
            date,
            content: Arc::new(content),
            reply_to: None,
            forward: None,
            silent: false,
            no_forwards: false,
            invert_media: false,
            grouped_id: None,
            via_bot: None,
            effect: None,
            fires: None,
            thread: None,
            mentions: Vec::new(),
            needs: crate::banned::SEND_MESSAGES,
        }
    }
}

/// Which message another one answers.
#[derive(Clone, PartialEq)]
pub struct ReplyTo {
    /// In the same box; 0 for a message of another chat.
    pub id: MessageId,
    /// The part that is answered.
    pub quote: Option<Quote>,
    /// The message of another chat.
    pub elsewhere: Option<Box<ReplyElsewhere>>,
}

impl ReplyTo {
    /// A message of the same chat.
    pub fn here(id: MessageId, quote: Option<Quote>) -> Self {
        ReplyTo { id, quote, elsewhere: None }
    }

    /// A message of another chat.
    pub fn elsewhere(message: ReplyElsewhere) -> Self {
        ReplyTo { id: 0, quote: None, elsewhere: Some(Box::new(message)) }
    }
}

/// What became of one sent message.
#[derive(Clone)]
pub struct Sent {
    /// Its id in the author's box.
    pub id: MessageId,
    /// The entry; its pts and date are the answer's.
    pub entry: Arc<Entry>,
    /// The same `random_id` was sent before; this is the first one's result.
    pub duplicate: bool,
}

/// A message as its box's owner sees it.
#[derive(Clone, PartialEq)]
pub struct Message {
    /// Whose box it stands in.
    pub owner: UserId,
    /// In this box.
    pub id: MessageId,
    /// The dialog.
    pub peer: Peer,
    /// Who wrote it.
    pub from: UserId,
    /// Whether the owner did.
    pub out: bool,
    /// Seconds since 1970.
    pub date: i32,
    /// Seconds since 1970 of the last edit.
    pub edit_date: Option<i32>,
    /// What it says.
    pub content: Arc<Content>,
    /// Which message it answers, by this box's ids.
    pub reply_to: Option<ReplyTo>,
    /// Where it was forwarded from.
    pub forward: Option<Forward>,
    /// Without a sound.
    pub silent: bool,
    /// Not to be forwarded or saved.
    pub no_forwards: bool,
    /// Media below the text.
    pub invert_media: bool,
    /// The owner is mentioned.
    pub mentioned: bool,
    /// The owner has not yet opened the voice or round video message.
    pub media_unread: bool,
    /// Pinned in its dialog.
    pub pinned: bool,
    /// Messages of one album share it.
    pub grouped_id: Option<i64>,
    /// The bot through which it was sent.
    pub via_bot: Option<UserId>,
    /// Seconds after which it goes.
    pub ttl_period: Option<i32>,
    /// The effect shown with it.
    pub effect: Option<i64>,
    /// The author's own: what the client drew.
    pub random_id: Option<i64>,
    /// The edit is not shown as one: the message was reacted to, its words are the first ones.
    pub edit_hidden: bool,
    /// What people reacted with, in the order in which they did.
    pub reactions: Vec<Reaction>,
    /// It is or was scheduled.
    pub from_scheduled: bool,
    /// While it is scheduled: seconds after which it is sent again.
    pub repeat_period: Option<i32>,
    /// What only messages of channels have.
    pub posted: Option<Box<InChannel>>,
}

/// What a message of a channel has besides.
#[derive(Clone, PartialEq, Default)]
pub struct InChannel {
    /// A post of the channel itself.
    pub post: bool,
    /// The signature links to the author.
    pub signature_profile: bool,
    /// As whom it is shown, if not as its author.
    pub send_as: Option<Peer>,
    /// The signature.
    pub post_author: Option<String>,
    /// The message at which its thread begins.
    pub thread: Option<MessageId>,
    /// It stands in a topic of a forum, or begins one.
    pub topic: bool,
    /// What was said in answer to it.
    pub replies: Option<Replies>,
    /// How many people have seen it, and how often it was forwarded.
    pub counted: Option<(i32, i32)>,
    /// What it was given.
    pub reacted: Option<Totals>,
}

/// What was said in answer to a message of a channel, as one viewer sees it.
#[derive(Clone, PartialEq, Default)]
pub struct Replies {
    /// The discussion group in which a post is commented; none for answers in the same supergroup.
    pub in_group: Option<i64>,
    /// How many.
    pub count: i32,
    /// Where the group stands.
    pub pts: Pts,
    /// Who wrote last, the newest first.
    pub recent: Vec<Peer>,
    /// The newest; 0 for none.
    pub max_id: MessageId,
    /// The viewer has read up to here, if he ever did.
    pub read_max_id: Option<MessageId>,
}

/// What a message of a channel was given, as one viewer sees it.
#[derive(Clone, PartialEq, Default)]
pub struct Totals {
    /// Which and how often.
    pub counts: Vec<(String, u32)>,
    /// Who gave one last, the newest first; empty where that is not shown.
    pub recent: Vec<Reaction>,
    /// What the viewer gave, in order.
    pub chosen: Vec<String>,
    /// Whether the viewer may see who gave what.
    pub listed: bool,
}

impl Message {
    /// Who is shown as the one who wrote it; none for a post that only its channel has signed.
    pub fn shown_from(&self) -> Option<Peer> {
        match &self.posted {
            None => Some(Peer::User(self.from)),
            Some(posted) if posted.send_as.is_some() => posted.send_as,
            Some(posted) if posted.post && !posted.signature_profile => None,
            Some(_) => Some(Peer::User(self.from)),
        }
    }

    /// Whether the owner's own message has reactions that he has not seen.
    pub fn has_unread_reactions(&self) -> bool {
        self.reactions.iter().any(|reaction| reaction.unread)
    }
}

/// Something that happened in a box.
#[derive(Clone, PartialEq)]
pub struct Entry {
    /// The pts at which it ends.
    pub pts: Pts,
    /// How many pts it takes; 0 in a difference for what a later entry will tell again.
    pub pts_count: Pts,
    /// Seconds since 1970.
    pub date: i32,
    /// What.
    pub event: Event,
}

/// What an entry tells.
#[derive(Clone, PartialEq)]
pub enum Event {
    /// A message came to be.
    New(Message),
    /// A message's content changed.
    Edited(Message),
    /// Somebody reacted to a message, or took that back.
    Reacted(Message),
    /// The owner has seen others' reactions to these messages of his.
    ReactionsRead(Vec<MessageId>),
    /// The owner has seen that these messages mention him.
    MentionsRead(Vec<MessageId>),
    /// Messages of this box went.
    Deleted(Vec<MessageId>),
    /// The owner read a dialog.
    ReadInbox {
        /// Which.
        peer: Peer,
        /// Up to here.
        max_id: MessageId,
        /// Incoming messages above.
        still_unread: i32,
    },
    /// The other side read the owner's messages.
    ReadOutbox {
        /// In which dialog.
        peer: Peer,
        /// Up to here.
        max_id: MessageId,
    },
    /// Messages of this box were pinned, or no longer are.
    Pinned {
        /// In which dialog.
        peer: Peer,
        /// Which.
        ids: Vec<MessageId>,
        /// Pinned, or no longer.
        pinned: bool,
    },
    /// Dialogs were moved to the archive (1) or out of it (0).
    Folders(Vec<(Peer, i32)>),
    /// The store began a new life; pts were left out.
    Step,
}
