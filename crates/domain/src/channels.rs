//! Channels and supergroups: what they are, who takes part in them, what people may do and see there, over the
//! channels' boxes.
//!
//! The participant's row in the channel is the truth about rights. Whoever changes rights holds the channel's gate
//! until that is durable; whoever posts passes it between the look at his rights and the decision of his post, so
//! nothing that he may not do any more comes after it.

mod admin_log;
mod admins;
mod clear;
mod communities;
mod create;
mod dialogs;
mod differences;
mod discussion;
mod edit;
mod figures;
mod invites;
mod lists;
mod members;
mod mentions;
mod messages;
mod migrate;
mod names;
mod outbox;
mod owner;
mod participants;
mod post;
mod public_forwards;
mod public_posts;
mod reactions;
mod read;
pub mod rights;
mod rows;
mod schedule;
mod send_as;
mod shared;
mod style;
mod threads;
mod topics;
mod view;
mod views;

use std::sync::{Arc, Mutex, PoisonError};

use boxes::{About, BoxError, Boxes, Defect};
use store::{
    Store,
    ids::UserId,
    key::{ByNumber, Key},
    records::channels::{Banned, ByMember, Channel, Membership, OfChannel, Participant, flag},
    records::files::FilePlace,
    records::invites::{ByLink, Invite},
    tables,
};
use tokio::sync::{OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock};
use world::World;

use crate::{
    AccessHashes, Accounts, Blocks, ChatError, Contacts, Fault, Files, Live, Notice, Privacy, Reactions,
    UsernameError, Usernames, Users,
    cache::Cache,
    invites::{LinkError, Links},
    lasting,
    polls::Polls,
};

pub use admin_log::{DeedKind, LogQuery};
pub use communities::{
    COMMUNITY_PEERS_MAX, CommunityRole, CommunityView, NewCommunity, PersonsChats, ShownPeer,
};
pub use create::NewChannel;
pub use dialogs::ChannelDialog;
pub use figures::{
    DAY_SECONDS, Day, Figures, GraphAsked, GraphTokenError, HOUR_SECONDS, KINDS, PostFigures, ReactionsByDay,
    Tally, TopPoster, ViewsByDay,
};
pub use members::{Brought, NotBrought};
pub use migrate::Migrated;
pub use participants::{Filter, Listed, ParticipantsPage};
pub use public_forwards::PublicForwards;
pub use public_posts::{PublicPlace, PublicPosts};
pub use read::{READ_MARK_MEMBERS_MAX, READ_MARK_SECONDS_MAX};
pub use rights::{Action, Role, Standing};
pub use style::Styled;
pub use threads::{Thread, ThreadRead};
pub use topics::{GENERAL, NewTopic, TopicChange, TopicView, TopicsPage};
pub use view::ChannelView;

use rows::Rows;

/// The use cases of channels and supergroups.
pub struct Channels {
    store: Store,
    boxes: Boxes,
    world: World,
    live: Arc<dyn Live>,
    access: Arc<AccessHashes>,
    accounts: Arc<Accounts>,
    users: Arc<Users>,
    contacts: Arc<Contacts>,
    privacy: Arc<Privacy>,
    blocks: Arc<Blocks>,
    usernames: Arc<Usernames>,
    rows: Rows<tables::Channels>,
    participants: Rows<tables::Participants>,
    memberships: Rows<tables::Memberships>,
    read_threads: Rows<tables::ThreadReads>,
    outbox: outbox::Outbox,
    communities: communities::Communities,
    topics: topics::Topics,
    /// The channels of those who were asked for lately.
    lists: Mutex<Lists>,
    /// By channel and offset: with whom a page of members begins.
    pages: Mutex<Cache<(i64, usize), UserId>>,
    names: names::Names,
    views: views::Views,
    links: Arc<Links>,
    files: Arc<Files>,
    polls: Arc<Polls>,
    reactions: Arc<Reactions>,
    /// One for many channels each.
    gates: Vec<Arc<RwLock<()>>>,
    /// Posts of one channel come to its discussion one after the other.
    discussing: Vec<tokio::sync::Mutex<()>>,
    /// And to the index of public posts.
    indexing: Vec<tokio::sync::Mutex<()>>,
    log: Arc<admin_log::AdminLog>,
    counting: figures::Counting,
}

struct Lists {
    cache: Cache<UserId, Arc<Vec<i64>>>,
    /// Rises with each change.
    changes: u64,
}

/// Why something in a channel was refused.
#[derive(Debug, thiserror::Error)]
pub enum ChannelError {
    /// There is no such channel, or it is gone.
    #[error("no such channel")]
    NoSuchChannel,
    /// It is private, and he is no member.
    #[error("a private channel")]
    Private,
    /// He was thrown out.
    #[error("thrown out of the channel")]
    Banned,
    /// He is no member.
    #[error("no member")]
    NotAMember,
    /// Only admins with the right may.
    #[error("an admin's right is missing")]
    AdminRequired,
    /// Members may not do this here.
    #[error("writing is not allowed")]
    WriteForbidden,
    /// Slow mode.
    #[error("slow mode: {seconds} seconds")]
    SlowMode {
        /// To wait.
        seconds: i32,
    },
    /// A title is empty or too long.
    #[error("a title of {chars} characters")]
    Title {
        /// How long it is.
        chars: usize,
    },
    /// A description is too long.
    #[error("a description of {chars} characters")]
    About {
        /// How long it is.
        chars: usize,
    },
    /// There are not enough members for that.
    #[error("not enough members")]
    TooFew,
    /// A forum cannot become that.
    #[error("it has topics")]
    HasTopics,
    /// What somebody is to be called is too long, or has emoji in it.
    #[error("nothing that somebody could be called")]
    Rank,
    /// An address is empty or too long.
    #[error("an address of {chars} characters")]
    Address {
        /// How long it is.
        chars: usize,
    },
    /// He is in too many channels.
    #[error("at most {max} channels")]
    TooMany {
        /// The bound.
        max: usize,
    },
    /// Nothing changes.
    #[error("nothing changes")]
    NotModified,
    /// This person takes no part.
    #[error("no participant")]
    NotAParticipant,
    /// This person cannot be changed by the caller.
    #[error("the person may not be changed by the caller")]
    PersonProtected,
    /// The caller made the channel.
    #[error("the creator cannot do this")]
    IsCreator,
    /// No such message.
    #[error("no such message")]
    NoSuchMessage,
    /// Only its author may change the message.
    #[error("not the author")]
    NotTheAuthor,
    /// The message is too old.
    #[error("too old to be changed")]
    TooOld,
    /// He is in already.
    #[error("a member already")]
    AlreadyIn,
    /// An admin was asked to let him in.
    #[error("an admin was asked")]
    RequestSent,
    /// What is wrong with a link.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The public name was refused.
    #[error(transparent)]
    Username(UsernameError),
    /// Discussions belong to broadcast channels.
    #[error("no broadcast channel")]
    NotBroadcast,
    /// And take place in supergroups without topics.
    #[error("no group for discussions")]
    NotAGroup,
    /// In which everybody sees what was written before.
    #[error("the history is hidden from new members")]
    PrehistoryHidden,
    /// Those who may bring chats into the community were asked.
    #[error("those were asked who may")]
    CommunityAsked,
    /// There are as many chats in the community as one has, or as many wait.
    #[error("no room in the community")]
    CommunityFull,
    /// That chat does not wait.
    #[error("no such request")]
    NoSuchRequest,
    /// They are linked like that.
    #[error("the link is like that")]
    LinkNotModified,
    /// Channel and group are linked, which does not go with it.
    #[error("a channel is discussed here")]
    Linked,
    /// The discussion is for members of its group.
    #[error("for members")]
    ForMembers,
    /// He may not write as that here.
    #[error("not to be written as")]
    SendAs,
    /// The message is not discussed.
    #[error("nothing is discussed there")]
    NoDiscussion,
    /// The group has no topics.
    #[error("no forum")]
    NotAForum,
    /// A group in which a channel is discussed has none.
    #[error("a discussion group has no topics")]
    ForumUnallowed,
    /// There is no such topic.
    #[error("no such topic")]
    NoSuchTopic,
    /// The topic is closed.
    #[error("the topic is closed")]
    TopicClosed,
    /// A topic needs a name of some length.
    #[error("a topic's name of {chars} characters")]
    TopicTitle {
        /// How long it is.
        chars: usize,
    },
    /// The topic is like that.
    #[error("the topic is like that")]
    TopicNotModified,
    /// So many topics are on top.
    #[error("at most {max} topics on top")]
    PinnedTopics {
        /// The bound.
        max: usize,
    },
    /// It may not be deleted by the caller.
    #[error("the message may not be deleted")]
    DeleteForbidden,
    /// As in any chat.
    #[error(transparent)]
    Chat(ChatError),
    /// Nobody's wrong input.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<BoxError> for ChannelError {
    fn from(error: BoxError) -> Self {
        match error {
            BoxError::NoSuchMessage { .. } => ChannelError::NoSuchMessage,
            BoxError::NotModified => ChannelError::Chat(ChatError::NotModified),
            error => ChannelError::Fault(Fault::Box(error)),
        }
    }
}

impl From<store::StoreError> for ChannelError {
    fn from(error: store::StoreError) -> Self {
        ChannelError::Fault(Fault::Store(error))
    }
}

impl From<UsernameError> for ChannelError {
    fn from(error: UsernameError) -> Self {
        match error {
            UsernameError::Fault(fault) => ChannelError::Fault(fault),
            error => ChannelError::Username(error),
        }
    }
}

impl From<ChatError> for ChannelError {
    fn from(error: ChatError) -> Self {
        ChannelError::Chat(error)
    }
}

/// Rows remembered at a time (twice as many at most).
const CHANNELS_REMEMBERED: usize = 1 << 13;
const PARTICIPANTS_REMEMBERED: usize = 1 << 17;
const LISTS_REMEMBERED: usize = 1 << 13;
const PAGES_REMEMBERED: usize = 1 << 13;
const GATES: usize = 256;

/// A post's way through a channel's gate.
type Passage = OwnedRwLockReadGuard<()>;

impl Channels {
    #[expect(clippy::too_many_arguments, reason = "each is an area of its own")]
    pub(crate) fn new(
        store: Store,
        boxes: Boxes,
        world: World,
        live: Arc<dyn Live>,
        access: Arc<AccessHashes>,
        accounts: Arc<Accounts>,
        users: Arc<Users>,
        contacts: Arc<Contacts>,
        privacy: Arc<Privacy>,
        blocks: Arc<Blocks>,
        usernames: Arc<Usernames>,
        links: Arc<Links>,
        files: Arc<Files>,
        polls: Arc<Polls>,
        reactions: Arc<Reactions>,
    ) -> Self {
        Channels {
            rows: Rows::new(store.clone(), CHANNELS_REMEMBERED),
            participants: Rows::new(store.clone(), PARTICIPANTS_REMEMBERED),
            memberships: Rows::new(store.clone(), PARTICIPANTS_REMEMBERED),
            lists: Mutex::new(Lists { cache: Cache::new(LISTS_REMEMBERED), changes: 0 }),
            pages: Mutex::new(Cache::new(PAGES_REMEMBERED)),
            names: names::Names::default(),
            views: views::Views::new(store.clone(), world.clone()),
            links,
            files,
            polls,
            reactions,
            gates: (0..GATES).map(|_| Arc::default()).collect(),
            discussing: (0..GATES).map(|_| tokio::sync::Mutex::default()).collect(),
            indexing: (0..GATES).map(|_| tokio::sync::Mutex::default()).collect(),
            read_threads: Rows::new(store.clone(), LISTS_REMEMBERED),
            outbox: outbox::Outbox::new(),
            communities: communities::Communities::new(&store),
            topics: topics::Topics::new(store.clone()),
            log: Arc::new(admin_log::AdminLog::new(Arc::clone(boxes.due_queue()), world.clone())),
            counting: figures::Counting::new(),
            store,
            boxes,
            world,
            live,
            access,
            accounts,
            users,
            contacts,
            privacy,
            blocks,
            usernames,
        }
    }

    /// The channel's record; none where it is not there. A deleted one is there, and says so.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn record(&self, channel: i64) -> Result<Option<Arc<Channel>>, Fault> {
        Ok(self.rows.get(&OfChannel(channel)).await?)
    }

    /// What somebody is in a channel; none if he never took part.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn participant(&self, channel: i64, user: UserId) -> Result<Option<Arc<Participant>>, Fault> {
        Ok(self.participants.get(&ByMember { channel, user }).await?)
    }

    /// What a member keeps of a channel.
    async fn membership(&self, channel: i64, user: UserId) -> Result<Membership, Fault> {
        let row = self.memberships.get(&ByNumber { user, number: channel }).await?;
        Ok(row.map(|row| (*row).clone()).unwrap_or_default())
    }

    /// The channel and what `user` is in it, if the channel is there and he may see what is in it.
    ///
    /// # Errors
    /// [`ChannelError::NoSuchChannel`], [`ChannelError::Private`], [`ChannelError::Banned`], and faults.
    pub async fn seen(&self, channel: i64, user: UserId) -> Result<Seen, ChannelError> {
        let record = self.record(channel).await?.ok_or(ChannelError::NoSuchChannel)?;
        if record.deleted_at.is_some() {
            return Err(ChannelError::NoSuchChannel);
        }
        let row = self.participant(channel, user).await?;
        let standing = self.standing(channel, &record, user, row.as_deref()).await?;
        match standing.role {
            Role::Banned if !self.boxes.breaks(Defect::BannedRead) => return Err(ChannelError::Banned),
            Role::Banned => {}
            _ if self.boxes.breaks(Defect::StrangersRead) => {}
            _ if standing.member || is_public(&record) => {}
            _ if self.reads_discussion(channel, &record, user).await? => {}
            _ => return Err(ChannelError::Private),
        }
        let min_id = row.as_ref().map_or(0, |row| row.available_min_id);
        Ok(Seen { id: channel, record, row, standing, min_id })
    }

    /// As [`Channels::seen`], if he may do this there as well.
    ///
    /// # Errors
    /// As there, and [`ChannelError::AdminRequired`].
    pub async fn allowed(&self, channel: i64, user: UserId, action: Action) -> Result<Seen, ChannelError> {
        let seen = self.seen(channel, user).await?;
        let member = seen.standing.member || action == Action::View;
        if member && seen.standing.may(&seen.record, action) {
            Ok(seen)
        } else {
            Err(ChannelError::AdminRequired)
        }
    }

    /// Whether `user` is a member now; also for the way of pushes, so from memory mostly.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn is_member(&self, channel: i64, user: UserId) -> Result<bool, Fault> {
        let key = ByMember { channel, user };
        let row = match self.participants.remembered(&key) {
            Some(row) => row,
            None => self.participants.get(&key).await?,
        };
        let Some(row) = row else { return Ok(false) };
        // A ban takes the membership away in the same write.
        Ok(row.member || self.boxes.breaks(Defect::PushedAfterLeaving))
    }

    /// The channels of which `user` is a member.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn of_user(&self, user: UserId) -> Result<Arc<Vec<i64>>, Fault> {
        let seen = {
            let mut lists = self.lists();
            if let Some(list) = lists.cache.get(&user) {
                return Ok(list);
            }
            lists.changes
        };
        let rows = store::Rows::<tables::Memberships>::of(store::ids::Owner::User(user));
        let found = self.store.scan(rows, usize::MAX, store::Direction::Forward).await?;
        let list = found.into_iter().filter(|(_, row)| row.member).map(|(key, _)| key.number);
        let list = Arc::new(list.collect::<Vec<_>>());
        let mut lists = self.lists();
        if lists.changes == seen {
            lists.cache.put(user, Arc::clone(&list));
        }
        Ok(list)
    }

    /// Changes a participant's row and his own row with the channel's record, in one commit. For whoever holds the
    /// gate. The channel's shard comes first: it is the truth.
    async fn write(&self, change: Change<'_>) -> Result<(), Fault> {
        let (drafted, batch) = self.draft(change).await?;
        let outcome = self.store.commit(batch).await;
        self.written(drafted, outcome.is_ok());
        Ok(outcome?)
    }

    /// What [`Channels::write`] writes, for whoever writes more with it. He says what became of it, by
    /// [`Channels::written`].
    async fn draft<'a>(&self, change: Change<'a>) -> Result<(Drafted<'a>, store::Batch), Fault> {
        let Change { channel, record, participants, memberships, link, by } = change;
        let hold = self.store.hold(store::ids::Owner::Channel(channel)).await?;
        let mut batch = self.store.batch();
        let first = batch.under(&hold);
        let (mut moved, mut published) = (Vec::new(), None);
        if let Some(record) = record {
            batch.put::<tables::Channels>(&OfChannel(channel), record);
            let shown = |record: &Channel| record.photo.iter().map(|photo| photo.file).collect::<Vec<_>>();
            let before = self.record(channel).await?;
            published =
                before.as_ref().and_then(|before| self.publication(&mut batch, channel, before, record));
            if let (Some(by), Some(before)) = (by, &before) {
                self.log_record(&mut batch, by, channel, (before, record));
            }
            let before = before.map(|before| shown(&before)).unwrap_or_default();
            let owner = store::ids::Owner::Channel(channel);
            moved = self.files.moved(&mut batch, owner, FilePlace::Profile, &before, &shown(record));
        }
        if let Some((hash, invite)) = link {
            let key = ByLink { chat: store::ids::Owner::Channel(channel), hash: hash.to_owned() };
            batch.put::<tables::Invites>(&key, invite);
        }
        for (user, row) in participants {
            batch.put::<tables::Participants>(&ByMember { channel, user: *user }, row);
            let before = self.participant(channel, *user).await?.unwrap_or_default();
            match (before.banned.is_some(), row.banned.is_some()) {
                (false, true) => {
                    batch.put::<tables::ChannelBans>(&ByMember { channel, user: *user }, &Banned {});
                }
                (true, false) => batch.delete::<tables::ChannelBans>(&ByMember { channel, user: *user }),
                _ => {}
            }
            if let Some(by) = by {
                self.log_person(&mut batch, by, channel, (*user, &before, row), link);
            }
        }
        for (user, row) in memberships {
            let hold = self.store.hold(store::ids::Owner::User(*user)).await?;
            let group = batch.under(&hold);
            batch.depends(group, first);
            batch.put::<tables::Memberships>(&ByNumber { user: *user, number: channel }, row);
            lasting::keep(&self.boxes, &mut batch, *user, &[About::Channel(channel)]).await?;
        }
        Ok((Drafted { change, moved, published }, batch))
    }

    /// Remembers what is durable now; what may not be is to be read again.
    fn written(&self, drafted: Drafted<'_>, durable: bool) {
        let Drafted { change, moved, published } = drafted;
        let Change { channel, record, participants, memberships, .. } = change;
        self.files.note(&moved);
        // Also after a failure: nobody may know whether it is there.
        if let Some(row) = published {
            self.boxes.due_queue().note(row.shard(), row.at);
        }
        for (user, row) in participants {
            let key = ByMember { channel, user: *user };
            match durable {
                true => self.participants.written(&key, row.clone()),
                false => self.participants.forget(&key),
            }
        }
        for (user, row) in memberships {
            let key = ByNumber { user: *user, number: channel };
            match durable {
                true => self.memberships.written(&key, row.clone()),
                false => self.memberships.forget(&key),
            }
            let mut lists = self.lists();
            lists.changes += 1;
            lists.cache.forget(user);
        }
        if let Some(record) = record {
            match durable {
                true => self.rows.written(&OfChannel(channel), record.clone()),
                false => self.rows.forget(&OfChannel(channel)),
            }
        }
        let community = record.and_then(|record| record.community);
        for (user, row) in memberships.iter().filter(|_| durable) {
            self.live.membership(*user, channel, row.member);
            // He may be in its community from now on, or no longer.
            if let Some(link) = community {
                self.live.notice(*user, Notice::Channel { channel: link.id }, None);
            }
        }
    }

    /// The gate, for who changes rights.
    pub(crate) async fn gate(&self, channel: i64) -> OwnedRwLockWriteGuard<()> {
        Arc::clone(self.gate_of(channel)).write_owned().await
    }

    /// The gate, for who posts.
    async fn pass(&self, channel: i64) -> Passage {
        Arc::clone(self.gate_of(channel)).read_owned().await
    }

    fn gate_of(&self, channel: i64) -> &Arc<RwLock<()>> {
        // There are as many as the remainder has values.
        &self.gates[usize::from(store::ids::Owner::Channel(channel).shard().0) % GATES]
    }

    fn lists(&self) -> std::sync::MutexGuard<'_, Lists> {
        self.lists.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Seconds since 1970.
    fn now(&self) -> i32 {
        self.world.clock.now().seconds()
    }
}

/// A channel as somebody who may see it finds it.
pub struct Seen {
    /// Which.
    pub id: i64,
    /// The channel.
    pub record: Arc<Channel>,
    /// His row.
    pub row: Option<Arc<Participant>>,
    /// What he is.
    pub standing: Standing,
    /// Messages below are hidden from him.
    pub min_id: boxes::MessageId,
}

impl Seen {
    /// Whether admins alone write there.
    pub fn is_broadcast(&self) -> bool {
        is_broadcast(&self.record)
    }
}

/// What is written together.
#[derive(Clone, Copy, Default)]
struct Change<'a> {
    channel: i64,
    record: Option<&'a Channel>,
    participants: &'a [(UserId, Participant)],
    memberships: &'a [(UserId, Membership)],
    link: Option<(&'a str, &'a Invite)>,
    /// Whose deed it is, if admins may look it up.
    by: Option<UserId>,
}

/// A change of which all is said, but not yet written.
struct Drafted<'a> {
    change: Change<'a>,
    moved: Vec<boxes::DueAt>,
    /// What follows when the channel becomes public, or no longer is.
    published: Option<boxes::DueAt>,
}

/// Whether anybody may look.
fn is_public(record: &Channel) -> bool {
    record.username.is_some()
}

/// Whether admins alone write.
fn is_broadcast(record: &Channel) -> bool {
    record.flags & flag::BROADCAST != 0
}
