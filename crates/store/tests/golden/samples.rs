//! Records with every field set, and with none.

use std::sync::Arc;

use store::{
    Table,
    ids::{Owner, Peer, UserId},
    records::{
        account::{self, *},
        admin_log as logged,
        auth_key::AuthKey,
        box_index::{self, *},
        channels, chat_list, communities, due, figures, groups, imports, invites,
        log::*,
        looks,
        owner_head::OwnerHead,
        owner_key::WrappedKey,
        passkeys, password,
        place::Place,
        polls,
        polls::Styled,
        preferences, reaction_settings,
        reactions::{Reacted, Reaction, ReactionsRead},
        reports::{HiddenBar, Report, Reported},
        search::{SearchRow, SearchSegment},
        server_meta::ServerMeta,
        threads as threads_of,
        todo::{Todo, TodoDone, TodoItem},
    },
    tables::{self, *},
};

/// A record and its table.
pub(crate) struct Sample {
    pub(crate) table: &'static str,
    pub(crate) name: &'static str,
    pub(crate) bytes: Vec<u8>,
    /// Reads bytes of this table and writes what was read.
    pub(crate) again: fn(&[u8]) -> Result<Vec<u8>, String>,
}

pub(crate) fn of<T: Table>(name: &'static str, record: T::Record) -> Sample {
    fn again<T: Table>(bytes: &[u8]) -> Result<Vec<u8>, String> {
        let record: T::Record = minicbor::decode(bytes).map_err(|error| error.to_string())?;
        minicbor::to_vec(record).map_err(|error| error.to_string())
    }
    Sample { table: T::NAME, name, bytes: minicbor::to_vec(record).unwrap(), again: again::<T> }
}

/// All of them.
pub(crate) fn samples() -> Vec<Sample> {
    let mut samples = server();
    samples.extend(logs());
    samples.extend(boxes());
    samples.extend(search());
    samples.extend(accounts());
    samples.extend(reactions());
    samples.extend(dues());
    samples.extend(imported());
    samples.extend(settings_of_devices());
    samples.extend(chat_lists());
    samples.extend(media());
    samples.extend(basic_groups());
    samples.extend(passwords());
    samples.extend(channels());
    samples.extend(communities_of_chats());
    samples.extend(threads());
    samples.extend(admin_log());
    samples.extend(crate::files::files());
    samples.extend(crate::files::stickers());
    samples.extend(crate::files::web_pages());
    samples
}

fn communities_of_chats() -> Vec<Sample> {
    let date = 1_700_000_000;
    let admin = communities::CommunityAdmin {
        user: UserId(7),
        rights: 1 << 19,
        promoted_by: UserId(5),
        date,
        rank: Some("jaga".into()),
    };
    let community = communities::Community {
        date,
        creator: UserId(5),
        title: "Kampung".into(),
        about: "Semua".into(),
        photo: Some(UserPhoto { file: 7, stripped: vec![1, 2] }),
        default_banned: 1 << 28,
        admins: vec![admin],
        peers: vec![communities::CommunityPeer { channel: 1 << 33, hidden: true, by: UserId(5), date }],
        requests: vec![communities::CommunityPeer { channel: 2 << 33, hidden: false, by: UserId(8), date }],
        kicked: 2,
        deleted_at: Some(date),
    };
    vec![
        of::<Communities>("full", community),
        of::<Communities>("empty", communities::Community::default()),
        of::<CommunityBans>("full", communities::CommunityBan { by: UserId(5), date }),
        of::<CommunitySeats>("full", communities::CommunitySeat { admin: true, collapsed: Some(true) }),
        of::<CommunitySeats>("empty", communities::CommunitySeat::default()),
    ]
}

fn passwords() -> Vec<Sample> {
    let secret = || password::PasswordSecret {
        verifier: vec![1, 2],
        salt1: vec![3],
        salt2: vec![4],
        hint: "kucing".into(),
        set_at: 1_700_000_000,
    };
    let mail = || String::from("ayu@example.org");
    let full = password::Password {
        secret: Some(secret()),
        generation: 7,
        mail: Some(mail()),
        unproven: Some(password::Unproven { mail: mail(), secret: Some(secret()) }),
        wrong_guesses: 3,
        wrong_at: 1_700_000_001,
        reset_at: Some(1_700_000_002),
        reset_declined_at: Some(1_700_000_003),
        delete_at: Some(1_700_000_004),
    };
    let passkey = |sign_count, used_at| passkeys::Passkey {
        credential_id: vec![1, 2, 3],
        algorithm: -7,
        public_key: vec![4, 5, 6],
        sign_count,
        name: "Bitwarden".into(),
        created_at: 1_700_000_006,
        used_at,
    };
    vec![
        of::<Passkeys>("used", passkey(7, Some(1_700_000_007))),
        of::<Passkeys>("new", passkey(0, None)),
        of::<Passwords>("full", full),
        of::<Passwords>("none", password::Password::default()),
        of::<CodeSends>("one", password::CodeSend { number: u64::MAX, prefix: 2, network: 3 }),
        of::<Operators>("one", password::Operator { user: 1 << 39 }),
        of::<AwaitedKeys>("mail", password::Awaited { until: 1_700_000_005, mail: Some(mail()) }),
    ]
}

fn basic_groups() -> Vec<Sample> {
    let (anna, budi, peer, date) = (UserId(1 << 39), UserId(5), Peer::Group(1 << 31), 1_700_000_000);
    let record = groups::GroupRecord {
        title: "Arisan".into(),
        about: "Tiap bulan".into(),
        creator: anna,
        date,
        version: 3,
        banned: 1 << 17,
        migrated_to: Some(7),
        deactivated: Some(true),
        photo: Some(i64::MIN),
        no_forwards: Some(true),
        reactions: Some(vec!["\u{1f44d}".into()]),
        stripped: None,
        ttl_period: None,
        reactions_limit: None,
        no_custom_reactions: None,
        theme: None,
        ranks: None,
    };
    let dressed = groups::GroupRecord {
        theme: Some("\u{1f54a}".into()),
        ranks: Some(vec![(anna, "ketua".into())]),
        ..record.clone()
    };
    let pictured =
        groups::GroupRecord { stripped: Some(vec![1, 2]), ttl_period: Some(86_400), ..record.clone() };
    let limited = groups::GroupRecord { reactions_limit: Some(3), ..record.clone() };
    let plain = groups::GroupRecord { no_custom_reactions: Some(true), ..record.clone() };
    let member = groups::GroupMember {
        inviter: anna,
        date,
        joined: 1,
        left: Some(9),
        admin: Some(true),
        kicked: Some(false),
        link: None,
        approved_by: None,
    };
    let by_link = groups::GroupMember { link: Some(u64::MAX), approved_by: Some(anna), ..member };
    let pointer = groups::Pointer {
        group: 1 << 31,
        pts: 9,
        date,
        flags: flag::OUT,
        kind: 1,
        random_id: Some(-1),
        reply: Some(4),
    };
    let short = groups::Pointer { random_id: None, reply: None, ..pointer.clone() };
    let message = |action| {
        let content = Content { action, text: "Halo".into(), ..Content::default() };
        MessageRecord { author: Some(anna), ..MessageRecord::new(peer, date, 0, Arc::new(content)) }
    };
    let changed =
        MessageRecord { mentions: Some(vec![budi]), changed: Some(8), in_group: Some(3), ..message(None) };
    let told = |name, action| of::<Log>(name, LogRecord::Message(message(Some(action))));
    vec![
        of::<Groups>("full", record),
        of::<Groups>("pictured", pictured),
        of::<Groups>("limited", limited),
        of::<Groups>("dressed", dressed),
        of::<Groups>("plain-reactions", plain),
        of::<Groups>("empty", groups::GroupRecord::default()),
        of::<GroupMembers>("left", member),
        of::<GroupMembers>("by-link", by_link),
        of::<GroupMembers>("plain", groups::GroupMember { left: None, admin: None, kicked: None, ..member }),
        of::<GroupReads>("some", groups::GroupRead { pts: 4, date }),
        of::<GroupBefore>("some", changed.clone()),
        of::<GroupsOf>("some", groups::GroupOf {}),
        of::<Log>("group-pointer", LogRecord::Pointer(pointer)),
        of::<Log>("group-pointer-short", LogRecord::Pointer(short)),
        of::<Log>("read-in-group", LogRecord::ReadInGroup(groups::ReadInGroup { date, user: budi, max: 6 })),
        of::<Log>(
            "mentions-read",
            LogRecord::MentionsRead(groups::MentionsRead { date, peer, ids: vec![3, 4], source: None }),
        ),
        of::<Log>(
            "mentions-read-by-other",
            LogRecord::MentionsRead(groups::MentionsRead {
                date,
                peer,
                ids: vec![3, 4],
                source: Some(Source { user: budi, pts: 9 }),
            }),
        ),
        of::<Log>("group-message", LogRecord::Message(changed)),
        told("chat-create", Action::ChatCreate { title: "Arisan".into(), users: vec![anna, budi] }),
        told("chat-edit-title", Action::ChatEditTitle { title: "Baru".into() }),
        told("chat-edit-photo", Action::ChatEditPhoto { photo: 6 }),
        told("chat-delete-photo", Action::ChatDeletePhoto),
        told("channel-migrate-from", Action::ChannelMigrateFrom { title: "Arisan".into(), chat: 1 << 31 }),
        told("chat-joined-by-request", Action::ChatJoinedByRequest),
        told("chat-add-user", Action::ChatAddUser { users: vec![budi] }),
        told("chat-delete-user", Action::ChatDeleteUser { user: budi }),
        told("chat-joined-by-link", Action::ChatJoinedByLink { inviter: anna }),
        told("chat-migrate-to", Action::ChatMigrateTo { channel: 7 }),
    ]
}

fn channels() -> Vec<Sample> {
    let (peer, date) = (Peer::Channel(1 << 35), 1_700_000_000);
    let told = |action| {
        let content = Content { action: Some(action), ..Content::default() };
        LogRecord::Message(MessageRecord {
            author: Some(UserId(5)),
            ..MessageRecord::new(peer, date, flag::POST, Arc::new(content))
        })
    };
    let post = MessageRecord {
        author: Some(UserId(5)),
        send_as: Some(peer),
        post_author: Some("Anna".into()),
        thread: Some(7),
        mentions: Some(vec![UserId(8)]),
        forward: Some(Forward {
            date,
            from: Some(peer),
            from_name: None,
            saved_from_peer: None,
            saved_from_id: None,
            channel_post: Some(3),
            post_author: Some("Budi".into()),
            imported: None,
        }),
        ..MessageRecord::new(peer, date, flag::POST | flag::SIGNATURE_PROFILE, Arc::default())
    };
    let channel = channels::Channel {
        date,
        creator: UserId(5),
        title: "Warta".into(),
        about: "Kabar".into(),
        flags: channels::flag::BROADCAST,
        username: Some("warta".into()),
        default_banned: 2,
        participants: 3,
        admins: vec![UserId(5)],
        kicked: 1,
        restricted: 2,
        slow_mode: 10,
        linked: Some(9),
        ttl_period: Some(86_400),
        deleted_at: Some(date),
        requests: Some(4),
        reactions: Some(vec!["\u{1f44d}".into()]),
        migrated_from: Some((6, 7)),
        photo: None,
        reactions_limit: None,
        banned_senders: None,
        style: None,
        community: None,
    };
    let style = channels::ChannelStyle {
        color: Some(color()),
        profile_color: Some(color()),
        emoji_status: Some(EmojiStatus { document: 3, until: Some(date) }),
        sticker_set: Some(4),
        emoji_set: Some(5),
        theme: Some("\u{1f54a}".into()),
        wallpaper: Some(worn()),
        main_tab: Some(2),
        location: Some(location()),
    };
    let participant = channels::Participant {
        date,
        member: true,
        inviter: Some(UserId(5)),
        admin: Some(16),
        promoted_by: Some(UserId(5)),
        rank: Some("jaga".into()),
        banned: Some(2),
        banned_until: date,
        banned_by: Some(UserId(5)),
        available_min_id: 4,
        via_request: Some(true),
        last_sent: Some(date),
        invite: Some("abc".into()),
    };
    let invite = invites::Invite {
        admin: UserId(5),
        date,
        title: Some("Tetangga".into()),
        expire_date: Some(date),
        usage_limit: Some(1),
        usage: 1,
        request_needed: true,
        revoked: true,
        permanent: true,
        requested: 2,
    };
    let picture = UserPhoto { file: 7, stripped: vec![1, 2] };
    let membership = channels::Membership {
        date,
        member: true,
        read_inbox_max_id: 9,
        folder: 1,
        mentions: vec![3],
        reactions: vec![4],
        as_messages: Some(true),
        cleared_max_id: Some(2),
        ..channels::Membership::default()
    };
    let head = channels::ChannelHead { as_of_pts: 9, date, incarnation: Some(2), pinned: vec![3, 4] };
    let sends = vec![(UserId(5), i64::MIN, 3)];
    vec![
        of::<Log>("post", LogRecord::Message(post)),
        of::<Log>("channel-create", told(Action::ChannelCreate { title: "Warta".into() })),
        of::<Log>("channel-title", told(Action::ChannelEditTitle { title: "Kabar".into() })),
        of::<Log>("channel-add", told(Action::ChannelAddUsers { users: vec![UserId(8)] })),
        of::<Log>("channel-delete-user", told(Action::ChannelDeleteUser { user: UserId(8) })),
        of::<Log>("channel-link", told(Action::ChannelJoinedByLink { inviter: UserId(8) })),
        of::<Log>("channel-request", told(Action::ChannelJoinedByRequest)),
        of::<Log>("new-creator", told(Action::ChangeCreator { user: UserId(8) })),
        of::<Log>("screenshot", told(Action::ScreenshotTaken)),
        of::<Log>("community", told(Action::ChangeCommunity { community: Some(1 << 33) })),
        of::<Log>("no-community", told(Action::ChangeCommunity { community: None })),
        of::<Log>("channel-community", told(Action::ChannelJoinedViaCommunity { community: 1 << 33 })),
        of::<Log>(
            "todo-completions",
            told(Action::TodoCompletions { completed: vec![1], incompleted: vec![2] }),
        ),
        of::<Log>(
            "todo-append",
            told(Action::TodoAppendTasks {
                items: vec![TodoItem { id: 3, title: Styled { text: "b".into(), entities: None } }],
            }),
        ),
        of::<Channels>("pictured", channels::Channel { photo: Some(picture), ..channel.clone() }),
        of::<Channels>("full", channel),
        of::<Channels>(
            "styled",
            channels::Channel { style: Some(Box::new(style)), ..channels::Channel::default() },
        ),
        of::<Channels>(
            "limited",
            channels::Channel { reactions_limit: Some(3), ..channels::Channel::default() },
        ),
        of::<Channels>(
            "senders",
            channels::Channel {
                banned_senders: Some(vec![channels::BannedSender { channel: 1 << 33, by: UserId(5), date }]),
                ..channels::Channel::default()
            },
        ),
        of::<Channels>(
            "in-community",
            channels::Channel {
                community: Some(channels::CommunityLink { id: 1 << 33, hidden: true }),
                ..channels::Channel::default()
            },
        ),
        of::<Channels>("empty", channels::Channel::default()),
        of::<Participants>("full", participant),
        of::<Participants>("empty", channels::Participant::default()),
        of::<Memberships>("full", membership.clone()),
        of::<tables::ChannelBans>("one", channels::Banned {}),
        of::<Memberships>("read", channels::Membership { read_date: Some(date), ..membership }),
        of::<Memberships>(
            "sends-as",
            channels::Membership { send_as: Some(1 << 33), ..channels::Membership::default() },
        ),
        of::<Memberships>("empty", channels::Membership::default()),
        of::<ChannelHeads>("full", head),
        of::<ChannelHeads>("empty", channels::ChannelHead::default()),
        of::<tables::ChannelMarks>("some", channels::ChannelMarks { bits: vec![6, 1] }),
        of::<tables::ChannelViews>("some", channels::ChannelViews { counts: vec![(3, 70, 2)] }),
        of::<ChannelReactions>(
            "one",
            channels::ChannelReaction { date, emoji: vec!["\u{1f44d}".into()], big: true },
        ),
        of::<tables::ReactionTotals>(
            "one",
            channels::ReactionTotals {
                counts: vec![("\u{1f44d}".into(), 2)],
                recent: vec![(UserId(5), "\u{1f44d}".into(), date)],
            },
        ),
        of::<Invites>("full", invite),
        of::<Invites>("empty", invites::Invite::default()),
        of::<InviteTargets>("group", invites::InviteTarget::of(Owner::Group(1 << 31))),
        of::<InviteTargets>("some", invites::InviteTarget::of(Owner::Channel(1 << 35))),
        of::<JoinRequests>("link", invites::JoinRequest { date, hash: Some("abc".into()) }),
        of::<JoinRequests>("public", invites::JoinRequest::default()),
        of::<tables::ChannelRandomIds>("one", channels::ChannelRandomIds { date, sends }),
    ]
}

fn admin_log() -> Vec<Sample> {
    let (peer, date) = (Peer::Channel(1 << 35), 1_700_000_000);
    let participant = channels::Participant { date, member: true, ..channels::Participant::default() };
    let row = Box::new(participant);
    let content = Content { text: "Halo".into(), ..Content::default() };
    let record = MessageRecord::new(peer, date, flag::PINNED, Arc::new(content));
    let message = logged::LoggedMessage::of(9, &record, 1_000);
    let invite = invites::Invite { admin: UserId(5), date, ..invites::Invite::default() };
    let link = logged::LoggedLink { hash: "abc".into(), invite };
    let topic = threads_of::Topic { date, title: "Kabar".into(), ..threads_of::Topic::default() };
    let topic = logged::LoggedTopic { id: 7, topic };
    let some = logged::Reactions { some: Some(vec!["\u{1f44d}".into()]), none: false, no_custom: None };
    let none = logged::Reactions { some: None, none: true, no_custom: None };
    let plain = logged::Reactions { some: None, none: false, no_custom: Some(true) };
    let user = UserId(6);
    use logged::Deed;
    let deeds = [
        ("title", Deed::Title("Satu".into(), "Dua".into())),
        ("about", Deed::About(String::new(), "kita".into())),
        ("username", Deed::Username(None, Some("desa".into()))),
        ("photo", Deed::Photo(Some(1 << 40), None)),
        ("flag", Deed::Flag { flag: channels::flag::FORUM, on: true }),
        ("default-banned", Deed::DefaultBanned(0, 2)),
        ("slow-mode", Deed::SlowMode(0, 30)),
        ("linked", Deed::Linked(None, Some(1 << 35))),
        ("history-ttl", Deed::HistoryTtl(0, 86_400)),
        ("reactions", Deed::Reactions(some.clone(), none)),
        ("plain-reactions", Deed::Reactions(some, plain)),
        ("join", Deed::Join),
        ("leave", Deed::Leave),
        ("invite", Deed::Invite { user, row: row.clone() }),
        ("banned", Deed::Banned { user, before: row.clone(), after: row.clone() }),
        ("admin", Deed::Admin { user, before: row.clone(), after: row }),
        ("join-by-link", Deed::JoinByLink(link.clone())),
        ("join-by-request", Deed::JoinByRequest { link: Some(link.clone()), approved_by: user }),
        ("link-edited", Deed::LinkEdited(link.clone(), link.clone())),
        ("link-revoked", Deed::LinkRevoked(link.clone())),
        ("link-deleted", Deed::LinkDeleted(link)),
        ("edited", Deed::Edited(message.clone(), message.clone())),
        ("deleted", Deed::Deleted(message.clone())),
        ("pinned", Deed::Pinned(message.clone())),
        ("poll-stopped", Deed::PollStopped(message)),
        ("topic-created", Deed::TopicCreated(topic.clone())),
        ("topic-edited", Deed::TopicEdited(topic.clone(), topic.clone())),
        ("topic-deleted", Deed::TopicDeleted(topic.clone())),
        ("topic-pinned", Deed::TopicPinned { topic, pinned: true }),
        ("color", Deed::Color(None, Some(color()))),
        ("profile-color", Deed::ProfileColor(Some(color()), None)),
        ("emoji-status", Deed::EmojiStatus(None, Some(EmojiStatus { document: 3, until: None }))),
        ("sticker-set", Deed::StickerSet(Some(4), None)),
        ("emoji-set", Deed::EmojiSet(None, Some(5))),
        ("wallpaper", Deed::WallPaper(None, Some(worn()))),
        ("location", Deed::Location(Some(location()), None)),
    ];
    let row = |(name, deed)| of::<tables::AdminLog>(name, logged::LoggedDeed { date, user: UserId(5), deed });
    deeds.into_iter().map(row).collect()
}

fn color() -> PersonColor {
    PersonColor { color: Some(5), background_emoji: Some(7) }
}

fn worn() -> looks::WornWallPaper {
    looks::WornWallPaper { id: 9, plain: true, settings: Some(vec![1, 2]) }
}

fn location() -> channels::Location {
    let place = Place { latitude: -6.25, longitude: 106.5, accuracy: None };
    channels::Location { place, address: "Gambir".into() }
}

fn answer() -> polls::Styled {
    polls::Styled { text: "A".into(), entities: Some(vec![1]) }
}

fn threads() -> Vec<Sample> {
    let (peer, date) = (Peer::Channel(1 << 35), 1_700_000_000);
    let told = |action| {
        let content = Content { action: Some(action), ..Content::default() };
        LogRecord::Message(MessageRecord {
            author: Some(UserId(5)),
            ..MessageRecord::new(peer, date, flag::TOPIC, Arc::new(content))
        })
    };
    let create = Action::TopicCreate {
        title: "Kabar".into(),
        icon_color: 0x6f_b9_f0,
        icon_emoji_id: Some(7),
        title_missing: true,
    };
    let edit = Action::TopicEdit {
        title: Some("Baru".into()),
        icon_emoji_id: Some(0),
        closed: Some(true),
        hidden: Some(false),
    };
    let deleted = Deleted {
        date,
        dialogs: vec![DeletedIn { peer, ids: vec![8, 9] }],
        revoke: true,
        source: None,
        threads: Some(vec![(9, 7)]),
    };
    let topic = threads_of::Topic {
        date,
        creator: UserId(5),
        title: "Kabar".into(),
        icon_color: 0x6f_b9_f0,
        icon_emoji_id: Some(7),
        flags: threads_of::topic_flag::CLOSED,
    };
    let part = threads_of::ThreadPart { ids: vec![7, 1, 0x80, 1], recent: vec![5, -9], topic: true };
    vec![
        of::<Log>("topic-create", told(create)),
        of::<Log>("topic-edit", told(edit)),
        of::<Log>("deleted-in-threads", LogRecord::Deleted(deleted)),
        of::<tables::ChannelThreads>("some", part),
        of::<tables::ChannelThreads>("empty", threads_of::ThreadPart::default()),
        of::<tables::Discussions>("one", threads_of::Discussed { root: 7 }),
        of::<tables::ThreadReads>("one", threads_of::ThreadRead { read_max_id: 9 }),
        of::<tables::Topics>("full", topic),
        of::<tables::Topics>("empty", threads_of::Topic::default()),
        of::<tables::TopicLists>("some", threads_of::TopicList { pinned: vec![7, 8] }),
    ]
}

fn settings_of_devices() -> Vec<Sample> {
    let worn = |plain| looks::WornWallPaper { id: 7, plain, settings: Some(vec![1, 2]) };
    let told = |action| {
        let content = Content { action: Some(action), ..Content::default() };
        LogRecord::Message(MessageRecord::new(Peer::User(UserId(5)), 1_700_000_000, 0, Arc::new(content)))
    };
    let birthday = Birthday { day: 17, month: 8, year: Some(1945) };
    let color = PersonColor { color: Some(3), background_emoji: Some(9) };
    let style = PersonStyle {
        color: Some(color),
        profile_color: Some(PersonColor::default()),
        emoji_status: Some(EmojiStatus { document: 9, until: Some(1_800_000_000) }),
    };
    let user = User {
        style: Some(Box::new(style)),
        personal_channel: Some(1 << 35),
        main_tab: Some(4),
        ..User::default()
    };
    let rules = due::ChatRules {
        theme: Some("🕊".into()),
        wallpaper: Some(worn(true)),
        wallpaper_overridden: Some(true),
        wallpaper_before: Some(worn(false)),
        ..due::ChatRules::default()
    };
    let wallpaper = looks::WallPaper {
        slug: "Pagi".into(),
        creator: UserId(5),
        file: 9,
        pattern: true,
        for_chat: false,
        settings: Some(vec![1]),
    };
    let colors = looks::ThemeSettings {
        base: 2,
        accent_color: 0x12_34_56,
        outbox_accent_color: Some(1),
        message_colors: vec![1, 2],
        animated: true,
        wallpaper: Some(worn(true)),
    };
    let theme = looks::Theme {
        slug: "senja".into(),
        title: "Senja".into(),
        creator: UserId(5),
        document: Some(9),
        settings: vec![colors],
    };
    let collection = looks::Collection {
        wallpapers: vec![worn(false)],
        hidden_wallpapers: vec![3],
        themes: vec![4],
        music: vec![5],
        made: 6,
    };
    let auto_save = preferences::AutoSave { photos: true, videos: true, video_bytes_max: Some(1 << 20) };
    let kept = preferences::Preferences {
        sensitive: true,
        auto_download: vec![vec![1].into(), Vec::new().into(), vec![2].into()],
        auto_save: vec![auto_save, preferences::AutoSave::default()],
        auto_save_exceptions: vec![preferences::AutoSaveException {
            peer: Peer::Group(7),
            settings: auto_save,
        }],
        browser: preferences::Browser {
            external: true,
            close_button: true,
            exceptions: vec![preferences::BrowserException {
                domain: "example.org".into(),
                url: "https://example.org/a".into(),
                external: false,
            }],
        },
        untranslated: vec![Peer::User(UserId(5))],
        recent_emoji_statuses: vec![9],
        devices: vec![preferences::PushDevice {
            auth_key_id: -1,
            token_type: 2,
            token: "abc".into(),
            sandbox: true,
            secret: vec![1],
            no_muted: true,
            others: vec![6],
        }],
        locks: vec![preferences::DeviceLock { auth_key_id: -1, seconds: 60 }],
        takeouts: Some(vec![preferences::Takeout { id: 9, auth_key_id: -1, date: 1_700_000_000 }]),
    };
    vec![
        of::<Users>("styled", user),
        of::<Contacts>(
            "with-photo",
            Contact { photo: Some(UserPhoto { file: 9, stripped: vec![1] }), ..Contact::default() },
        ),
        of::<tables::ChatRules>("looks", rules),
        of::<tables::WallPapers>("pattern", wallpaper),
        of::<tables::Themes>("full", theme),
        of::<tables::LookSlugs>("wallpaper", looks::LookSlug::WallPaper(7)),
        of::<tables::LookSlugs>("theme", looks::LookSlug::Theme(8)),
        of::<tables::Collections>("full", collection),
        of::<tables::Collections>("empty", looks::Collection::default()),
        of::<tables::Preferences>("full", kept),
        of::<tables::Preferences>("empty", preferences::Preferences::default()),
        of::<Log>("chat-theme", told(Action::SetChatTheme { emoticon: "🕊".into() })),
        of::<Log>(
            "chat-wallpaper",
            told(Action::SetChatWallPaper { wallpaper: worn(true), same: true, for_both: true }),
        ),
        of::<Log>("suggested-photo", told(Action::SuggestProfilePhoto { photo: 9 })),
        of::<Log>("suggested-birthday", told(Action::SuggestBirthday { birthday })),
        of::<Log>("poll-append", told(Action::PollAppendAnswer { text: answer(), option: vec![50] })),
        of::<Log>("poll-delete", told(Action::PollDeleteAnswer { text: answer(), option: vec![50] })),
    ]
}

fn dues() -> Vec<Sample> {
    let peer = Peer::User(UserId(1 << 39));
    let content = |action| Arc::new(Content { action, text: "Nanti".into(), ..Content::default() });
    let message = |action| MessageRecord::new(peer, 1_700_000_000, flag::FROM_SCHEDULED, content(action));
    let ttl = Action::SetMessagesTtl { period: 86_400, by_default_of: Some(UserId(5)) };
    vec![
        of::<DueQueue>("timed", due::Due::default()),
        of::<DueQueue>("waiting", due::Due { waits_for: Some(UserId(5)) }),
        of::<Scheduled>(
            "once",
            due::ScheduledRecord { message: message(None), repeat_period: None, told_at: None },
        ),
        of::<Scheduled>(
            "daily",
            due::ScheduledRecord { message: message(None), repeat_period: Some(86_400), told_at: None },
        ),
        of::<Scheduled>(
            "told",
            due::ScheduledRecord {
                message: message(None),
                repeat_period: None,
                told_at: Some(1_700_000_000),
            },
        ),
        of::<tables::ScheduledIds>("first", due::ScheduledIds { last: 1 }),
        of::<tables::ChatRules>("none", due::ChatRules::default()),
        of::<tables::ChatRules>(
            "all",
            due::ChatRules {
                ttl_period: Some(86_400),
                no_forwards_mine: Some(true),
                no_forwards_theirs: Some(false),
                ..due::ChatRules::default()
            },
        ),
        of::<tables::ChatDefaults>("none", due::ChatDefaults::default()),
        of::<tables::ChatDefaults>("a-day", due::ChatDefaults { ttl_period: Some(86_400) }),
        of::<Log>("ttl", LogRecord::Message(message(Some(ttl)))),
        of::<Log>("reply-elsewhere", LogRecord::Message(elsewhere(message(None)))),
        of::<tables::Users>("birthday", born()),
        of::<tables::Users>("kept", account::User { kept: Some(5), ..account::User::default() }),
        of::<Log>(
            "no-forwards",
            LogRecord::Message(message(Some(Action::NoForwards { before: false, after: true }))),
        ),
    ]
}

fn imported() -> Vec<Sample> {
    let date = 1_700_000_000;
    let prepared = || imports::Import {
        peer: Peer::Channel(1 << 39),
        created_at: date,
        file: i64::MAX,
        bytes: 1 << 24,
        month_first: true,
        files_max: 3,
        files: 2,
        started_at: None,
        done: 0,
    };
    let forward = Forward {
        date: 1_500_000_000,
        from: None,
        from_name: Some("Citra".into()),
        saved_from_peer: None,
        saved_from_id: None,
        channel_post: None,
        post_author: None,
        imported: Some(true),
    };
    let told = MessageRecord {
        forward: Some(forward),
        ..MessageRecord::new(Peer::User(UserId(5)), date, flag::OUT | flag::SILENT, Arc::default())
    };
    let media = Media::Photo { id: 7, flags: 0, ttl_seconds: None };
    vec![
        of::<Imports>("prepared", prepared()),
        of::<Imports>("started", imports::Import { started_at: Some(date + 1), done: 9, ..prepared() }),
        of::<ImportedFiles>("photo", imports::ImportedFile { media }),
        of::<Log>("imported", LogRecord::Message(told)),
    ]
}

fn elsewhere(message: MessageRecord) -> MessageRecord {
    let from = Forward {
        date: 1_690_000_000,
        from: Some(Peer::User(UserId(7))),
        from_name: None,
        saved_from_peer: None,
        saved_from_id: None,
        channel_post: None,
        post_author: None,
        imported: None,
    };
    let elsewhere = ReplyElsewhere {
        from,
        quote: Some(Quote { text: "Ya".into(), entities: None, offset: Some(3) }),
        chosen: true,
        media: Some(Media::Dice { emoji: "\u{1f3b2}".into(), value: 6 }),
        at: Some((Peer::User(UserId(7)), 12)),
    };
    MessageRecord { elsewhere: Some(Box::new(elsewhere)), ..message }
}

fn born() -> account::User {
    let birthday = Some(account::Birthday { day: 17, month: 8, year: Some(1945) });
    account::User { phone: "62812".into(), first_name: "Ayu".into(), birthday, ..account::User::default() }
}

fn server() -> Vec<Sample> {
    let key = |user| AuthKey { key: (0..=255).collect(), created: 1_700_000_000, user };
    vec![
        of::<OwnerKeys>("first", WrappedKey { master: 1, wrapped: vec![7; 50] }),
        of::<Meta>("first", ServerMeta { format: 1, created: 1_700_000_000, incarnation: 1, step: None }),
        of::<Meta>("restored", ServerMeta { format: 1, created: 5, incarnation: 2, step: Some(1_000_000) }),
        of::<AuthKeys>("anonymous", key(None)),
        of::<AuthKeys>("signed-in", key(Some(1 << 39))),
    ]
}

fn logs() -> Vec<Sample> {
    let peer = Peer::User(UserId(1 << 39));
    let date = 1_700_000_000;
    let source = Source { user: UserId(5), pts: 9 };
    let text = Content { text: "Halo".into(), ..Content::default() };
    let plain = MessageRecord::new(peer, date, flag::OUT, Arc::new(text));
    let text = "Kalian jadi datang besok? Ibu masak rendang.".into();
    let packed = MessageRecord::new(peer, date, 0, Arc::new(Content { text, ..Content::default() }));
    vec![
        of::<Log>("plain", LogRecord::Message(plain.clone())),
        of::<Log>("packed", LogRecord::Message(packed)),
        of::<Log>("linked", linked(&plain)),
        of::<Log>("everything", LogRecord::Message(full_message(peer, date))),
        of::<Log>(
            "stub",
            LogRecord::Stub(Stub { peer, date, out: true, origin: 4, kind: 0, random_id: Some(-1) }),
        ),
        of::<Log>(
            "edited",
            LogRecord::Edited(Edited { date, id: 3, peer, source: Some(source), everywhere: None }),
        ),
        of::<Log>(
            "edited-everywhere",
            LogRecord::Edited(Edited { date, id: 3, peer, source: None, everywhere: Some(true) }),
        ),
        of::<Log>(
            "deleted",
            LogRecord::Deleted(Deleted {
                date,
                dialogs: vec![DeletedIn { peer: Peer::Group(4), ids: vec![1, 2] }],
                revoke: true,
                source: None,
                threads: None,
            }),
        ),
        of::<Log>(
            "read-inbox",
            LogRecord::ReadInbox(ReadInbox { date, peer, max_id: 7, still_unread: 2, origin: Some(6) }),
        ),
        of::<Log>("read-outbox", LogRecord::ReadOutbox(ReadOutbox { date, peer, max_id: 7, source })),
        of::<Log>(
            "pinned",
            LogRecord::Pinned(Pinned {
                date,
                peer,
                ids: vec![3, 9],
                pinned: true,
                oneside: false,
                source: Some(source),
            }),
        ),
        of::<Log>("folders", LogRecord::Folders(Folders { date, moved: vec![(peer, 1)] })),
        of::<Log>("step", LogRecord::Step(Step { date, count: 1_000_000, incarnation: 2 })),
    ]
}

fn linked(plain: &MessageRecord) -> LogRecord {
    let page = Some(PageRef { id: i64::MIN, flags: page_flag::MANUAL });
    let content = Content { page, ..(*plain.content).clone() };
    LogRecord::Message(MessageRecord { content: Arc::new(content), ..plain.clone() })
}

fn full_message(peer: Peer, date: i32) -> MessageRecord {
    let content = Content {
        text: "Halo".into(),
        entities: Some(vec![1, 2]),
        media: Some(Media::Contact {
            phone: "62".into(),
            first_name: "A".into(),
            last_name: "B".into(),
            user: Some(UserId(3)),
            vcard: None,
        }),
        reply_markup: Some(vec![3]),
        action: Some(Action::ContactSignUp),
        page: None,
    };
    let quote = Quote { text: "H".into(), entities: Some(vec![4]), offset: Some(1) };
    MessageRecord {
        origin: Some(3),
        random_id: Some(i64::MIN),
        reply: Some(Reply { id: 2, origin: Origin { author: UserId(8), id: 1 }, quote: Some(quote) }),
        forward: Some(Forward {
            date,
            from: Some(Peer::Channel(6)),
            from_name: Some("Budi".into()),
            saved_from_peer: Some(Peer::Group(7)),
            saved_from_id: Some(9),
            channel_post: None,
            post_author: None,
            imported: None,
        }),
        edit_date: Some(date + 1),
        grouped_id: Some(11),
        author: Some(UserId(12)),
        via_bot: Some(UserId(13)),
        ttl_period: Some(60),
        effect: Some(14),
        ..MessageRecord::new(peer, date, flag::OUT | flag::PINNED, Arc::new(content))
    }
}

fn boxes() -> Vec<Sample> {
    let dialog = DialogRecord {
        read_inbox_max_id: 1,
        read_outbox_max_id: 2,
        unread_count: 3,
        applied: 4,
        origin_max: 5,
        tail_origin_before: 6,
        closed: 7,
        tail: vec![8, 9],
        unread_reactions: None,
        folder: None,
        pinned: None,
        unread_mentions: None,
    };
    let reacted = DialogRecord { unread_reactions: Some(vec![3, 5]), ..dialog.clone() };
    let mentioned = DialogRecord { unread_mentions: Some(vec![6]), ..dialog.clone() };
    let archived = DialogRecord { folder: Some(1), pinned: Some(vec![2, 4]), ..dialog.clone() };
    vec![
        of::<OwnerHeads>(
            "full",
            OwnerHead {
                as_of_pts: 1,
                qts: 2,
                delivered_pts: 3,
                cut_pts: 4,
                unread_count: Some(5),
                date: Some(1_700_000_000),
                incarnation: None,
            },
        ),
        of::<OwnerHeads>(
            "second-life",
            OwnerHead {
                as_of_pts: 1,
                qts: 0,
                delivered_pts: 3,
                cut_pts: 0,
                unread_count: None,
                date: None,
                incarnation: Some(2),
            },
        ),
        of::<Dialogs>("full", dialog),
        of::<Dialogs>("reacted", reacted),
        of::<Dialogs>("archived", archived),
        of::<Dialogs>("mentioned", mentioned),
        of::<Dialogs>("empty", DialogRecord::default()),
        of::<HistoryPages>("some", HistoryPage { entries: vec![1, 2, 3] }),
        of::<HistoryDirectories>("one", HistoryDirectory { pages: vec![(1, 64, 64, 30, 70)] }),
        of::<tables::RandomIds>(
            "two",
            box_index::RandomIds { date: 1_700_000_000, sends: vec![(i64::MIN, 3), (5, 4)] },
        ),
        of::<Dirty>("some", Undelivered { delivered_pts: 9 }),
        of::<Lasting>("some", LastingRecord { date: 1_700_000_000, payload: vec![1] }),
        of::<LastingMoments>("empty", LastingMoment {}),
    ]
}

fn accounts() -> Vec<Sample> {
    let user = User {
        phone: "6281234567890".into(),
        first_name: "Anna".into(),
        last_name: "Wijaya".into(),
        username: Some("anna".into()),
        about: Some("Halo".into()),
        registered_at: 1,
        blocked_at: Some(2),
        deleted_at: Some(3),
        photo: None,
        operator_at: None,
        birthday: None,
        style: None,
        personal_channel: None,
        main_tab: None,
        kept: None,
    };
    let operator = User { operator_at: Some(4), ..user.clone() };
    let authorization = Authorization {
        of: None,
        hash: i64::MIN,
        api_id: 6,
        device_model: "Pixel 9".into(),
        system_version: "Android 16".into(),
        app_version: "1".into(),
        lang_code: "id".into(),
        ip: "::1".into(),
        created_at: 1,
        active_at: 2,
    };
    let contact = Contact {
        first_name: "Budi".into(),
        last_name: "S".into(),
        phone: "62".into(),
        added_at: 1,
        shares_phone: Some(true),
        close_friend: None,
        note: None,
        photo: None,
    };
    let close = Contact { close_friend: Some(true), note: Some(vec![5, 6]), ..contact.clone() };
    vec![
        of::<Users>("full", user),
        of::<Users>("operator", operator),
        of::<Users>("empty", User::default()),
        of::<Phones>("some", Phone { user: 1 << 39, claimed_at: 1 }),
        of::<Invitations>("some", Invitation { date: 1 }),
        of::<Usernames>("some", Username { kind: 1, id: 2, claimed_at: 3 }),
        of::<Authorizations>("full", authorization),
        of::<Authorizations>("of_another", Authorization { of: Some(-2), ..Authorization::default() }),
        of::<LoginMails>("full", login_mail(Some(3))),
        of::<LoginMails>("kept", login_mail(None)),
        of::<InviteLinks>("some", InviteLink { phone: "88801234567".into(), date: 1 }),
        of::<KeyOwners>("some", KeyOwner { user: 1 << 39 }),
        of::<Contacts>("full", contact),
        of::<Contacts>("close", close),
        of::<Contacts>("empty", Contact::default()),
        of::<ContactsOf>("some", ContactOf { added_at: 1 }),
        of::<Blocks>("some", Block { date: 1 }),
        of::<tables::NotifySettings>("full", notify_settings()),
        of::<tables::TopicNotifySettings>("full", notify_settings()),
        of::<tables::NotifySettings>("empty", account::NotifySettings::default()),
        of::<AccountSettings>("full", settings()),
        of::<AccountSettings>("empty", Settings::default()),
        of::<tables::LastSeen>("some", account::LastSeen { at: 1_700_000_000 }),
    ]
}

fn chat_lists() -> Vec<Sample> {
    let (anna, group) = (Peer::User(UserId(1)), Peer::Group(2));
    let list = chat_list::ChatList {
        pinned: vec![anna, group],
        pinned_archived: vec![Peer::Channel(3)],
        unread_marks: vec![anna],
        filter_order: vec![0, 2],
        filter_tags: Some(true),
        pinned_saved: Some(vec![anna]),
        forgotten: Some(vec![(anna, 1_700_000_000)]),
    };
    let filter = chat_list::DialogFilter {
        flags: 0x1801,
        title: "Kerja".into(),
        title_entities: Some(vec![1]),
        emoticon: Some("\u{1f4bc}".into()),
        color: Some(3),
        pinned: vec![anna],
        included: vec![group],
        excluded: vec![Peer::Channel(3)],
        shared: None,
    };
    let joined = chat_list::JoinedFolder {
        user: UserId(5),
        slug: "abc".into(),
        came: vec![Peer::Channel(1 << 35)],
        hidden: vec![Peer::Channel(7)],
    };
    let shared = chat_list::DialogFilter {
        shared: Some(Box::new(chat_list::SharedFolder { has_links: true, joined: Some(joined) })),
        ..chat_list::DialogFilter::default()
    };
    let report = Report {
        date: 1_700_000_000,
        by: UserId(5),
        peer: Peer::Channel(1 << 33),
        what: Reported::Messages(vec![7, 8]),
        people: vec![Peer::User(UserId(6))],
        reason: "spam".into(),
        comment: "Lagi".into(),
        closed_at: None,
    };
    vec![
        of::<Drafts>("some", chat_list::Draft { date: 1_700_000_000, message: vec![7, 8] }),
        of::<tables::TaggedPosts>("one", store::records::public_posts::TaggedPost {}),
        of::<tables::ChannelFigures>(
            "some",
            figures::ChannelFigures { since: 1_700_000_000, counted: 1 << 50 },
        ),
        of::<tables::ChannelDays>("empty", figures::ChannelDay::default()),
        of::<tables::ChannelDays>(
            "full",
            figures::ChannelDay {
                joined: 1,
                by_link: 2,
                by_request: 3,
                invited: 4,
                left: 5,
                removed: 6,
                deeds: vec![figures::DeedsOf {
                    user: UserId(7),
                    deleted: 8,
                    kicked: 9,
                    restricted: 10,
                    invited: 11,
                }],
            },
        ),
        of::<tables::ChannelDayViews>(
            "some",
            figures::ViewsOfDay { counts: vec![(3, 70, 2)], hours: vec![(23, 70, 2)] },
        ),
        of::<tables::PublicForwards>("one", figures::PublicForward {}),
        of::<tables::PostTags>(
            "one",
            store::records::public_posts::PostTags { date: 1_700_000_000, tags: vec![7; 16] },
        ),
        of::<tables::Reports>("open", report.clone()),
        of::<tables::Reports>(
            "closed",
            Report {
                what: Reported::Whole,
                people: Vec::new(),
                closed_at: Some(1_700_000_009),
                ..report.clone()
            },
        ),
        of::<tables::Reports>("photo", Report { what: Reported::Photo(1 << 40), ..report.clone() }),
        of::<tables::Reports>("reaction", Report { what: Reported::Reaction(7), ..report }),
        of::<tables::HiddenBars>("one", HiddenBar { date: 1_700_000_000 }),
        of::<tables::TopicDrafts>("some", chat_list::Draft { date: 1_700_000_000, message: vec![7, 8] }),
        of::<ChatLists>("full", list),
        of::<ChatLists>("empty", chat_list::ChatList::default()),
        of::<DialogFilters>("shared", shared),
        of::<DialogFilters>("full", filter),
        of::<DialogFilters>("empty", chat_list::DialogFilter::default()),
        of::<ChatlistInvites>(
            "some",
            chat_list::ChatlistInvite {
                filter: 2,
                title: "Kerja".into(),
                peers: vec![Peer::Channel(1 << 35)],
            },
        ),
        of::<ChatlistTargets>("some", chat_list::ChatlistTarget { user: UserId(5) }),
    ]
}

fn media() -> Vec<Sample> {
    let (peer, date) = (Peer::User(UserId(1 << 39)), 1_700_000_000);
    let at = Place { latitude: -6.25, longitude: 106.5, accuracy: Some(20) };
    let word = |word: &str| word.to_owned();
    let with = |name, media| {
        let content = Content { media: Some(media), ..Content::default() };
        of::<Log>(name, LogRecord::Message(MessageRecord::new(peer, date, flag::OUT, Arc::new(content))))
    };
    let styled = |text: &str| polls::Styled { text: word(text), entities: Some(vec![1]) };
    let first = polls::Answer {
        text: polls::Styled::default(),
        option: vec![48],
        voters: 1,
        added_by: None,
        added_at: None,
        deleted: None,
    };
    let added = polls::Answer {
        added_by: Some(UserId(6)),
        added_at: Some(date),
        deleted: Some(true),
        ..first.clone()
    };
    let poll = polls::Poll {
        creator: UserId(5),
        date,
        question: styled("A?"),
        answers: vec![first.clone()],
        flags: polls::flag::QUIZ,
        correct: vec![0],
        solution: Some(styled("B")),
        close_period: Some(60),
        close_date: Some(date + 60),
        closed: true,
        voters: 1,
        recent: vec![UserId(6)],
        seat: None,
        unread: None,
    };
    let open = polls::Poll {
        answers: vec![first, added],
        flags: polls::flag::OPEN_ANSWERS | polls::flag::PUBLIC_VOTERS,
        seat: Some(polls::Seat { peer, id: 7 }),
        unread: Some(true),
        ..poll.clone()
    };
    vec![
        of::<tables::Polls>("open", open),
        of::<UnreadPolls>("one", polls::UnreadPoll { poll: i64::MIN }),
        with(
            "contact-card",
            Media::Contact {
                phone: word("62"),
                first_name: word("A"),
                last_name: word(""),
                user: None,
                vcard: Some(word("BEGIN:VCARD")),
            },
        ),
        with("geo", Media::Geo(at.clone())),
        with(
            "venue",
            Media::Venue {
                at: at.clone(),
                title: word("Monas"),
                address: word("Gambir"),
                provider: word("foursquare"),
                venue_id: word("1"),
                venue_type: word("park"),
            },
        ),
        with("geo-live", Media::GeoLive { at, heading: Some(90), period: 900, proximity: Some(100) }),
        with("dice", Media::Dice { emoji: word("a"), value: 6 }),
        with("poll", Media::Poll { id: i64::MIN }),
        with(
            "todo",
            Media::Todo(Todo {
                title: Styled { text: word("t"), entities: None },
                items: vec![TodoItem { id: 1, title: Styled { text: word("a"), entities: Some(vec![7]) } }],
                flags: 3,
                done: vec![TodoDone { id: 1, by: Peer::User(UserId(5)), date: 9 }],
            }),
        ),
        of::<tables::Polls>("full", poll),
        of::<PollVotes>("some", polls::Vote { answers: vec![0, 2], date }),
        of::<PollPlaces>("empty", polls::PollPlace {}),
    ]
}

fn login_mail(reset_at: Option<i32>) -> LoginMail {
    LoginMail { address: "ayu@example.org".into(), proven_at: 2, reset_at }
}

fn reactions() -> Vec<Sample> {
    let (peer, date) = (Peer::User(UserId(1 << 39)), 1_700_000_000);
    let text = Content { text: "Halo".into(), ..Content::default() };
    let given = Reaction { user: UserId(5), emoji: "\u{2764}".into(), date, big: true, unread: true };
    let message = MessageRecord {
        reactions: Some(vec![given]),
        ..MessageRecord::new(peer, date, flag::OUT | flag::EDIT_HIDDEN, Arc::new(text))
    };
    let source = Some(Source { user: UserId(5), pts: 9 });
    let settings = reaction_settings::ReactionSettings {
        default: Some("a".into()),
        recent: Some(vec!["a".into(), "b".into()]),
        used: Some(vec![("a".into(), 3)]),
        notify: Some(reaction_settings::ReactionsNotify {
            messages: Some(reaction_settings::NotifyFrom::Contacts),
            stories: None,
            poll_votes: Some(reaction_settings::NotifyFrom::All),
            sound: Some(Sound::Silent),
            show_previews: true,
        }),
        tag_titles: Some(vec![("a".into(), "later".into())]),
    };
    vec![
        of::<Log>("message-reacted", LogRecord::Message(message)),
        of::<Log>("reacted", LogRecord::Reacted(Reacted { date, id: 3, peer, source, unread: true })),
        of::<Log>("reactions-read", LogRecord::ReactionsRead(ReactionsRead { date, peer, ids: vec![3, 4] })),
        of::<tables::ReactionSettings>("full", settings),
        of::<tables::ReactionSettings>("empty", reaction_settings::ReactionSettings::default()),
    ]
}

fn search() -> Vec<Sample> {
    let segment = SearchSegment {
        through: 2100,
        number: 3,
        rules: 1,
        word_groups: 16,
        mark_groups: 4,
        messages: 1900,
        text_bytes: 80_000,
        first_date: 1_700_000_000,
        last_date: 1_700_090_000,
        gone: vec![1, 7],
        changed: vec![7],
    };
    vec![
        of::<SearchSegments>("full", segment),
        of::<SearchRows>("first", SearchRow { bytes: vec![9; 40], parts: 2 }),
    ]
}

fn notify_settings() -> account::NotifySettings {
    account::NotifySettings {
        show_previews: Some(true),
        silent: Some(false),
        mute_until: Some(i32::MAX),
        sound: Some(Sound::Local("a".into(), "b".into())),
        stories_muted: Some(true),
        stories_hide_sender: Some(false),
        stories_sound: Some(Sound::Ringtone(5)),
    }
}

fn settings() -> Settings {
    let rules = vec![
        PrivacyRule::AllowContacts,
        PrivacyRule::AllowUsers(vec![1, 2]),
        PrivacyRule::DisallowChatParticipants(vec![3]),
        PrivacyRule::DisallowAll,
    ];
    Settings {
        privacy: vec![Privacy { key: 1, rules }],
        global_privacy: Some(GlobalPrivacy {
            archive_and_mute_strangers: true,
            hide_read_marks: true,
            ..GlobalPrivacy::default()
        }),
        account_ttl_days: Some(365),
        authorization_ttl_days: Some(180),
        contact_sign_up_silent: Some(true),
        top_peers_disabled: Some(true),
    }
}
