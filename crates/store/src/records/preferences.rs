//! What a person has set for his devices: the server keeps it, shows it to the next device and does nothing by it.

use minicbor::{Decode, Encode};

use crate::ids::Peer;

/// See the top of the file. No Debug: it holds tokens and addresses.
#[derive(Encode, Decode, Clone, PartialEq, Eq, Default)]
#[cbor(array)]
pub struct Preferences {
    /// Nothing is hidden from him for what it shows.
    #[n(0)]
    pub sensitive: bool,
    /// What devices load by themselves with little, some and much to spare: TL bytes of `AutoDownloadSettings` at layer
    /// 230; what is empty was never set.
    #[n(1)]
    pub auto_download: Vec<minicbor::bytes::ByteVec>,
    /// What devices put into their galleries: in private chats, groups, channels.
    #[n(2)]
    pub auto_save: Vec<AutoSave>,
    /// And in single chats.
    #[n(3)]
    pub auto_save_exceptions: Vec<AutoSaveException>,
    /// How links are opened.
    #[n(4)]
    pub browser: Browser,
    /// Chats over which no translation is offered.
    #[n(5)]
    pub untranslated: Vec<Peer>,
    /// Emoji that stood beside his name, the newest first.
    #[n(6)]
    pub recent_emoji_statuses: Vec<i64>,
    /// Where a push service would reach his devices.
    #[n(7)]
    pub devices: Vec<PushDevice>,
    /// After how many seconds without use his devices lock themselves.
    #[n(8)]
    pub locks: Vec<DeviceLock>,
    /// Takeouts that are under way, the newest first.
    #[n(9)]
    pub takeouts: Option<Vec<Takeout>>,
}

/// That a program writes down all that is a person's.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq)]
#[cbor(array)]
pub struct Takeout {
    /// Its number.
    #[n(0)]
    pub id: i64,
    /// The key of the device on which it runs.
    #[n(1)]
    pub auth_key_id: i64,
    /// Seconds since 1970.
    #[n(2)]
    pub date: i32,
}

/// What a device puts into its gallery.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq, Default)]
#[cbor(array)]
pub struct AutoSave {
    /// Photos.
    #[n(0)]
    pub photos: bool,
    /// Videos.
    #[n(1)]
    pub videos: bool,
    /// Up to so many bytes.
    #[n(2)]
    pub video_bytes_max: Option<i64>,
}

/// The same of one chat.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq)]
#[cbor(array)]
pub struct AutoSaveException {
    /// Which.
    #[n(0)]
    pub peer: Peer,
    /// What.
    #[n(1)]
    pub settings: AutoSave,
}

/// How links are opened.
#[derive(Encode, Decode, Clone, PartialEq, Eq, Default)]
#[cbor(array)]
pub struct Browser {
    /// In another program.
    #[n(0)]
    pub external: bool,
    /// With a button that closes the page.
    #[n(1)]
    pub close_button: bool,
    /// Otherwise, for these.
    #[n(2)]
    pub exceptions: Vec<BrowserException>,
}

/// How links of one place are opened.
#[derive(Encode, Decode, Clone, PartialEq, Eq)]
#[cbor(array)]
pub struct BrowserException {
    /// The name of the place.
    #[n(0)]
    pub domain: String,
    /// The address that was given.
    #[n(1)]
    pub url: String,
    /// In another program.
    #[n(2)]
    pub external: bool,
}

/// Where a push service would reach a device.
#[derive(Encode, Decode, Clone, PartialEq, Eq)]
#[cbor(array)]
pub struct PushDevice {
    /// The key that the device is signed in with.
    #[n(0)]
    pub auth_key_id: i64,
    /// Which service; the protocol's number.
    #[n(1)]
    pub token_type: i32,
    /// What the service knows the device by.
    #[n(2)]
    pub token: String,
    /// The service's place for tests.
    #[n(3)]
    pub sandbox: bool,
    /// What seals what is pushed.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub secret: Vec<u8>,
    /// Nothing of muted chats.
    #[n(5)]
    pub no_muted: bool,
    /// Who else uses the device.
    #[n(6)]
    pub others: Vec<i64>,
}

/// After how many seconds without use a device locks itself.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq)]
#[cbor(array)]
pub struct DeviceLock {
    /// The key that the device is signed in with.
    #[n(0)]
    pub auth_key_id: i64,
    /// Seconds.
    #[n(1)]
    pub seconds: i32,
}
