//! What a person has set about reactions, and which he uses.

use minicbor::{Decode, Encode};

use super::account::Sound;

/// All of it. No Debug: it says what people think.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct ReactionSettings {
    /// What a double tap gives.
    #[n(0)]
    pub default: Option<String>,
    /// Used lately, the last one first.
    #[n(1)]
    pub recent: Option<Vec<String>>,
    /// How often each was used.
    #[n(2)]
    pub used: Option<Vec<(String, u32)>>,
    /// When to be told of others' reactions.
    #[n(3)]
    pub notify: Option<ReactionsNotify>,
    /// What the person calls tags of saved messages.
    #[n(4)]
    pub tag_titles: Option<Vec<(String, String)>>,
}

/// Whose reactions to be told of, and how.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct ReactionsNotify {
    /// Those to messages.
    #[n(0)]
    pub messages: Option<NotifyFrom>,
    /// Those to stories.
    #[n(1)]
    pub stories: Option<NotifyFrom>,
    /// Votes in polls.
    #[n(2)]
    pub poll_votes: Option<NotifyFrom>,
    /// With which sound; the default one, where none is named.
    #[n(3)]
    pub sound: Option<Sound>,
    /// Whether to show what it is about.
    #[n(4)]
    pub show_previews: bool,
}

/// Whose.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq)]
pub enum NotifyFrom {
    /// Only contacts'.
    #[n(0)]
    Contacts,
    /// Everybody's.
    #[n(1)]
    All,
}
