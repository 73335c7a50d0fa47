//! Records of accounts: who a person is, which keys are signed in, whom he knows and what he has set.
//!
//! None of these has Debug: they hold phone numbers, names and addresses. New fields go to the end and are
//! optional, so that old bytes stay readable.

use minicbor::{Decode, Encode};

/// A person. Written in the shard of the person.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct User {
    /// Digits only, without "+".
    #[n(0)]
    pub phone: String,
    /// Never empty for a person that exists.
    #[n(1)]
    pub first_name: String,
    /// May be empty.
    #[n(2)]
    pub last_name: String,
    /// As the person writes it, without "@"; the row of the name says who owns it.
    #[n(3)]
    pub username: Option<String>,
    /// The text about oneself.
    #[n(4)]
    pub about: Option<String>,
    /// Seconds since 1970 of the sign-up.
    #[n(5)]
    pub registered_at: i32,
    /// Since when the operator keeps this person out.
    #[n(6)]
    pub blocked_at: Option<i32>,
    /// Since when the account is no more; what is left keeps old messages readable.
    #[n(7)]
    pub deleted_at: Option<i32>,
    /// Since when this person is one of those who look after the server.
    #[n(8)]
    pub operator_at: Option<i32>,
    /// The photo that is shown; those before it have a row of their own.
    #[n(9)]
    pub photo: Option<UserPhoto>,
    /// Which other rows there may be of this person, by [`kept`]; none where an earlier build wrote the record, which
    /// noted nothing.
    #[n(10)]
    pub kept: Option<u8>,
    /// The day of birth.
    #[n(19)]
    pub birthday: Option<Birthday>,
    /// Colours and the emoji beside the name.
    #[n(20)]
    pub style: Option<Box<PersonStyle>>,
    /// A channel that the page shows.
    #[n(21)]
    pub personal_channel: Option<i64>,
    /// What the page opens with; numbered by `domain`.
    #[n(22)]
    pub main_tab: Option<u8>,
}

/// Kinds of rows of a person. A kind is noted before its first row is written, and stays.
pub mod kept {
    /// No rows yet.
    pub const NOTHING: u8 = 0;
    /// [`crate::tables::Contacts`].
    pub const CONTACTS: u8 = 1;
    /// [`crate::tables::Blocks`].
    pub const BLOCKS: u8 = 2;
    /// [`crate::tables::AccountSettings`].
    pub const SETTINGS: u8 = 4;
}

/// How a person's name is drawn.
#[derive(Encode, Decode, Clone, PartialEq, Eq, Default)]
#[cbor(array)]
pub struct PersonStyle {
    /// Of the name and of what answers him.
    #[n(0)]
    pub color: Option<PersonColor>,
    /// Of the page.
    #[n(1)]
    pub profile_color: Option<PersonColor>,
    /// Beside the name.
    #[n(2)]
    pub emoji_status: Option<EmojiStatus>,
}

/// A colour with an emoji strewn over it.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq, Default)]
#[cbor(array)]
pub struct PersonColor {
    /// One of those that clients know by number.
    #[n(0)]
    pub color: Option<i32>,
    /// A custom emoji.
    #[n(1)]
    pub background_emoji: Option<i64>,
}

/// An emoji beside a name.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq)]
#[cbor(array)]
pub struct EmojiStatus {
    /// A custom emoji.
    #[n(0)]
    pub document: i64,
    /// Seconds since 1970 until when.
    #[n(1)]
    pub until: Option<i32>,
}

/// A day of birth.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq)]
#[cbor(array)]
pub struct Birthday {
    /// Of the month.
    #[n(0)]
    pub day: u8,
    /// From 1.
    #[n(1)]
    pub month: u8,
    /// Where it is told.
    #[n(2)]
    pub year: Option<i32>,
}

/// The photo of a person's page.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct UserPhoto {
    /// Which file.
    #[n(0)]
    pub file: i64,
    /// Its stripped thumbnail.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub stripped: Vec<u8>,
}

/// All photos of a person's page that are kept.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct ProfilePhotos {
    /// The one that is shown, then the ones before it.
    #[n(0)]
    pub photos: Vec<ProfilePhoto>,
}

/// One of them.
#[derive(Encode, Decode, Clone, Copy, PartialEq)]
#[cbor(array)]
pub struct ProfilePhoto {
    /// Which file.
    #[n(0)]
    pub file: i64,
    /// Seconds since 1970.
    #[n(1)]
    pub date: i32,
}

/// Who owns a phone number. Written in the shard of the number, before the person: it is the truth.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Phone {
    /// The person, who may not be written yet.
    #[n(0)]
    pub user: i64,
    /// Seconds since 1970.
    #[n(1)]
    pub claimed_at: i32,
}

/// That the operator lets a number sign up where sign-up is by invitation.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Invitation {
    /// Seconds since 1970.
    #[n(0)]
    pub date: i32,
}

/// What a link of an invitation leads to.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct InviteLink {
    /// The number that was handed out, digits only.
    #[n(0)]
    pub phone: String,
    /// Seconds since 1970.
    #[n(1)]
    pub date: i32,
}

/// The mail address that a person's sign-in codes go to.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct LoginMail {
    /// The address.
    #[n(0)]
    pub address: String,
    /// Seconds since 1970 of its proof.
    #[n(1)]
    pub proven_at: i32,
    /// When it is forgotten, because somebody without it wants to sign in; in seconds since 1970.
    #[n(2)]
    pub reset_at: Option<i32>,
}

/// Who owns a username. Written in the shard of the name, before the owner's record: it is the truth.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Username {
    /// The kind of owner: 0 a person, 1 a channel.
    #[n(0)]
    pub kind: u8,
    /// The owner.
    #[n(1)]
    pub id: i64,
    /// Seconds since 1970.
    #[n(2)]
    pub claimed_at: i32,
}

/// A key that is signed in. Written in the shard of the person: without it, a key is signed in nowhere.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct Authorization {
    /// Names it towards the person; random, not 0.
    #[n(0)]
    pub hash: i64,
    /// The application's number.
    #[n(1)]
    pub api_id: i32,
    /// Such as "Pixel 9".
    #[n(2)]
    pub device_model: String,
    /// Such as "Android 16".
    #[n(3)]
    pub system_version: String,
    /// The application's version.
    #[n(4)]
    pub app_version: String,
    /// The language of the application, or of the device.
    #[n(5)]
    pub lang_code: String,
    /// The address of the last use that was written down.
    #[n(6)]
    pub ip: String,
    /// Seconds since 1970 of the sign-in.
    #[n(7)]
    pub created_at: i32,
    /// Seconds since 1970 of the last use that was written down.
    #[n(8)]
    pub active_at: i32,
    /// The key whose session this one belongs to: a client's further connection, not listed for itself.
    #[n(9)]
    pub of: Option<i64>,
}

/// Whom a key says it is signed in as. Written in the shard of the key, after the authorization.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct KeyOwner {
    /// The person.
    #[n(0)]
    pub user: i64,
}

/// Somebody in a person's address book.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct Contact {
    /// As the person calls the contact.
    #[n(0)]
    pub first_name: String,
    /// May be empty.
    #[n(1)]
    pub last_name: String,
    /// The number that the person knows; empty when added without one.
    #[n(2)]
    pub phone: String,
    /// Seconds since 1970.
    #[n(3)]
    pub added_at: i32,
    /// Whether the contact may see the person's number whatever the privacy rules say.
    #[n(4)]
    pub shares_phone: Option<bool>,
    /// Whether the contact is a close friend.
    #[n(5)]
    pub close_friend: Option<bool>,
    /// What the person noted about the contact: TL bytes of `TextWithEntities` at layer 230.
    #[cbor(n(6), with = "minicbor::bytes")]
    pub note: Option<Vec<u8>>,
    /// With what the person has him shown, to himself alone.
    #[n(7)]
    pub photo: Option<UserPhoto>,
}

/// The other side of a [`Contact`]: whom the owner of this row is known to.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct ContactOf {
    /// Seconds since 1970.
    #[n(0)]
    pub added_at: i32,
}

/// When a person was last there.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct LastSeen {
    /// Seconds since 1970.
    #[n(0)]
    pub at: i32,
}

/// Somebody whom a person has blocked.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Block {
    /// Seconds since 1970.
    #[n(0)]
    pub date: i32,
}

/// How a person wants to be notified; what is absent takes the general setting.
#[derive(Encode, Decode, Clone, PartialEq, Eq, Default)]
#[cbor(array)]
pub struct NotifySettings {
    /// Whether the text is shown in the notification.
    #[n(0)]
    pub show_previews: Option<bool>,
    /// Without a sound.
    #[n(1)]
    pub silent: Option<bool>,
    /// Seconds since 1970 until when nothing is shown.
    #[n(2)]
    pub mute_until: Option<i32>,
    /// The sound of messages.
    #[n(3)]
    pub sound: Option<Sound>,
    /// Whether stories are not told.
    #[n(4)]
    pub stories_muted: Option<bool>,
    /// Whether a story's author stays unnamed.
    #[n(5)]
    pub stories_hide_sender: Option<bool>,
    /// The sound of stories.
    #[n(6)]
    pub stories_sound: Option<Sound>,
}

/// What a notification sounds like.
#[derive(Encode, Decode, Clone, PartialEq, Eq)]
pub enum Sound {
    /// The device's own.
    #[n(0)]
    Default,
    /// None.
    #[n(1)]
    Silent,
    /// A file on the device: title and data.
    #[n(2)]
    Local(#[n(0)] String, #[n(1)] String),
    /// A file that was uploaded.
    #[n(3)]
    Ringtone(#[n(0)] i64),
}

/// What a person has set besides notifications. Written in the shard of the person.
#[derive(Encode, Decode, Clone, PartialEq, Eq, Default)]
#[cbor(array)]
pub struct Settings {
    /// Who may see or do what; what is not here takes the default of its key.
    #[n(0)]
    pub privacy: Vec<Privacy>,
    /// Privacy that is no list of rules.
    #[n(1)]
    pub global_privacy: Option<GlobalPrivacy>,
    /// Days without use after which the account is to be deleted.
    #[n(2)]
    pub account_ttl_days: Option<i32>,
    /// Days without use after which a device is signed out.
    #[n(3)]
    pub authorization_ttl_days: Option<i32>,
    /// Whether contacts that sign up are not to be announced.
    #[n(4)]
    pub contact_sign_up_silent: Option<bool>,
    /// Whether the list of most used chats is switched off.
    #[n(5)]
    pub top_peers_disabled: Option<bool>,
}

/// Who may see or do one thing: the most special rule that fits decides.
#[derive(Encode, Decode, Clone, PartialEq, Eq)]
#[cbor(array)]
pub struct Privacy {
    /// What it is about; numbered by `domain`.
    #[n(0)]
    pub key: u8,
    /// As the person gave them.
    #[n(1)]
    pub rules: Vec<PrivacyRule>,
}

/// One rule of a [`Privacy`].
#[derive(Encode, Decode, Clone, PartialEq, Eq)]
pub enum PrivacyRule {
    /// All people.
    #[n(0)]
    AllowAll,
    /// Contacts.
    #[n(1)]
    AllowContacts,
    /// These people.
    #[n(2)]
    AllowUsers(#[n(0)] Vec<i64>),
    /// Members of these chats.
    #[n(3)]
    AllowChatParticipants(#[n(0)] Vec<i64>),
    /// Close friends.
    #[n(4)]
    AllowCloseFriends,
    /// People with a subscription.
    #[n(5)]
    AllowPremium,
    /// Bots.
    #[n(6)]
    AllowBots,
    /// Nobody.
    #[n(7)]
    DisallowAll,
    /// Not contacts.
    #[n(8)]
    DisallowContacts,
    /// Not these people.
    #[n(9)]
    DisallowUsers(#[n(0)] Vec<i64>),
    /// Not the members of these chats.
    #[n(10)]
    DisallowChatParticipants(#[n(0)] Vec<i64>),
    /// No bots.
    #[n(11)]
    DisallowBots,
}

/// Privacy that is no list of rules.
#[derive(Encode, Decode, Clone, PartialEq, Eq, Default)]
#[cbor(array)]
pub struct GlobalPrivacy {
    /// Whether new chats from strangers go to the archive.
    #[n(0)]
    pub archive_and_mute_strangers: bool,
    /// Whether unmuted chats stay in the archive.
    #[n(1)]
    pub keep_archived_unmuted: bool,
    /// Whether chats of a folder stay in the archive.
    #[n(2)]
    pub keep_archived_folders: bool,
    /// Whether nobody learns when something was read.
    #[n(3)]
    pub hide_read_marks: bool,
}
