//! The key space: every table in one list. A tag is never given to another table, a line never removed without
//! a note of its tag.
//!
//! A new table: its record in `records/`, a line here, its golden bytes in `tests/golden.rs`.

use crate::{
    key::{ByNumber, ByPts, Hashed, Numbered, OfOwner, OfShard, OfUser, Only},
    records::{
        account,
        admin_log::{self, ByDeed},
        auth_key::AuthKey,
        box_index::{self, ByName, ByPeer, ByPeerAndNumber, ByTime},
        channels::{self, OfChannel},
        chat_list, communities,
        due::{self, DueAt},
        figures, files,
        groups::{self, Before, ByMember},
        imports::{self, ByImportedName},
        invites::{self, ByAsker, ByLink},
        log,
        looks::{self, OfLook, OfLookSlug},
        owner_head::OwnerHead,
        owner_key::WrappedKey,
        pages,
        passkeys::{self, ByCredential},
        password, polls, preferences, public_posts, reaction_settings, reports,
        search::{self, OfSegment},
        server_meta::ServerMeta,
        stickers,
        threads::{self, ByOwnThread, ByPost, ByThread},
    },
    table::{Table, TableLine},
};

macro_rules! tables {
    ($($(#[doc = $doc:literal])+ $tag:literal $table:ident $name:literal version $version:literal: $key:ty => $record:ty;)+) => {
        $(
            $(#[doc = $doc])+
            pub struct $table;

            impl Table for $table {
                const TAG: u8 = $tag;
                const NAME: &'static str = $name;
                const VERSION: u8 = $version;
                type Key = $key;
                type Record = $record;
            }
        )+

        /// Every table there is.
        pub const ALL: &[TableLine] = &[
            $(TableLine { tag: $tag, name: $name, version: $version },)+
        ];
    };
}

tables! {
    /// Each owner's key, wrapped by the master key; the one table whose records are not sealed again.
    1 OwnerKeys "owner_keys" version 1: OfOwner => WrappedKey;
    /// What the server knows of itself.
    2 Meta "meta" version 1: Only => ServerMeta;
    /// Permanent auth keys by id. Sealed by the server's key.
    3 AuthKeys "auth_keys" version 1: Numbered => AuthKey;
    /// Where an owner's log and projections stand. Sealed by the owner's key.
    4 OwnerHeads "owner_heads" version 1: OfOwner => OwnerHead;
    /// Logs of boxes, by pts. Sealed by the owner's key.
    10 Log "log" version 2: ByPts => log::LogRecord;
    /// Dialogs of a box, as of its head.
    11 Dialogs "dialogs" version 1: ByPeer => box_index::DialogRecord;
    /// Closed pages of dialogs' histories, by number.
    12 HistoryPages "history_pages" version 1: ByPeerAndNumber => box_index::HistoryPage;
    /// What is known of these pages, by run.
    13 HistoryDirectories "history_directories" version 1: ByPeerAndNumber => box_index::HistoryDirectory;
    /// What clients drew for their sends, kept for the days in which they may repeat one.
    14 RandomIds "random_ids" version 1: ByPts => box_index::RandomIds;
    /// A shard's dirty list: owners that may have undelivered entries.
    15 Dirty "dirty" version 1: OfShard => box_index::Undelivered;
    /// Lasting changes without pts, the latest of each name.
    16 Lasting "lasting" version 1: ByName => box_index::LastingRecord;
    /// The same by time.
    17 LastingMoments "lasting_moments" version 1: ByTime => box_index::LastingMoment;
    /// Segments of a box's search index, by the first pts that each covers.
    20 SearchSegments "search_segments" version 1: ByPts => search::SearchSegment;
    /// Which messages of a segment hold which word, in groups of words.
    21 SearchRows "search_rows" version 1: OfSegment => search::SearchRow;
    /// People. Sealed by the person's key.
    40 Users "users" version 1: OfUser => account::User;
    /// Who owns a phone number, by its keyed hash; written before the person.
    41 Phones "phones" version 1: Hashed => account::Phone;
    /// Numbers that may sign up by invitation, by keyed hash.
    42 Invitations "invitations" version 1: Hashed => account::Invitation;
    /// Who owns a username, by the keyed hash of its lower case; written before the owner's record.
    43 Usernames "usernames" version 1: Hashed => account::Username;
    /// The keys that a person is signed in with, by key id.
    44 Authorizations "authorizations" version 1: ByNumber => account::Authorization;
    /// Whom a key says it is signed in as, by key id.
    45 KeyOwners "key_owners" version 1: Numbered => account::KeyOwner;
    /// A person's address book, by the contact's id.
    46 Contacts "contacts" version 1: ByNumber => account::Contact;
    /// In whose address books a person stands, by the owner's id.
    47 ContactsOf "contacts_of" version 1: ByNumber => account::ContactOf;
    /// Whom a person has blocked, by id.
    48 Blocks "blocks" version 1: ByNumber => account::Block;
    /// How a person wants to be notified, by a number that `domain` makes of what it is about.
    49 NotifySettings "notify_settings" version 1: ByNumber => account::NotifySettings;
    /// What else a person has set.
    50 AccountSettings "account_settings" version 1: OfUser => account::Settings;
    /// The mail address that a person's sign-in codes go to.
    51 LoginMails "login_mails" version 1: OfUser => account::LoginMail;
    /// Links of invitations with a number that was handed out, by keyed hash.
    52 InviteLinks "invite_links" version 1: Hashed => account::InviteLink;
    /// What people have begun to write, by chat.
    60 Drafts "drafts" version 1: ByPeer => chat_list::Draft;
    /// A person's list of chats as a whole.
    61 ChatLists "chat_lists" version 1: OfUser => chat_list::ChatList;
    /// A person's folders, by their ids.
    62 DialogFilters "dialog_filters" version 1: ByNumber => chat_list::DialogFilter;
    /// When a person was last there, written now and then.
    63 LastSeen "last_seen" version 1: OfUser => account::LastSeen;
    /// People's two-step passwords and what belongs to them.
    64 Passwords "passwords" version 1: OfUser => password::Password;
    /// Codes that left in the last day, by time.
    65 CodeSends "code_sends" version 1: OfShard => password::CodeSend;
    /// Who looks after the server, by id.
    66 Operators "operators" version 1: OfShard => password::Operator;
    /// The keys that wait for a person's two-step password, by key id.
    67 AwaitedKeys "awaited_keys" version 1: ByNumber => password::Awaited;
    /// What a person has set for his devices.
    68 Preferences "preferences" version 1: OfUser => preferences::Preferences;
    /// Wallpapers, themes and music that a person keeps.
    69 Collections "collections" version 1: OfUser => looks::Collection;
    /// A shard's due queue, by time.
    80 DueQueue "due_queue" version 1: DueAt => due::Due;
    /// A person's scheduled messages, by their own ids.
    81 Scheduled "scheduled" version 2: ByNumber => due::ScheduledRecord;
    /// Which ids of scheduled messages a person has used up.
    82 ScheduledIds "scheduled_ids" version 1: OfUser => due::ScheduledIds;
    /// What both sides of a private chat have agreed on, as each keeps it.
    83 ChatRules "chat_rules" version 1: ByPeer => due::ChatRules;
    /// What a person has set for all chats that begin.
    84 ChatDefaults "chat_defaults" version 1: OfUser => due::ChatDefaults;
    /// What a person has set about reactions, and which he uses.
    90 ReactionSettings "reaction_settings" version 1: OfUser => reaction_settings::ReactionSettings;
    /// Polls by id. Sealed by the server's key: they outlive the message that they were asked in.
    91 Polls "polls" version 1: Numbered => polls::Poll;
    /// What people chose in polls.
    92 PollVotes "poll_votes" version 1: polls::ByVoter => polls::Vote;
    /// Where polls stand.
    93 PollPlaces "poll_places" version 1: polls::ByPlace => polls::PollPlace;
    /// Links that people have made to their folders, by what they end with.
    94 ChatlistInvites "chatlist_invites" version 1: ByName => chat_list::ChatlistInvite;
    /// Where these links lead, by the keyed hash of what they end with.
    95 ChatlistTargets "chatlist_targets" version 1: Hashed => chat_list::ChatlistTarget;
    /// Wallpapers by id, in one shard with the two that follow. Sealed by the server's key.
    97 WallPapers "wall_papers" version 1: OfLook => looks::WallPaper;
    /// Themes by id.
    98 Themes "themes" version 1: OfLook => looks::Theme;
    /// What links to wallpapers and themes lead to, by keyed hash.
    99 LookSlugs "look_slugs" version 1: OfLookSlug => looks::LookSlug;
    /// Bytes of files by their ids. Sealed by the server's key.
    100 Blobs "blobs" version 1: files::OfBlob => files::Blob;
    /// Which bytes have a keyed hash.
    101 BlobsByHash "blobs_by_hash" version 1: Hashed => files::BlobByHash;
    /// Photos and documents by id. Sealed by the server's key; their bytes are under keys of their own.
    102 Files "files" version 1: Numbered => files::File;
    /// The keys of a file's bytes, with each owner who refers to it.
    103 FileKeys "file_keys" version 1: files::OfFile => files::FileKeys;
    /// Who refers to a file, beside it.
    104 FileOwners "file_owners" version 1: files::ByFileOwner => files::FileOwner;
    /// A person's photos, the newest first.
    105 ProfilePhotos "profile_photos" version 1: OfUser => account::ProfilePhotos;
    /// Where owners refer to files, by file and place; in the owner's shard.
    106 FileUses "file_uses" version 1: files::ByFileUse => files::FileUse;
    /// Which files are made of bytes, beside the bytes.
    107 BlobFiles "blob_files" version 1: files::ByBlobFile => files::BlobFile;
    /// Sets of stickers and custom emoji, in one shard with the two that follow.
    108 StickerSets "sticker_sets" version 1: stickers::OfStickerSet => stickers::StickerSet;
    /// Which set has a short name, by keyed hash.
    109 StickerNames "sticker_names" version 1: stickers::OfStickerName => stickers::StickerName;
    /// The sets that a person has made.
    110 StickerSetsOf "sticker_sets_of" version 1: stickers::BySetCreator => stickers::StickerSetOf;
    /// Sets and single stickers that a person keeps.
    111 StickerLists "sticker_lists" version 1: OfUser => stickers::StickerLists;
    /// Pages of the web to which texts link, by a keyed hash of the address. Sealed by the server's key.
    112 WebPages "web_pages" version 1: pages::OfPage => pages::WebPage;
    /// Communities, by ids that are channels'.
    115 Communities "communities" version 1: OfChannel => communities::Community;
    /// Polls of a person's own with votes that he has not seen, by the messages in which he asked.
    116 UnreadPolls "unread_polls" version 1: polls::BySeat => polls::UnreadPoll;
    /// Who was thrown out of a community.
    117 CommunityBans "community_bans" version 1: channels::ByMember => communities::CommunityBan;
    /// What people keep of communities, by the community's id.
    118 CommunitySeats "community_seats" version 1: ByNumber => communities::CommunitySeat;
    /// Channels and supergroups. Sealed by the channel's key.
    120 Channels "channels" version 1: OfChannel => channels::Channel;
    /// What people are in a channel: the truth about their rights.
    121 Participants "participants" version 1: channels::ByMember => channels::Participant;
    /// What a member keeps of a channel, by its id; in the member's shard.
    122 Memberships "memberships" version 1: ByNumber => channels::Membership;
    /// Where a channel's log and what follows from it stand.
    123 ChannelHeads "channel_heads" version 1: OfOwner => channels::ChannelHead;
    /// Which messages of a channel are there, by stretches of its log.
    124 ChannelMarks "channel_marks" version 1: ByPts => channels::ChannelMarks;
    /// What clients drew for their sends to a channel.
    125 ChannelRandomIds "channel_random_ids" version 1: ByPts => channels::ChannelRandomIds;
    /// Links that let people into a group or channel.
    126 Invites "invites" version 1: ByLink => invites::Invite;
    /// Where such links lead, by keyed hash.
    127 InviteTargets "invite_targets" version 1: Hashed => invites::InviteTarget;
    /// Who waits to be let into a group or channel.
    128 JoinRequests "join_requests" version 1: ByAsker => invites::JoinRequest;
    /// How often posts of a channel were seen and forwarded, by stretches of its log.
    129 ChannelViews "channel_views" version 1: ByPts => channels::ChannelViews;
    /// What people gave to messages of a channel.
    130 ChannelReactions "channel_reactions" version 1: channels::ByReader => channels::ChannelReaction;
    /// How often a message of a channel was given what, by the message's id.
    131 ReactionTotals "reaction_totals" version 1: ByPts => channels::ReactionTotals;
    /// Which messages of a channel stand in which thread, by thread and stretch of the log.
    132 ChannelThreads "channel_threads" version 1: ByThread => threads::ThreadPart;
    /// What the posts of a channel became in its discussion group, in the group's shard.
    133 Discussions "discussions" version 1: ByPost => threads::Discussed;
    /// How far a person has read in threads of channels.
    134 ThreadReads "thread_reads" version 1: ByOwnThread => threads::ThreadRead;
    /// The topics of a forum, by the message that made each; 1 is the general one, which need not be here.
    135 Topics "topics" version 1: ByPts => threads::Topic;
    /// What a forum's list of topics is beside the topics.
    136 TopicLists "topic_lists" version 1: OfChannel => threads::TopicList;
    /// What was done in a channel lately, for its admins.
    137 AdminLog "admin_log" version 2: ByDeed => admin_log::LoggedDeed;
    /// Who may do less than others in a channel, or was thrown out.
    138 ChannelBans "channel_bans" version 1: channels::ByMember => channels::Banned;
    /// How a person wants to be notified of topics of forums.
    139 TopicNotifySettings "topic_notify_settings" version 1: ByOwnThread => account::NotifySettings;
    /// Basic groups. Sealed by the group's key.
    140 Groups "groups" version 1: OfOwner => groups::GroupRecord;
    /// Who is and was in a basic group.
    141 GroupMembers "group_members" version 1: ByMember => groups::GroupMember;
    /// How far the members of a basic group have read.
    142 GroupReads "group_reads" version 1: ByMember => groups::GroupRead;
    /// What messages of a basic group said before they changed, for those who left before.
    143 GroupBefore "group_before" version 2: Before => log::MessageRecord;
    /// The basic groups that a person is in, by id.
    144 GroupsOf "groups_of" version 1: ByNumber => groups::GroupOf;
    // 145 and 146 were links of basic groups apart from those of channels; nothing was ever written there.
    /// What people have begun to write in topics of forums.
    147 TopicDrafts "topic_drafts" version 1: ByOwnThread => chat_list::Draft;
    /// Posts of public channels by tag and date. Sealed by the server's key.
    148 TaggedPosts "tagged_posts" version 1: public_posts::ByTag => public_posts::TaggedPost;
    /// Under which tags a post may stand there, by the post's id.
    149 PostTags "post_tags" version 1: ByPts => public_posts::PostTags;
    /// What people report to those who look after the server, by number.
    150 Reports "reports" version 1: OfShard => reports::Report;
    /// Above which chats a person wants no offers, by the other's id.
    151 HiddenBars "hidden_bars" version 1: ByNumber => reports::HiddenBar;
    /// From when on figures of a channel are known, and up to where its deeds are counted.
    152 ChannelFigures "channel_figures" version 1: OfChannel => figures::ChannelFigures;
    /// Who came to a channel and went on a day, and what was done.
    153 ChannelDays "channel_days" version 1: figures::ByDay => figures::ChannelDay;
    /// How often posts of a channel were seen and forwarded on a day, by stretches of its log.
    154 ChannelDayViews "channel_day_views" version 1: figures::ByDayAndStretch => figures::ViewsOfDay;
    /// To which public channels posts of a channel were forwarded.
    155 PublicForwards "public_forwards" version 1: figures::ByForward => figures::PublicForward;
    /// Histories that a person brings from elsewhere, by number.
    156 Imports "imports" version 1: ByNumber => imports::Import;
    /// The files that they bring along.
    157 ImportedFiles "imported_files" version 1: ByImportedName => imports::ImportedFile;
    /// The keys that a person signs in with, by what names each.
    158 Passkeys "passkeys" version 1: ByCredential => passkeys::Passkey;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_names_are_given_once_and_rise() {
        assert!(ALL.windows(2).all(|pair| pair[0].tag < pair[1].tag));
        assert!(
            ALL.iter().enumerate().all(|(at, line)| ALL[..at].iter().all(|other| other.name != line.name))
        );
    }
}
