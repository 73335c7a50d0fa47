//! Every error that a client can be answered with, as a named constant; texts and codes are Telegram's own.

use std::{borrow::Cow, error::Error as StdError, sync::Arc};

/// What a call failed with, as `rpc_error` tells it.
#[derive(Clone)]
pub struct Error {
    /// 400 bad request, 401 not signed in, 403 forbidden, 406 not acceptable, 420 too often, 500 our fault.
    pub code: i32,
    /// The name that clients look for.
    pub message: Cow<'static, str>,
    /// What lay beneath, for the log of the edge; never sent.
    pub cause: Option<Arc<dyn StdError + Send + Sync>>,
}

impl Error {
    /// An error with a fixed name.
    pub const fn new(code: i32, message: &'static str) -> Self {
        Error { code, message: Cow::Borrowed(message), cause: None }
    }

    /// Our own failure; the cause is for the log.
    pub fn internal(cause: impl StdError + Send + Sync + 'static) -> Self {
        Error { cause: Some(Arc::new(cause)), ..INTERNAL }
    }

    /// `FLOOD_WAIT_n`: come back in `seconds`.
    pub fn flood_wait(seconds: u32) -> Self {
        Error { code: 420, message: Cow::Owned(format!("FLOOD_WAIT_{seconds}")), cause: None }
    }

    /// `2FA_CONFIRM_WAIT_n`: without its password, the account can be deleted in `seconds`.
    pub fn deletion_wait(seconds: i32) -> Self {
        Error { code: 420, message: Cow::Owned(format!("2FA_CONFIRM_WAIT_{seconds}")), cause: None }
    }

    /// `EMAIL_UNCONFIRMED_n`: a code of `digits` digits went to the address.
    pub fn email_unconfirmed(digits: usize) -> Self {
        Error { code: 400, message: Cow::Owned(format!("EMAIL_UNCONFIRMED_{digits}")), cause: None }
    }

    /// `PASSWORD_TOO_FRESH_n`: the password is good for this in `seconds`.
    pub fn password_too_fresh(seconds: i32) -> Self {
        Error { code: 400, message: Cow::Owned(format!("PASSWORD_TOO_FRESH_{seconds}")), cause: None }
    }

    /// `SESSION_TOO_FRESH_n`: the session is good for this in `seconds`.
    pub fn session_too_fresh(seconds: i32) -> Self {
        Error { code: 400, message: Cow::Owned(format!("SESSION_TOO_FRESH_{seconds}")), cause: None }
    }

    /// `TAKEOUT_INIT_DELAY_n`: a takeout may begin in `seconds`.
    pub fn takeout_delay(seconds: u32) -> Self {
        Error { code: 420, message: Cow::Owned(format!("TAKEOUT_INIT_DELAY_{seconds}")), cause: None }
    }

    /// `PREVIOUS_CHAT_IMPORT_ACTIVE_WAIT_nMIN`: another import has to come to its end first.
    pub fn import_wait(minutes: u32) -> Self {
        let message = format!("PREVIOUS_CHAT_IMPORT_ACTIVE_WAIT_{minutes}MIN");
        Error { code: 406, message: Cow::Owned(message), cause: None }
    }

    /// `FILE_PART_n_MISSING`: this part has to come again.
    pub fn file_part_missing(part: u32) -> Self {
        Error { code: 400, message: Cow::Owned(format!("FILE_PART_{part}_MISSING")), cause: None }
    }
}

impl Error {
    /// `SLOWMODE_WAIT_n`: write again in `seconds`.
    pub fn slow_mode(seconds: u32) -> Self {
        Error { code: 420, message: Cow::Owned(format!("SLOWMODE_WAIT_{seconds}")), cause: None }
    }
}

impl PartialEq for Error {
    /// Causes do not count: a client cannot see them.
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code && self.message == other.message
    }
}

/// One line an error: `NAME = code`, the text being the name itself.
macro_rules! errors {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        $($(#[$doc])* pub const $name: Error = Error::new($code, stringify!($name));)*

        /// All fixed errors, for the test of this file.
        #[cfg(test)]
        const ALL: &[Error] = &[$($name),*];
    };
}

errors! {
    /// The text about oneself is longer than help.getAppConfig says.
    ABOUT_TOO_LONG = 400;
    /// An address is empty or too long.
    ADDRESS_INVALID = 400;
    /// What somebody is to be called is too long, or has emoji in it.
    ADMIN_RANK_INVALID = 400;
    /// Another application than the one that the session named.
    API_ID_INVALID = 400;
    /// The exported authorization was imported, is too old, or never was.
    AUTH_BYTES_INVALID = 400;
    /// The key is signed in nowhere, or its session was ended.
    AUTH_KEY_UNREGISTERED = 401;
    /// The login token was accepted before.
    AUTH_TOKEN_ALREADY_ACCEPTED = 400;
    /// The device that shows the login token has this account already.
    AUTH_TOKEN_EXCEPTION = 400;
    /// The login token is too old.
    AUTH_TOKEN_EXPIRED = 400;
    /// There is no such login token, or it is another device's.
    AUTH_TOKEN_INVALIDX = 400;
    /// What is no day of birth.
    BIRTHDAY_INVALID = 400;
    /// Who chose what in this poll is not public.
    BROADCAST_FORBIDDEN = 403;
    /// The supergroup has no topics.
    CHANNEL_FORUM_MISSING = 400;
    /// `getChannelDifference` and other channel calls: no such channel for this caller.
    CHANNEL_INVALID = 400;
    /// Discussions belong to broadcast channels.
    BROADCAST_ID_INVALID = 400;
    /// This is for channels.
    BROADCAST_REQUIRED = 400;
    /// Groups of a place are not served.
    CHANNELS_ADMIN_LOCATED_TOO_MUCH = 400;
    /// The caller, or who is to be brought in, is in as many channels as one may be.
    CHANNELS_TOO_MUCH = 400;
    /// A private channel of which the caller is no member.
    CHANNEL_PRIVATE = 400;
    /// The description says that already.
    CHAT_ABOUT_NOT_MODIFIED = 400;
    /// The description is longer than descriptions may be.
    CHAT_ABOUT_TOO_LONG = 400;
    /// Only an admin with that right may.
    CHAT_ADMIN_REQUIRED = 400;
    /// There are too many people in it.
    CHAT_TOO_BIG = 400;
    /// The group in which a channel is discussed has no topics.
    CHAT_DISCUSSION_UNALLOWED = 400;
    /// The message may not be forwarded.
    CHAT_FORWARDS_RESTRICTED = 400;
    /// The discussion is for members of its group.
    CHAT_GUEST_SEND_FORBIDDEN = 403;
    /// No such basic group for this caller.
    CHAT_ID_INVALID = 400;
    /// The permanent link has no conditions.
    CHAT_INVITE_PERMANENT = 400;
    /// Where a channel is discussed, nothing is hidden from new members.
    CHAT_LINK_EXISTS = 400;
    /// What is asked for holds already.
    CHAT_NOT_MODIFIED = 400;
    /// Links of members show no pages here.
    CHAT_SEND_WEBPAGE_FORBIDDEN = 403;
    /// A chat needs a title.
    CHAT_TITLE_EMPTY = 400;
    /// The right to write here is missing.
    CHAT_WRITE_FORBIDDEN = 403;
    /// A poll would be open for too short or too long.
    CLOSE_DATE_INVALID = 400;
    /// No code was given.
    CODE_EMPTY = 400;
    /// The code that went by mail is wrong.
    CODE_INVALID = 400;
    /// No colour that is offered.
    COLOR_INVALID = 400;
    /// As many chats as a community has.
    COMMUNITY_PEERS_TOO_MUCH = 400;
    /// Those were asked who may bring a chat into the community.
    COMMUNITY_REQUEST_CREATED = 400;
    /// This account cannot be a contact.
    CONTACT_ID_INVALID = 400;
    /// This person is no contact of the caller.
    CONTACT_MISSING = 400;
    /// A contact needs a name.
    CONTACT_NAME_EMPTY = 400;
    /// This person is no contact of the caller.
    CONTACT_REQ_MISSING = 400;
    /// A passkey, or what it has signed, is not one that opens this.
    CREDENTIAL_INVALID = 400;
    /// There is no such data centre.
    DC_ID_INVALID = 400;
    /// More folders than are kept.
    DIALOG_FILTERS_TOO_MUCH = 400;
    /// No document where one is needed.
    DOCUMENT_INVALID = 400;
    /// Effects are not served yet.
    EFFECT_ID_INVALID = 400;
    /// No mail address waits to be proven, or not with this code any more.
    EMAIL_HASH_EXPIRED = 400;
    /// The account has no mail address.
    EMAIL_INSTALL_MISSING = 400;
    /// Not a mail address.
    EMAIL_INVALID = 400;
    /// No mail is sent to this address.
    EMAIL_NOT_ALLOWED = 400;
    /// The code that went by mail is no longer good.
    EMAIL_VERIFY_EXPIRED = 400;
    /// There is no theme with this emoji.
    EMOJI_INVALID = 400;
    /// The chat is shown in this theme.
    EMOJI_NOT_MODIFIED = 400;
    /// No emoji was given.
    EMOTICON_EMPTY = 400;
    /// There is no such die.
    EMOTICON_INVALID = 400;
    /// No such file for the caller.
    FILE_ID_INVALID = 400;
    /// No file has so many parts.
    FILE_PARTS_INVALID = 400;
    /// A part without bytes.
    FILE_PART_EMPTY = 400;
    /// A part with a number that none has.
    FILE_PART_INVALID = 400;
    /// A part has another size than those before it.
    FILE_PART_SIZE_CHANGED = 400;
    /// Parts of a size that is not taken.
    FILE_PART_SIZE_INVALID = 400;
    /// More than half a MiB in one part.
    FILE_PART_TOO_BIG = 400;
    /// A file without its reference.
    FILE_REFERENCE_EMPTY = 400;
    /// The reference is too old: the message has to be read again.
    FILE_REFERENCE_EXPIRED = 400;
    /// The reference is another person's or another file's, or the file is no longer to be seen there.
    FILE_REFERENCE_INVALID = 400;
    /// A number that is no folder's.
    FILTER_ID_INVALID = 400;
    /// A folder that no chat can be in.
    FILTER_INCLUDE_EMPTY = 400;
    /// A folder that names too many chats.
    FILTER_INCLUDE_TOO_MUCH = 400;
    /// The folder is not shared, or cannot be.
    FILTER_NOT_SUPPORTED = 400;
    /// A folder without a name.
    FILTER_TITLE_EMPTY = 400;
    /// A first name is empty or too long.
    FIRSTNAME_INVALID = 400;
    /// The thing stands in no such folder.
    FOLDER_ID_INVALID = 400;
    /// A forum cannot become that.
    FORUM_ENABLED = 400;
    /// A session younger than a day may not change the number.
    FRESH_CHANGE_PHONE_FORBIDDEN = 406;
    /// A session younger than a day may not end others.
    FRESH_RESET_AUTHORISATION_FORBIDDEN = 406;
    /// Nowhere on the earth.
    GEO_POINT_INVALID = 400;
    /// What is no animation that one could keep.
    GIF_ID_INVALID = 400;
    /// What was shown for a graph is too old.
    GRAPH_EXPIRED_RELOAD = 400;
    /// What was shown for a graph is none of the caller's.
    GRAPH_INVALID_RELOAD = 400;
    /// No other session of the caller has this hash.
    HASH_INVALID = 400;
    /// Nobody has asked to be let in.
    HIDE_REQUESTER_MISSING = 400;
    /// No picture that can be read.
    IMAGE_PROCESS_FAILED = 400;
    /// A text that is too long to be imported, or shall bring too many files along.
    IMPORT_FILE_INVALID = 400;
    /// The dates of a text that is to be imported cannot be.
    IMPORT_FORMAT_DATE_INVALID = 400;
    /// A text that no messenger wrote that is known.
    IMPORT_FORMAT_UNRECOGNIZED = 400;
    /// There is no such import of the caller's into this chat, or not any more.
    IMPORT_ID_INVALID = 400;
    /// Nothing is imported into a chat of this kind.
    IMPORT_PEER_TYPE_INVALID = 400;
    /// The link leads to nobody, or not any more.
    IMPORT_TOKEN_INVALID = 400;
    /// An unknown constructor inside the request.
    INPUT_CONSTRUCTOR_INVALID = 400;
    /// Lists of different lengths, or an argument out of its range.
    INPUT_FETCH_ERROR = 400;
    /// The search filter is not known here.
    INPUT_FILTER_INVALID = 400;
    /// Bytes are left after the request.
    INPUT_REQUEST_TOO_LONG = 400;
    /// The recipient's account is gone.
    INPUT_USER_DEACTIVATED = 400;
    /// The server failed; the same call may succeed later.
    INTERNAL = 500;
    /// An invite link with nothing behind it.
    INVITE_HASH_EMPTY = 400;
    /// There is no such invite link, or no longer.
    INVITE_HASH_EXPIRED = 400;
    /// There is no such link.
    INVITE_HASH_INVALID = 400;
    /// An admin was asked to let the caller in.
    INVITE_REQUEST_SENT = 400;
    /// More links to a folder than are kept.
    INVITES_TOO_MUCH = 400;
    /// No link of a shared folder was given.
    INVITE_SLUG_EMPTY = 400;
    /// The link of a shared folder leads nowhere.
    INVITE_SLUG_EXPIRED = 400;
    /// There is no language pack of this language.
    LANG_CODE_NOT_SUPPORTED = 400;
    /// A last name is too long.
    LASTNAME_INVALID = 400;
    /// The caller has brought as many as one may.
    LIMIT_EXCEEDED = 400;
    /// A limit is out of its range.
    LIMIT_INVALID = 400;
    /// Channel and discussion group are linked like that.
    LINK_NOT_MODIFIED = 400;
    /// No place where files are.
    LOCATION_INVALID = 400;
    /// A bound on ids is out of its range.
    MAX_ID_INVALID = 400;
    /// Longer than config.caption_length_max.
    MEDIA_CAPTION_TOO_LONG = 400;
    /// No medium where one is needed.
    MEDIA_EMPTY = 400;
    /// A medium that is not served yet, or none where one is needed.
    MEDIA_INVALID = 400;
    /// The medium cannot take the place of the one before.
    MEDIA_NEW_INVALID = 400;
    /// The medium before cannot be changed this way.
    MEDIA_PREV_INVALID = 400;
    /// No supergroup in which a channel could be discussed.
    MEGAGROUP_ID_INVALID = 400;
    /// Whoever discusses a channel has to see what was written before.
    MEGAGROUP_PREHISTORY_HIDDEN = 400;
    /// This is for supergroups.
    MEGAGROUP_REQUIRED = 400;
    /// Only the author may do this.
    MESSAGE_AUTHOR_REQUIRED = 403;
    /// This message cannot be deleted by the caller.
    MESSAGE_DELETE_FORBIDDEN = 403;
    /// Too old to be edited.
    MESSAGE_EDIT_TIME_EXPIRED = 400;
    /// There is neither text nor medium.
    MESSAGE_EMPTY = 400;
    /// No ids were given.
    MESSAGE_IDS_EMPTY = 400;
    /// No such message for the caller.
    MESSAGE_ID_INVALID = 400;
    /// The edit changes nothing.
    MESSAGE_NOT_MODIFIED = 400;
    /// The other side has not read it.
    MESSAGE_NOT_READ_YET = 400;
    /// Nobody may vote any more.
    MESSAGE_POLL_CLOSED = 400;
    /// Longer than config.message_length_max.
    MESSAGE_TOO_LONG = 400;
    /// So old that nobody learns any more when it was read.
    MESSAGE_TOO_OLD = 400;
    /// The method is unknown, or not served yet.
    METHOD_INVALID = 400;
    /// Not the name of a kind of file.
    MIME_TYPE_INVALID = 400;
    /// The id lies outside what can exist.
    MSG_ID_INVALID = 400;
    /// The message is too old for it to be told who has read it.
    MSG_TOO_OLD = 400;
    /// More than an album holds.
    MULTI_MEDIA_TOO_LONG = 400;
    /// The salts of a new password do not begin with the server's, or are too short.
    NEW_SALT_INVALID = 400;
    /// Nothing is to be changed.
    NEW_SETTINGS_EMPTY = 400;
    /// What a new password is made of does not hold together.
    NEW_SETTINGS_INVALID = 400;
    /// Not where a part of a file begins.
    OFFSET_INVALID = 400;
    /// The offset names nobody that the caller knows.
    OFFSET_PEER_ID_INVALID = 400;
    /// More answers than may be chosen.
    OPTIONS_TOO_MUCH = 400;
    /// None of the answers.
    OPTION_INVALID = 400;
    /// No name of a set of stickers.
    PACK_SHORT_NAME_INVALID = 400;
    /// Another set of stickers has the name.
    PACK_SHORT_NAME_OCCUPIED = 400;
    /// No title of a set, or one that is too long.
    PACK_TITLE_INVALID = 400;
    /// There are not enough people in it.
    PARTICIPANTS_TOO_FEW = 400;
    /// What is named cannot take part.
    PARTICIPANT_ID_INVALID = 400;
    /// A passkey was asked for on another site's page.
    PASSKEY_ORIGIN_MISMATCH = 400;
    /// The account has no password.
    PASSWORD_EMPTY = 400;
    /// The password is wrong, or was not given.
    PASSWORD_HASH_INVALID = 400;
    /// Only who has a two-step password may.
    PASSWORD_MISSING = 400;
    /// The code that was to get the password back is no longer good.
    PASSWORD_RECOVERY_EXPIRED = 400;
    /// There is no mail address to get the password back with.
    PASSWORD_RECOVERY_NA = 400;
    /// Nothing of what was named can be shared.
    PEERS_LIST_EMPTY = 400;
    /// There is no such chat in the list.
    PEER_HISTORY_EMPTY = 400;
    /// A peer that does not exist, that is not meant here, or whose access hash is wrong.
    PEER_ID_INVALID = 400;
    /// The client names no state: `updates.getState` gives one.
    PERSISTENT_TIMESTAMP_EMPTY = 400;
    /// The state named by the client cannot be.
    PERSISTENT_TIMESTAMP_INVALID = 400;
    /// No code was given.
    PHONE_CODE_EMPTY = 400;
    /// The code is too old, used, burned by wrong tries or void.
    PHONE_CODE_EXPIRED = 400;
    /// No hash of a code was given.
    PHONE_CODE_HASH_EMPTY = 400;
    /// The code is wrong, or belongs to another number, key or application.
    PHONE_CODE_INVALID = 400;
    /// Nobody has this number, or he does not want to be found by it.
    PHONE_NOT_OCCUPIED = 400;
    /// The operator keeps this account out.
    PHONE_NUMBER_BANNED = 400;
    /// Not a phone number.
    PHONE_NUMBER_INVALID = 400;
    /// Somebody has signed up with this number.
    PHONE_NUMBER_OCCUPIED = 400;
    /// Nobody has this number, and it may not sign up here.
    PHONE_NUMBER_UNOCCUPIED = 400;
    /// No file to make a photo of.
    PHOTO_FILE_MISSING = 400;
    /// More bytes than a photo may have.
    PHOTO_FILE_TOO_BIG = 400;
    /// No such photo for the caller.
    PHOTO_ID_INVALID = 400;
    /// A photo that is too large, or a stripe.
    PHOTO_INVALID_DIMENSIONS = 400;
    /// More chats on top than fit.
    PINNED_DIALOGS_TOO_MUCH = 400;
    /// So many topics are on top.
    PINNED_TOO_MUCH = 400;
    /// Too few or too many answers.
    POLL_ANSWERS_INVALID = 400;
    /// An answer is empty or too long.
    POLL_ANSWER_INVALID = 400;
    /// Two answers are the same.
    POLL_OPTION_DUPLICATE = 400;
    /// What names an answer is empty or too long.
    POLL_OPTION_INVALID = 400;
    /// The question is empty or too long.
    POLL_QUESTION_INVALID = 400;
    /// Only who has voted may see this.
    POLL_VOTE_REQUIRED = 403;
    /// Only who pays may, and nobody can pay here.
    PREMIUM_ACCOUNT_REQUIRED = 403;
    /// More privacy rules, or people in them, than are kept.
    PRIVACY_TOO_LONG = 400;
    /// Privacy rules that say nothing.
    PRIVACY_VALUE_INVALID = 400;
    /// Nothing to search people for.
    QUERY_TOO_SHORT = 400;
    /// A quiz without a right answer.
    QUIZ_CORRECT_ANSWERS_EMPTY = 400;
    /// Several right answers where one can be chosen.
    QUIZ_CORRECT_ANSWERS_TOO_MUCH = 400;
    /// What is right is none of the answers.
    QUIZ_CORRECT_ANSWER_INVALID = 400;
    /// The quoted text does not stand in the message.
    QUOTE_TEXT_INVALID = 400;
    /// A random id is missing or was used for two messages of one call.
    RANDOM_ID_DUPLICATE = 400;
    /// A random id of zero, where one is needed.
    RANDOM_ID_EMPTY = 400;
    /// Another number of random ids than of messages.
    RANDOM_ID_INVALID = 400;
    /// More reactions than a person gives, or a message takes.
    REACTIONS_TOO_MANY = 400;
    /// No reaction where one is needed.
    REACTION_EMPTY = 400;
    /// There is no such reaction.
    REACTION_INVALID = 400;
    /// The reply names what cannot be replied to.
    REPLY_MESSAGE_ID_INVALID = 400;
    /// A reply to what cannot be answered from here.
    REPLY_TO_INVALID = 400;
    /// No reset of the password is under way.
    RESET_REQUEST_MISSING = 400;
    /// The vote stands.
    REVOTE_NOT_ALLOWED = 400;
    /// A sound that plays too long for notifications.
    RINGTONE_DURATION_TOO_LONG = 400;
    /// No file that could be a sound for notifications.
    RINGTONE_INVALID = 400;
    /// No kind of sound that notifications have.
    RINGTONE_MIME_INVALID = 400;
    /// More bytes than a sound for notifications may have.
    RINGTONE_SIZE_TOO_BIG = 400;
    /// A message cannot be scheduled for the past, or sent again after such a time.
    SCHEDULE_DATE_INVALID = 400;
    /// More than a year ahead.
    SCHEDULE_DATE_TOO_LATE = 400;
    /// The caller may not know when the recipient is online.
    SCHEDULE_STATUS_PRIVATE = 400;
    /// So many messages are scheduled already.
    SCHEDULE_TOO_MUCH = 400;
    /// Nothing to search for.
    SEARCH_QUERY_EMPTY = 400;
    /// Slow mode of a length that is not offered.
    SECONDS_INVALID = 400;
    /// Only oneself can be written as.
    SEND_AS_PEER_INVALID = 400;
    /// The code was right; the key waits for the account's two-step password.
    SESSION_PASSWORD_NEEDED = 401;
    /// What should be a hash of bytes is none.
    SHA256_HASH_INVALID = 400;
    /// Quick replies are not served yet.
    SHORTCUT_INVALID = 400;
    /// No name of a set of stickers.
    SHORT_NAME_INVALID = 400;
    /// Another set of stickers has the name.
    SHORT_NAME_OCCUPIED = 400;
    /// The code could not be sent; there is none.
    SMS_CODE_CREATE_FAILED = 400;
    /// The client's public value proves nothing.
    SRP_A_INVALID = 400;
    /// No such challenge, or it was used, or is too old.
    SRP_ID_INVALID = 400;
    /// The password was changed since the challenge was made.
    SRP_PASSWORD_CHANGED = 400;
    /// There is no such set of stickers for the caller.
    STICKERSET_INVALID = 400;
    /// A set is to be made of nothing.
    STICKERS_EMPTY = 400;
    /// More than a set holds, or more sets than one makes.
    STICKERS_TOO_MUCH = 400;
    /// No emoji that a sticker could stand for.
    STICKER_EMOJI_INVALID = 400;
    /// No file that could become a sticker.
    STICKER_FILE_INVALID = 400;
    /// No sticker that the caller could keep.
    STICKER_ID_INVALID = 400;
    /// The sticker stands in no set, or not in one of the caller's.
    STICKER_INVALID = 400;
    /// A picture of other sides than stickers have.
    STICKER_PNG_DIMENSIONS = 400;
    /// No picture that can be read, or one that is too large.
    STICKER_PNG_NOPNG = 400;
    /// No animation that clients can play.
    STICKER_TGS_NOTGS = 400;
    /// No video that clients can play.
    STICKER_VIDEO_NOWEBM = 400;
    /// The server has no room for more; clients stop here, where they would try a failure for ever.
    STORAGE_FULL = 400;
    /// No such story.
    STORY_ID_INVALID = 400;
    /// No such takeout is under way on this device.
    TAKEOUT_INVALID = 400;
    /// Only in a takeout.
    TAKEOUT_REQUIRED = 403;
    /// A reset of the mail address is under way.
    TASK_ALREADY_EXISTS = 400;
    /// No file that could be a theme.
    THEME_FILE_INVALID = 400;
    /// The theme has no form for this kind of client.
    THEME_FORMAT_INVALID = 400;
    /// There is no such theme, or it is not the caller's.
    THEME_INVALID = 400;
    /// No kind of file that themes are of.
    THEME_MIME_INVALID = 400;
    /// Colours that make no theme.
    THEME_PARAMS_INVALID = 400;
    /// What links to the theme would end with cannot be that.
    THEME_SLUG_INVALID = 400;
    /// Another theme has this link.
    THEME_SLUG_OCCUPIED = 400;
    /// A theme has a name of some length.
    THEME_TITLE_INVALID = 400;
    /// A name that is too long.
    TITLE_INVALID = 400;
    /// Without a two-step password there is no temporary one.
    TMP_PASSWORD_DISABLED = 400;
    /// A list of tasks without any.
    TODO_ITEMS_EMPTY = 400;
    /// Two tasks of a list have one number.
    TODO_ITEM_DUPLICATE = 400;
    /// Nothing in the list of tasks changes.
    TODO_NOT_MODIFIED = 400;
    /// Nothing by which a push service could know a device.
    TOKEN_INVALID = 400;
    /// Signing in through another company is not served.
    TOKEN_TYPE_INVALID = 400;
    /// Only those who look after topics write in a closed one.
    TOPIC_CLOSED = 400;
    /// No such topic.
    TOPIC_ID_INVALID = 400;
    /// The topic is like that.
    TOPIC_NOT_MODIFIED = 400;
    /// A topic has a name of some length.
    TOPIC_TITLE_EMPTY = 400;
    /// Nothing hears what is said in a voice message.
    TRANSCRIPTION_FAILED = 400;
    /// Nothing is translated here.
    TRANSLATIONS_DISABLED = 406;
    /// A number of days that is not offered.
    TTL_DAYS_INVALID = 400;
    /// Media cannot go after this time.
    TTL_MEDIA_INVALID = 400;
    /// Messages cannot be made to go after this time.
    TTL_PERIOD_INVALID = 400;
    /// A time that is over.
    UNTIL_DATE_INVALID = 400;
    /// Not an address.
    URL_INVALID = 400;
    /// Not a username.
    USERNAME_INVALID = 400;
    /// The username is the same as before.
    USERNAME_NOT_MODIFIED = 400;
    /// Nobody has this username.
    USERNAME_NOT_OCCUPIED = 400;
    /// Somebody has this username.
    USERNAME_OCCUPIED = 400;
    /// Nobody to make a chat with.
    USERS_TOO_FEW = 400;
    /// The chat is full.
    USERS_TOO_MUCH = 400;
    /// This person's rights are not the caller's to change.
    USER_ADMIN_INVALID = 400;
    /// Somebody is in the chat already.
    USER_ALREADY_PARTICIPANT = 400;
    /// The caller was thrown out of the channel, or may not write in it.
    USER_BANNED_IN_CHANNEL = 400;
    /// The channel's creator cannot do this, or have it done to him.
    USER_CREATOR = 400;
    /// A person that does not exist or whose access hash is wrong.
    USER_ID_INVALID = 400;
    /// Only for accounts that answer people in the server's name.
    USER_INVALID = 403;
    /// The recipient has blocked the sender, who is a bot.
    USER_IS_BLOCKED = 400;
    /// Somebody is not in the chat.
    USER_NOT_PARTICIPANT = 400;
    /// The two are not in each other's address books.
    USER_NOT_MUTUAL_CONTACT = 400;
    /// The person's privacy does not let the caller.
    USER_PRIVACY_RESTRICTED = 403;
    /// The recipient takes no voice messages of the caller.
    VOICE_MESSAGES_FORBIDDEN = 400;
    /// No picture that could be a wallpaper.
    WALLPAPER_FILE_INVALID = 400;
    /// There is no such wallpaper.
    WALLPAPER_INVALID = 400;
    /// No kind of picture that wallpapers are of.
    WALLPAPER_MIME_INVALID = 400;
    /// No wallpaper is told of by that message.
    WALLPAPER_NOT_FOUND = 400;
    /// There is nothing to show behind the address.
    WEBPAGE_NOT_FOUND = 400;
    /// What should be the address of a page is none.
    WEBPAGE_URL_INVALID = 400;
    /// The caller lets nobody know what he asks about others.
    YOUR_PRIVACY_RESTRICTED = 403;
    /// The caller has blocked the recipient.
    YOU_BLOCKED_USER = 400;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_has_a_code_that_clients_understand() {
        for error in ALL {
            assert!([400, 401, 403, 406, 500].contains(&error.code), "{}", error.message);
        }
    }
}
