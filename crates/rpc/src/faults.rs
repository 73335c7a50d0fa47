//! From the errors of the floors below to the names that clients know: one place for each area's enum.

use boxes::BoxError;
use domain::{
    AccountError, ChannelError, ChatError, ChatListError, ContactError, ContactPhotoError, Fault, FileError,
    GroupError, ImportError, InviteError, LinkError, LookError, MediaError, PasswordError, PollError,
    ProfileError, ReactionError, ReportError, SettingsError, SharedFolderError, StickerError, UsernameError,
};

use crate::errors::{self, Error};

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Box(error) => error.into(),
            Fault::Store(_) => Error::internal(fault),
        }
    }
}

impl From<ReportError> for Error {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::TooMany { seconds } => Error::flood_wait(seconds),
            ReportError::Fault(fault) => fault.into(),
        }
    }
}

impl From<ChatError> for Error {
    fn from(error: ChatError) -> Self {
        match error {
            ChatError::NoSuchPeer => errors::PEER_ID_INVALID,
            ChatError::Deactivated => errors::INPUT_USER_DEACTIVATED,
            ChatError::YouBlocked => errors::YOU_BLOCKED_USER,
            ChatError::ReadOnly => errors::CHAT_WRITE_FORBIDDEN,
            ChatError::NoSuchMessage => errors::MESSAGE_ID_INVALID,
            ChatError::NotTheAuthor => errors::MESSAGE_AUTHOR_REQUIRED,
            ChatError::TooOld { .. } => errors::MESSAGE_EDIT_TIME_EXPIRED,
            ChatError::NotModified => errors::MESSAGE_NOT_MODIFIED,
            ChatError::ReactionInvalid => errors::REACTION_INVALID,
            ChatError::TooManyReactions { .. } => errors::REACTIONS_TOO_MANY,
            // Whoever schedules asks for this himself.
            ChatError::SentAlready => errors::RANDOM_ID_DUPLICATE,
            ChatError::SchedulePast | ChatError::NoSuchPeriod => errors::SCHEDULE_DATE_INVALID,
            ChatError::ScheduleTooLate { .. } => errors::SCHEDULE_DATE_TOO_LATE,
            ChatError::PresenceHidden => errors::SCHEDULE_STATUS_PRIVATE,
            ChatError::NoSuchTtl => errors::TTL_PERIOD_INVALID,
            ChatError::NothingChanges => errors::CHAT_NOT_MODIFIED,
            ChatError::Media(error) => error.into(),
            ChatError::OtherMedia => errors::MEDIA_PREV_INVALID,
            ChatError::Fleeting => errors::TTL_MEDIA_INVALID,
            ChatError::NoVoice => errors::VOICE_MESSAGES_FORBIDDEN,
            ChatError::NotToBeForwarded => errors::CHAT_FORWARDS_RESTRICTED,
            ChatError::ReadLongAgo { .. } => errors::MESSAGE_TOO_OLD,
            ChatError::NotReadYet => errors::MESSAGE_NOT_READ_YET,
            ChatError::ReaderHides => errors::USER_PRIVACY_RESTRICTED,
            ChatError::CallerHides => errors::YOUR_PRIVACY_RESTRICTED,
            ChatError::Channel(error) => (*error).into(),
            ChatError::File(error) => error.into(),
            ChatError::Fault(fault) => fault.into(),
        }
    }
}

impl From<ImportError> for Error {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Format => errors::IMPORT_FORMAT_UNRECOGNIZED,
            ImportError::Dates => errors::IMPORT_FORMAT_DATE_INVALID,
            ImportError::TooLarge => errors::IMPORT_FILE_INVALID,
            ImportError::PeerType => errors::IMPORT_PEER_TYPE_INVALID,
            ImportError::NotMutual => errors::USER_NOT_MUTUAL_CONTACT,
            ImportError::AdminRequired => errors::CHAT_ADMIN_REQUIRED,
            ImportError::NoSuchImport => errors::IMPORT_ID_INVALID,
            ImportError::File => errors::MEDIA_INVALID,
            ImportError::Busy { minutes } => Error::import_wait(minutes),
            ImportError::Chat(error) => error.into(),
        }
    }
}

impl From<GroupError> for Error {
    fn from(error: GroupError) -> Self {
        match error {
            GroupError::NoSuchGroup => errors::PEER_ID_INVALID,
            GroupError::Title { chars: 0, .. } => errors::CHAT_TITLE_EMPTY,
            GroupError::Title { .. } => errors::TITLE_INVALID,
            GroupError::About { .. } => errors::CHAT_ABOUT_TOO_LONG,
            GroupError::TooFew => errors::USERS_TOO_FEW,
            GroupError::NoSuchPerson => errors::USER_ID_INVALID,
            GroupError::Rank => errors::ADMIN_RANK_INVALID,
            GroupError::Link(error) => error.into(),
            // What nothing changes about a group has a name of its own.
            GroupError::Refused(BoxError::NotModified) => errors::CHAT_NOT_MODIFIED,
            GroupError::Refused(BoxError::GroupDeactivated) => errors::CHAT_ID_INVALID,
            GroupError::Refused(error) => error.into(),
            GroupError::Chat(error) => error.into(),
            GroupError::Fault(fault) => fault.into(),
        }
    }
}

impl From<ChannelError> for Error {
    fn from(error: ChannelError) -> Self {
        match error {
            ChannelError::NoSuchChannel => errors::CHANNEL_INVALID,
            ChannelError::Private => errors::CHANNEL_PRIVATE,
            ChannelError::Banned => errors::USER_BANNED_IN_CHANNEL,
            ChannelError::NotAMember => errors::USER_NOT_PARTICIPANT,
            ChannelError::AdminRequired => errors::CHAT_ADMIN_REQUIRED,
            ChannelError::WriteForbidden => errors::CHAT_WRITE_FORBIDDEN,
            ChannelError::SlowMode { seconds } => Error::slow_mode(seconds.unsigned_abs()),
            ChannelError::Title { chars: 0 } => errors::CHAT_TITLE_EMPTY,
            ChannelError::Title { .. } => errors::TITLE_INVALID,
            ChannelError::About { .. } => errors::CHAT_ABOUT_TOO_LONG,
            ChannelError::TooFew => errors::PARTICIPANTS_TOO_FEW,
            ChannelError::HasTopics => errors::FORUM_ENABLED,
            ChannelError::Rank => errors::ADMIN_RANK_INVALID,
            ChannelError::Address { .. } => errors::ADDRESS_INVALID,
            ChannelError::TooMany { .. } => errors::CHANNELS_TOO_MUCH,
            ChannelError::NotModified => errors::CHAT_NOT_MODIFIED,
            ChannelError::NotAParticipant => errors::USER_NOT_PARTICIPANT,
            ChannelError::PersonProtected => errors::USER_ADMIN_INVALID,
            ChannelError::IsCreator => errors::USER_CREATOR,
            ChannelError::NoSuchMessage => errors::MESSAGE_ID_INVALID,
            ChannelError::NotTheAuthor => errors::MESSAGE_AUTHOR_REQUIRED,
            ChannelError::TooOld => errors::MESSAGE_EDIT_TIME_EXPIRED,
            ChannelError::AlreadyIn => errors::USER_ALREADY_PARTICIPANT,
            ChannelError::RequestSent => errors::INVITE_REQUEST_SENT,
            ChannelError::Link(error) => error.into(),
            ChannelError::Username(error) => error.into(),
            ChannelError::ForMembers => errors::CHAT_GUEST_SEND_FORBIDDEN,
            ChannelError::NotBroadcast => errors::BROADCAST_ID_INVALID,
            ChannelError::NotAGroup => errors::MEGAGROUP_ID_INVALID,
            ChannelError::PrehistoryHidden => errors::MEGAGROUP_PREHISTORY_HIDDEN,
            ChannelError::CommunityAsked => errors::COMMUNITY_REQUEST_CREATED,
            ChannelError::CommunityFull => errors::COMMUNITY_PEERS_TOO_MUCH,
            ChannelError::NoSuchRequest => errors::HIDE_REQUESTER_MISSING,
            ChannelError::LinkNotModified => errors::LINK_NOT_MODIFIED,
            ChannelError::Linked => errors::CHAT_LINK_EXISTS,
            ChannelError::SendAs => errors::SEND_AS_PEER_INVALID,
            ChannelError::NoDiscussion => errors::MSG_ID_INVALID,
            ChannelError::NotAForum => errors::CHANNEL_FORUM_MISSING,
            ChannelError::ForumUnallowed => errors::CHAT_DISCUSSION_UNALLOWED,
            ChannelError::NoSuchTopic => errors::TOPIC_ID_INVALID,
            ChannelError::TopicClosed => errors::TOPIC_CLOSED,
            ChannelError::TopicTitle { .. } => errors::TOPIC_TITLE_EMPTY,
            ChannelError::TopicNotModified => errors::TOPIC_NOT_MODIFIED,
            ChannelError::PinnedTopics { .. } => errors::PINNED_TOO_MUCH,
            ChannelError::DeleteForbidden => errors::MESSAGE_DELETE_FORBIDDEN,
            ChannelError::Chat(error) => error.into(),
            ChannelError::Fault(fault) => fault.into(),
        }
    }
}

impl From<ContactPhotoError> for Error {
    fn from(error: ContactPhotoError) -> Self {
        match error {
            ContactPhotoError::File(error) => error.into(),
            ContactPhotoError::Contact(error) => error.into(),
        }
    }
}

impl From<LookError> for Error {
    fn from(error: LookError) -> Self {
        match error {
            LookError::NoSuchWallPaper => errors::WALLPAPER_INVALID,
            LookError::NoPicture => errors::WALLPAPER_FILE_INVALID,
            LookError::NoSuchTheme => errors::THEME_INVALID,
            LookError::Title { .. } => errors::THEME_TITLE_INVALID,
            LookError::Slug => errors::THEME_SLUG_INVALID,
            LookError::SlugTaken => errors::THEME_SLUG_OCCUPIED,
            LookError::Settings => errors::THEME_PARAMS_INVALID,
            LookError::TooMany { .. } => errors::LIMIT_EXCEEDED,
            LookError::File(error) => error.into(),
            LookError::Fault(fault) => fault.into(),
        }
    }
}

impl From<LinkError> for Error {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::NoSuchLink => errors::INVITE_HASH_INVALID,
            LinkError::Ended => errors::INVITE_HASH_EXPIRED,
            LinkError::Condition => errors::LIMIT_INVALID,
            LinkError::Permanent => errors::CHAT_INVITE_PERMANENT,
            LinkError::NoRequest => errors::HIDE_REQUESTER_MISSING,
            LinkError::Flood { seconds } => Error::flood_wait(seconds.unsigned_abs()),
            LinkError::Fault(fault) => fault.into(),
        }
    }
}

impl From<InviteError> for Error {
    fn from(error: InviteError) -> Self {
        match error {
            InviteError::Link(error) => error.into(),
            InviteError::Channel(error) => error.into(),
            InviteError::Group(error) => error.into(),
            InviteError::Fault(fault) => fault.into(),
        }
    }
}

impl From<ChatListError> for Error {
    fn from(error: ChatListError) -> Self {
        match error {
            ChatListError::NoSuchDialog => errors::PEER_HISTORY_EMPTY,
            ChatListError::NoSuchFolder { .. } => errors::FOLDER_ID_INVALID,
            ChatListError::TooManyPinned { .. } => errors::PINNED_DIALOGS_TOO_MUCH,
            ChatListError::TooManyMarks { .. } => errors::LIMIT_INVALID,
            ChatListError::FilterId { .. } => errors::FILTER_ID_INVALID,
            ChatListError::FilterTitle { chars: 0 } => errors::FILTER_TITLE_EMPTY,
            ChatListError::FilterTitle { .. } => errors::MESSAGE_TOO_LONG,
            ChatListError::Shared => errors::FILTER_NOT_SUPPORTED,
            ChatListError::FilterEmpty => errors::FILTER_INCLUDE_EMPTY,
            ChatListError::FilterTooLarge { .. } => errors::FILTER_INCLUDE_TOO_MUCH,
            ChatListError::TooManyFilters { .. } => errors::DIALOG_FILTERS_TOO_MUCH,
            ChatListError::Fault(fault) => fault.into(),
        }
    }
}

impl From<SharedFolderError> for Error {
    fn from(error: SharedFolderError) -> Self {
        match error {
            SharedFolderError::NoSuchLink => errors::INVITE_SLUG_EXPIRED,
            SharedFolderError::NotShared => errors::FILTER_NOT_SUPPORTED,
            SharedFolderError::NoChats => errors::PEERS_LIST_EMPTY,
            SharedFolderError::NotSharedChat => errors::PEER_ID_INVALID,
            SharedFolderError::TooManyLinks { .. } => errors::INVITES_TOO_MUCH,
            SharedFolderError::TooMuch => errors::FILTER_INCLUDE_TOO_MUCH,
            SharedFolderError::List(error) => error.into(),
            SharedFolderError::Channel(error) => error.into(),
            SharedFolderError::Fault(fault) => fault.into(),
        }
    }
}

impl From<FileError> for Error {
    fn from(error: FileError) -> Self {
        use domain::files::{PartFault, Refused};
        match error {
            FileError::PartSize { bytes: 0 } => errors::FILE_PART_EMPTY,
            FileError::PartSize { .. } => errors::FILE_PART_TOO_BIG,
            FileError::PartNumber { .. } => errors::FILE_PART_INVALID,
            FileError::Parts { .. } => errors::FILE_PARTS_INVALID,
            FileError::Part(PartFault::Missing { part }) => Error::file_part_missing(part),
            FileError::Part(PartFault::Size { .. }) => errors::FILE_PART_SIZE_CHANGED,
            FileError::Part(PartFault::Sizes { .. }) => errors::FILE_PART_SIZE_INVALID,
            FileError::Picture(Refused::Unreadable) => errors::IMAGE_PROCESS_FAILED,
            FileError::Picture(Refused::Dimensions { .. }) => errors::PHOTO_INVALID_DIMENSIONS,
            FileError::Picture(Refused::Failed) => errors::IMAGE_PROCESS_FAILED,
            FileError::Sticker(error) => StickerError::Unfit(error).into(),
            FileError::PhotoTooLarge { .. } => errors::PHOTO_FILE_TOO_BIG,
            FileError::NoSuchFile => errors::FILE_ID_INVALID,
            FileError::ReferenceEmpty => errors::FILE_REFERENCE_EMPTY,
            FileError::ReferenceInvalid => errors::FILE_REFERENCE_INVALID,
            FileError::ReferenceExpired => errors::FILE_REFERENCE_EXPIRED,
            FileError::NoRoom => errors::STORAGE_FULL,
            FileError::Disk(_) => Error::internal(error),
            FileError::Fault(fault) => fault.into(),
        }
    }
}

impl From<StickerError> for Error {
    fn from(error: StickerError) -> Self {
        use domain::files::NoSticker;
        match error {
            StickerError::NoSuchSet => errors::STICKERSET_INVALID,
            StickerError::NoSuchSticker => errors::STICKER_INVALID,
            StickerError::Unfit(NoSticker::Kind | NoSticker::TooLarge | NoSticker::Failed) => {
                errors::STICKER_FILE_INVALID
            }
            StickerError::Unfit(NoSticker::Picture) => errors::STICKER_PNG_NOPNG,
            StickerError::Unfit(NoSticker::Dimensions { .. }) => errors::STICKER_PNG_DIMENSIONS,
            StickerError::Unfit(NoSticker::Animation) => errors::STICKER_TGS_NOTGS,
            StickerError::Unfit(NoSticker::Video) => errors::STICKER_VIDEO_NOWEBM,
            StickerError::Emoji => errors::STICKER_EMOJI_INVALID,
            StickerError::Keywords => errors::INPUT_FETCH_ERROR,
            StickerError::Empty => errors::STICKERS_EMPTY,
            StickerError::TooMany { .. } | StickerError::TooManySets { .. } => errors::STICKERS_TOO_MUCH,
            StickerError::Title { .. } => errors::PACK_TITLE_INVALID,
            StickerError::Name => errors::PACK_SHORT_NAME_INVALID,
            StickerError::NameTaken => errors::PACK_SHORT_NAME_OCCUPIED,
            StickerError::File(error) => error.into(),
            StickerError::Fault(fault) => fault.into(),
        }
    }
}

impl From<domain::files::NoRingtone> for Error {
    fn from(error: domain::files::NoRingtone) -> Self {
        use domain::files::NoRingtone;
        match error {
            NoRingtone::Kind => errors::RINGTONE_MIME_INVALID,
            NoRingtone::TooLarge => errors::RINGTONE_SIZE_TOO_BIG,
            NoRingtone::TooLong { .. } => errors::RINGTONE_DURATION_TOO_LONG,
            NoRingtone::File(error) => error.into(),
        }
    }
}

impl From<MediaError> for Error {
    fn from(error: MediaError) -> Self {
        match error {
            MediaError::NoPlace => errors::GEO_POINT_INVALID,
            MediaError::NoDie => errors::EMOTICON_INVALID,
            MediaError::Part { .. } => errors::MEDIA_INVALID,
            MediaError::NoTasks => errors::TODO_ITEMS_EMPTY,
            MediaError::TaskTwice => errors::TODO_ITEM_DUPLICATE,
            MediaError::Poll(error) => error.into(),
        }
    }
}

impl From<PollError> for Error {
    fn from(error: PollError) -> Self {
        match error {
            PollError::NoSuchPoll => errors::MESSAGE_ID_INVALID,
            PollError::Question { .. } => errors::POLL_QUESTION_INVALID,
            PollError::Answers { .. } => errors::POLL_ANSWERS_INVALID,
            PollError::MayNotBeOpen => errors::MEDIA_INVALID,
            PollError::NotOpen => errors::POLL_OPTION_INVALID,
            PollError::Answer { .. } => errors::POLL_ANSWER_INVALID,
            PollError::OptionName { .. } => errors::POLL_OPTION_INVALID,
            PollError::Duplicate => errors::POLL_OPTION_DUPLICATE,
            PollError::NothingRight => errors::QUIZ_CORRECT_ANSWERS_EMPTY,
            PollError::TooMuchRight { .. } => errors::QUIZ_CORRECT_ANSWERS_TOO_MUCH,
            PollError::RightUnknown => errors::QUIZ_CORRECT_ANSWER_INVALID,
            PollError::Solution { .. } => errors::MEDIA_INVALID,
            PollError::ClosePeriod { .. } => errors::CLOSE_DATE_INVALID,
            PollError::Closed => errors::MESSAGE_POLL_CLOSED,
            PollError::OptionUnknown => errors::OPTION_INVALID,
            PollError::TooManyChosen { .. } => errors::OPTIONS_TOO_MUCH,
            PollError::NoRevote => errors::REVOTE_NOT_ALLOWED,
            PollError::VoteRequired => errors::POLL_VOTE_REQUIRED,
            PollError::Anonymous => errors::BROADCAST_FORBIDDEN,
            PollError::NotTheCreator => errors::MESSAGE_AUTHOR_REQUIRED,
            PollError::Fault(fault) => fault.into(),
        }
    }
}

impl From<ReactionError> for Error {
    fn from(error: ReactionError) -> Self {
        match error {
            ReactionError::Unknown => errors::REACTION_INVALID,
            ReactionError::TitleTooLong { .. } => errors::TITLE_INVALID,
            ReactionError::Fault(fault) => fault.into(),
        }
    }
}

impl From<BoxError> for Error {
    fn from(error: BoxError) -> Self {
        match error {
            BoxError::NoSuchMessage { .. } => errors::MESSAGE_ID_INVALID,
            BoxError::NotAuthor { .. } => errors::MESSAGE_AUTHOR_REQUIRED,
            BoxError::NotModified => errors::MESSAGE_NOT_MODIFIED,
            BoxError::TodoDuplicate => errors::TODO_ITEM_DUPLICATE,
            BoxError::ReactionForbidden => errors::REACTION_INVALID,
            BoxError::NoSuchPeer => errors::PEER_ID_INVALID,
            BoxError::TooMany { .. } => errors::LIMIT_INVALID,
            BoxError::SentAlready => errors::RANDOM_ID_DUPLICATE,
            BoxError::TooMuchScheduled { .. } => errors::SCHEDULE_TOO_MUCH,
            BoxError::TooLarge { .. } => errors::MESSAGE_TOO_LONG,
            BoxError::NoSuchGroup | BoxError::NotInGroup => errors::PEER_ID_INVALID,
            BoxError::GroupDeactivated => errors::CHAT_WRITE_FORBIDDEN,
            BoxError::GroupFull => errors::USERS_TOO_MUCH,
            BoxError::NoSuchMember => errors::USER_NOT_PARTICIPANT,
            BoxError::AlreadyInGroup => errors::USER_ALREADY_PARTICIPANT,
            BoxError::MayNot => errors::CHAT_ADMIN_REQUIRED,
            BoxError::Store(_)
            | BoxError::GroupExists
            | BoxError::Mixed
            | BoxError::Full { .. }
            | BoxError::Damaged { .. }
            | BoxError::Busy => Error::internal(error),
        }
    }
}

impl From<AccountError> for Error {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::PhoneInvalid => errors::PHONE_NUMBER_INVALID,
            AccountError::PhoneBanned => errors::PHONE_NUMBER_BANNED,
            AccountError::PhoneUnoccupied => errors::PHONE_NUMBER_UNOCCUPIED,
            AccountError::PhoneOccupied => errors::PHONE_NUMBER_OCCUPIED,
            AccountError::CodeEmpty => errors::PHONE_CODE_EMPTY,
            AccountError::CodeHashEmpty => errors::PHONE_CODE_HASH_EMPTY,
            AccountError::CodeInvalid => errors::PHONE_CODE_INVALID,
            AccountError::CodeExpired => errors::PHONE_CODE_EXPIRED,
            AccountError::ApiIdInvalid => errors::API_ID_INVALID,
            AccountError::Flood { seconds } => Error::flood_wait(seconds),
            AccountError::FirstNameInvalid => errors::FIRSTNAME_INVALID,
            AccountError::LastNameInvalid => errors::LASTNAME_INVALID,
            AccountError::SessionFresh { .. } => errors::FRESH_RESET_AUTHORISATION_FORBIDDEN,
            AccountError::NoSuchSession => errors::HASH_INVALID,
            AccountError::NotSent => errors::SMS_CODE_CREATE_FAILED,
            AccountError::MailInvalid => errors::EMAIL_INVALID,
            AccountError::MailNotAllowed => errors::EMAIL_NOT_ALLOWED,
            AccountError::MailMissing => errors::EMAIL_INSTALL_MISSING,
            AccountError::MailCodeInvalid => errors::CODE_INVALID,
            AccountError::MailCodeExpired => errors::EMAIL_VERIFY_EXPIRED,
            AccountError::ResetWaits => errors::TASK_ALREADY_EXISTS,
            AccountError::ExportInvalid => errors::AUTH_BYTES_INVALID,
            AccountError::DcInvalid => errors::DC_ID_INVALID,
            AccountError::TokenInvalid => errors::AUTH_TOKEN_INVALIDX,
            AccountError::TokenExpired => errors::AUTH_TOKEN_EXPIRED,
            AccountError::TokenAccepted => errors::AUTH_TOKEN_ALREADY_ACCEPTED,
            AccountError::TokenException => errors::AUTH_TOKEN_EXCEPTION,
            AccountError::NoPasskeys => errors::METHOD_INVALID,
            AccountError::PasskeyInvalid => errors::CREDENTIAL_INVALID,
            AccountError::PasskeyOrigin => errors::PASSKEY_ORIGIN_MISMATCH,
            AccountError::PasskeysTooMany => errors::LIMIT_EXCEEDED,
            AccountError::Fault(fault) => fault.into(),
        }
    }
}

impl From<PasswordError> for Error {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Empty => errors::PASSWORD_EMPTY,
            PasswordError::Wrong => errors::PASSWORD_HASH_INVALID,
            PasswordError::NoSuchChallenge => errors::SRP_ID_INVALID,
            PasswordError::Changed => errors::SRP_PASSWORD_CHANGED,
            PasswordError::PublicValue => errors::SRP_A_INVALID,
            PasswordError::Flood { seconds } => Error::flood_wait(seconds),
            // The same call may succeed a moment later.
            PasswordError::Busy(_) => Error::flood_wait(1),
            PasswordError::NewSalt => errors::NEW_SALT_INVALID,
            PasswordError::NewSettings => errors::NEW_SETTINGS_INVALID,
            PasswordError::NothingNew => errors::NEW_SETTINGS_EMPTY,
            PasswordError::MailUnproven { digits } => Error::email_unconfirmed(digits),
            PasswordError::MailExpired => errors::EMAIL_HASH_EXPIRED,
            PasswordError::CodeEmpty => errors::CODE_EMPTY,
            PasswordError::CodeInvalid => errors::CODE_INVALID,
            PasswordError::NoRecovery => errors::PASSWORD_RECOVERY_NA,
            PasswordError::RecoveryExpired => errors::PASSWORD_RECOVERY_EXPIRED,
            PasswordError::NoReset => errors::RESET_REQUEST_MISSING,
            PasswordError::DeletionWaits { seconds } => Error::deletion_wait(seconds),
            PasswordError::Fresh { seconds } => Error::password_too_fresh(seconds),
            PasswordError::SessionFresh { seconds } => Error::session_too_fresh(seconds),
            // The session ended while it waited for the password.
            PasswordError::Account(AccountError::NoSuchSession) => errors::AUTH_KEY_UNREGISTERED,
            PasswordError::Account(error) => error.into(),
        }
    }
}

impl From<ContactError> for Error {
    fn from(error: ContactError) -> Self {
        match error {
            ContactError::NotPossible => errors::CONTACT_ID_INVALID,
            ContactError::NameEmpty => errors::CONTACT_NAME_EMPTY,
            ContactError::NotAContact => errors::CONTACT_MISSING,
            ContactError::TooMany { .. } => errors::LIMIT_INVALID,
            ContactError::Fault(fault) => fault.into(),
        }
    }
}

impl From<ProfileError> for Error {
    fn from(error: ProfileError) -> Self {
        match error {
            ProfileError::FirstName { .. } => errors::FIRSTNAME_INVALID,
            ProfileError::LastName { .. } => errors::LASTNAME_INVALID,
            ProfileError::About { .. } => errors::ABOUT_TOO_LONG,
            ProfileError::Birthday => errors::BIRTHDAY_INVALID,
            ProfileError::Fault(fault) => fault.into(),
        }
    }
}

impl From<SettingsError> for Error {
    fn from(error: SettingsError) -> Self {
        match error {
            SettingsError::TooMany { .. } => errors::PRIVACY_TOO_LONG,
            SettingsError::NoRules => errors::PRIVACY_VALUE_INVALID,
            SettingsError::Fault(fault) => fault.into(),
        }
    }
}

impl From<UsernameError> for Error {
    fn from(error: UsernameError) -> Self {
        match error {
            UsernameError::Invalid => errors::USERNAME_INVALID,
            UsernameError::Occupied => errors::USERNAME_OCCUPIED,
            UsernameError::NotModified => errors::USERNAME_NOT_MODIFIED,
            UsernameError::Fault(fault) => fault.into(),
        }
    }
}
