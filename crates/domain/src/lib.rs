//! Use cases: accounts, contacts, private chats, settings.
//!
//! What people may do and what follows from it, over `store`'s records and `boxes`. It knows neither a wire
//! layer nor a socket: what has to reach living sessions goes out through [`Live`], as [`Notice`]s and box
//! entries, and is rendered and sent by those above.

mod access;
mod accounts;
mod audience;
pub mod birthdays;
mod blocks;
mod cache;
mod cached;
mod channels;
mod chat_lists;
mod chats;
mod collections;
mod contacts;
pub mod emoji;
mod error;
pub mod files;
mod groups;
pub mod hashtags;
mod invites;
mod kept;
mod lasting;
mod live;
mod locks;
pub mod looks;
pub mod pages;
mod peer_bars;
mod people;
pub mod polls;
pub mod preferences;
mod presence;
mod privacy;
mod profile_photos;
pub mod reactions;
mod removal;
mod reports;
mod service;
pub mod settings;
mod shared_folders;
pub mod stickers;
mod styles;
mod usernames;
mod users;
mod whatsapp;

use std::sync::Arc;

use boxes::Boxes;
use store::Store;
use world::{World, heavy::Heavy};

pub use access::{AccessHashes, PeerKind};
pub use accounts::{
    AccountError, Accounts, Alarm, Authorization, CODE_DIGITS, Carrier, Device, Entered,
    ExportedAuthorization, InviteLink, Invited, Letter, LoginToken, NewPasskey, NewPassword, NotCarried,
    OnCode, PASSKEY_ALGORITHMS, PASSKEY_ASKED_SECONDS, PASSKEYS_MAX, Passkey, PasskeyAssertion,
    PasskeyChallenge, PasskeyOffer, PasswordChange, PasswordError, PasswordProof, PasswordQuestion,
    PasswordReset, PasswordState, PhoneNumber, Policy, Registration, SendLimit, SendLimits, SentCode,
    SentMail, SentWay, Site, TmpPassword,
};
pub use blocks::{Blocked, Blocks};
pub use channels::{
    Action as ChannelAction, Brought as BroughtToChannel, COMMUNITY_PEERS_MAX, ChannelDialog, ChannelError,
    ChannelView, Channels, CommunityRole, CommunityView, DAY_SECONDS, Day, DeedKind, Figures,
    Filter as ParticipantsFilter, GENERAL as GENERAL_TOPIC, GraphAsked, GraphTokenError, HOUR_SECONDS,
    KINDS as MESSAGE_KINDS, Listed, LogQuery, Migrated, NewChannel, NewCommunity, NewTopic, NotBrought,
    ParticipantsPage, PersonsChats, PostFigures, PublicForwards, PublicPlace, PublicPosts,
    READ_MARK_MEMBERS_MAX, READ_MARK_SECONDS_MAX, ReactionsByDay, Role, Seen, ShownPeer, Standing,
    Styled as StyledChannel, Tally, Thread, ThreadRead, TopPoster, TopicChange, TopicView, TopicsPage,
    ViewsByDay, rights as channel_rights,
};
pub use chat_lists::{
    ChatListError, ChatLists, DialogFilter, FILTER_CHATS_MAX, FILTERS_MAX, PINNED_ARCHIVED_MAX,
    PINNED_DIALOGS_MAX, PINNED_SAVED_MAX, SavedDraft, TopPeer, UNREAD_MARKS_MAX, filter_flag,
};
pub use chats::{
    ChatError, Chats, Draft, EDIT_SECONDS_MAX, Edit, FindEntities, Forwarding, Given, IMPORT_BYTES_MAX,
    IMPORT_FILES_MAX, ImportError, LivePlace, MediaError, NewFile, NewMedia, NewTodo, READ_DATE_SECONDS_MAX,
    SCHEDULED_SECONDS_MAX, TODO_ITEM_CHARS_MAX, TODO_TITLE_CHARS_MAX, Tag, When, imported_chat,
};
pub use collections::Collections;
pub use contacts::{ContactError, Contacts, Imported, NewContact, PhoneContact};
pub use error::Fault;
pub use files::{FileError, FileParts, FileView, Files, Origin};
pub use groups::{Brought, Created, GroupError, GroupPeer, GroupSeen, Groups};
pub use invites::{
    Ahead, Answered, Followed, Importer, InviteError, Invites, Leads, Link, LinkChange, LinkError, NewLink,
};
pub use live::{Live, Notice};
pub use looks::{LookError, LookName, Looks, ThemeView, WallPaperView};
pub use pages::{Asked, PageView, PageWorker, Pages, SeenPage};
pub use peer_bars::{PeerBar, PeerBars};
pub use polls::{PollError, PollView, Polls};
pub use preferences::Preferences;
pub use presence::{HidesReading, ONLINE_SECONDS, Presence, Status};
pub use privacy::Privacy;
pub use profile_photos::{ContactPhotoError, PROFILE_PHOTOS_MAX, ProfilePhotos};
pub use reactions::{ReactionError, Reactions};
pub use reports::{NewReport, ReportError, Reports};
pub use service::{Language, SERVICE_USER};
pub use settings::{NotifyTarget, PrivacyKey, Settings, SettingsError};
pub use shared_folders::{
    FOLDER_LINKS_MAX, FolderLink, JoinedChats, Offered, SharedFolderError, SharedFolders,
};
pub use stickers::{SetName, SetView, StickerError, Stickers};
pub use styles::{EmojiStatus, PersonColor};
pub use usernames::{UsernameError, Usernames};
pub use users::{ABOUT_CHARS_MAX, NAME_CHARS_MAX, ProfileChange, ProfileError, UserView, Users};
pub use whatsapp::ImportedChat;

use audience::Audience;
use lasting::Keeping;
use people::People;

/// All use cases, by area. One stands for a whole server; it is shared by reference.
pub struct Domain {
    /// Proofs that a viewer was once shown a peer.
    pub access: Arc<AccessHashes>,
    /// Codes, sign-up and sign-in, the keys that are signed in.
    pub accounts: Arc<Accounts>,
    /// Whom a person has blocked.
    pub blocks: Arc<Blocks>,
    /// Channels and supergroups.
    pub channels: Arc<Channels>,
    /// Drafts, pinned chats, unread marks, the archive, folders.
    pub chat_lists: Arc<ChatLists>,
    /// Private chats over the boxes.
    pub chats: Chats,
    /// Wallpapers, themes and music that people keep.
    pub collections: Arc<Collections>,
    /// Basic groups over the boxes.
    pub groups: Arc<Groups>,
    /// Links into groups and channels.
    pub invites: Invites,
    /// Whom a person has in the address book.
    pub contacts: Arc<Contacts>,
    /// Photos, documents and their bytes.
    pub files: Arc<Files>,
    /// Wallpapers and themes.
    pub looks: Arc<Looks>,
    /// Pages of the web to which people link.
    pub pages: Arc<Pages>,
    /// What the bars above chats offer.
    pub peer_bars: PeerBars,
    /// What people ask each other.
    pub polls: Arc<Polls>,
    /// What people have set for their devices.
    pub preferences: Preferences,
    /// Who is online and when somebody was last.
    pub presence: Arc<Presence>,
    /// Who lets whom see or do what.
    pub privacy: Arc<Privacy>,
    /// Photos of people's pages.
    pub profile_photos: Arc<ProfilePhotos>,
    /// Which reactions there are, and what people have set about them.
    pub reactions: Arc<Reactions>,
    /// What people report to those who look after the server.
    pub reports: Reports,
    /// Notifications, privacy and what else a person has set.
    pub settings: Arc<Settings>,
    /// Folders that are shared by links.
    pub shared_folders: SharedFolders,
    /// Stickers and custom emoji.
    pub stickers: Arc<Stickers>,
    /// Names that are unique.
    pub usernames: Arc<Usernames>,
    /// Records of people, and how a viewer sees them.
    pub users: Arc<Users>,
    boxes: Boxes,
}

/// What a [`Domain`] stands on.
pub struct Parts {
    /// Records.
    pub store: Store,
    /// The boxes of all owners, which ask `blocks` what a recipient takes in.
    pub boxes: Boxes,
    /// Made before the boxes, because they ask it.
    pub blocks: Arc<Blocks>,
    /// Time, chance, tasks.
    pub world: World,
    /// Who is connected.
    pub live: Arc<dyn Live>,
    /// What the operator allows.
    pub policy: Policy,
    /// Told each fresh code, to show it to the operator; must not log it.
    pub on_code: Option<OnCode>,
    /// Where the bytes of files are, and who makes pictures.
    pub files: FileParts,
    /// Who does the powers of passwords.
    pub heavy: Arc<dyn Heavy>,
}

impl Domain {
    /// Puts the areas together. Reads nothing yet.
    pub fn open(parts: Parts) -> Arc<Domain> {
        let Parts { store, boxes, blocks, world, live, policy, on_code, files, heavy } = parts;
        let live = Keeping::around(live, boxes.clone(), store.clone(), world.clone());
        let people = Arc::new(People::new(store.clone(), boxes.clone(), blocks.people().clone()));
        let audience = Arc::new(Audience::new(store.clone(), boxes.clone(), live.clone()));
        let access = Arc::new(AccessHashes::new(store.clone()));
        let settings =
            Arc::new(Settings::new(store.clone(), boxes.clone(), live.clone(), blocks.people().clone()));
        let contacts = Arc::new(Contacts::new(
            store.clone(),
            boxes.clone(),
            world.clone(),
            live.clone(),
            people.clone(),
            settings.clone(),
            blocks.clone(),
        ));
        let privacy = Arc::new(Privacy::new(settings.clone(), contacts.clone(), blocks.clone()));
        let presence = Presence::new(
            store.clone(),
            world.clone(),
            live.clone(),
            audience.clone(),
            contacts.clone(),
            settings.clone(),
            boxes.due_queue().clone(),
            blocks.clone(),
        );
        let presence = Arc::new(presence);
        let users = Arc::new(Users::new(
            store.clone(),
            people.clone(),
            live.clone(),
            access.clone(),
            audience,
            contacts.clone(),
            presence.clone(),
            settings.clone(),
            blocks.clone(),
        ));
        let chat_lists = Arc::new(ChatLists::new(
            store.clone(),
            boxes.clone(),
            world.clone(),
            live.clone(),
            contacts.clone(),
            settings.clone(),
        ));
        blocks.ask_archives(&chat_lists);
        let usernames = Usernames::new(store.clone(), world.clone(), people.clone(), users.clone());
        let usernames = Arc::new(usernames);
        let polls =
            Arc::new(Polls::new(store.clone(), world.clone(), live.clone(), boxes.due_queue().clone()));
        let worker = files.pages.clone();
        let files = Arc::new(Files::new(store.clone(), world.clone(), boxes.due_queue().clone(), files));
        let pages = Arc::new(Pages::new(
            (store.clone(), boxes.clone(), world.clone()),
            live.clone(),
            files.clone(),
            blocks.clone(),
            worker,
        ));
        let collections = Collections::new(store.clone(), files.clone(), privacy.clone());
        let collections = Arc::new(collections);
        let looks = Arc::new(Looks::new(
            store.clone(),
            world.clone(),
            boxes.clone(),
            live.clone(),
            files.clone(),
            collections.clone(),
        ));
        let preferences = Preferences::new(store.clone(), boxes.clone(), live.clone());
        let reactions = Reactions::new(store.clone(), boxes.clone(), live.clone(), files.clone());
        let reactions = Arc::new(reactions);
        let profile_photos = ProfilePhotos::new(
            store.clone(),
            files.clone(),
            users.clone(),
            privacy.clone(),
            contacts.clone(),
        );
        let profile_photos = Arc::new(profile_photos);
        let stickers =
            Stickers::new(store.clone(), world.clone(), boxes.clone(), live.clone(), files.clone());
        let stickers = Arc::new(stickers);
        let accounts = Accounts::new(
            store.clone(),
            boxes.clone(),
            world.clone(),
            live.clone(),
            people,
            policy,
            on_code,
            heavy,
        );
        let links = Arc::new(invites::Links::new(store.clone(), world.clone()));
        let groups = Arc::new(Groups::new(groups::Under {
            boxes: boxes.clone(),
            world: world.clone(),
            live: live.clone(),
            accounts: accounts.clone(),
            privacy: privacy.clone(),
            polls: polls.clone(),
            users: users.clone(),
            files: files.clone(),
            links: links.clone(),
        }));
        let channels = Arc::new(Channels::new(
            store.clone(),
            boxes.clone(),
            world.clone(),
            live.clone(),
            access.clone(),
            accounts.clone(),
            users.clone(),
            contacts.clone(),
            privacy.clone(),
            blocks.clone(),
            usernames.clone(),
            links.clone(),
            files.clone(),
            polls.clone(),
            reactions.clone(),
        ));
        let invites = Invites::new(links, channels.clone(), groups.clone(), contacts.clone());
        let shared_folders =
            SharedFolders::new(store.clone(), world.clone(), chat_lists.clone(), channels.clone());
        let peer_bars = PeerBars::new(store.clone(), boxes.clone(), world.clone(), live.clone());
        let reports = Reports::new(store.clone(), world.clone(), accounts.clone());
        let chats = Chats::new(
            store,
            boxes.clone(),
            world,
            live,
            accounts.clone(),
            users.clone(),
            blocks.clone(),
            contacts.clone(),
            reactions.clone(),
            polls.clone(),
            presence.clone(),
            privacy.clone(),
            policy.test_mode,
            chat_lists.clone(),
            channels.clone(),
            files.clone(),
        );
        Arc::new(Domain {
            access,
            accounts,
            blocks,
            channels,
            chat_lists,
            chats,
            collections,
            groups,
            invites,
            contacts,
            files,
            looks,
            pages,
            peer_bars,
            polls,
            preferences,
            presence,
            privacy,
            profile_photos,
            reactions,
            reports,
            settings,
            shared_folders,
            stickers,
            usernames,
            users,
            boxes,
        })
    }
}
