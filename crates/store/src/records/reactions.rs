//! Reactions: what stands of them in a message's record and in a box's log. What a person has set about them is
//! `reaction_settings`'.

use minicbor::{Decode, Encode};

use super::log::{Source, peer_number};
use crate::ids::{MessageId, Peer, UserId};

/// One reaction of one person to a message. No Debug: it says what people think.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Reaction {
    /// Whose.
    #[n(0)]
    pub user: UserId,
    /// Which: an emoji, or what [`custom`] makes of a custom one.
    #[n(1)]
    pub emoji: String,
    /// Seconds since 1970.
    #[n(2)]
    pub date: i32,
    /// Shown large.
    #[n(3)]
    pub big: bool,
    /// The owner of the box wrote the message and has not seen this yet.
    #[n(4)]
    pub unread: bool,
}

/// A custom emoji as reactions keep it, in place of an emoji: no emoji begins with this character.
pub fn custom(id: i64) -> String {
    format!("{CUSTOM}{id}")
}

/// The custom emoji that a reaction is, if it is one.
pub fn custom_id(reaction: &str) -> Option<i64> {
    reaction.strip_prefix(CUSTOM)?.parse().ok()
}

const CUSTOM: char = '=';

/// See [`super::log::LogRecord::Reacted`].
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Reacted {
    /// Seconds since 1970.
    #[n(0)]
    pub date: i32,
    /// Which message.
    #[n(1)]
    pub id: MessageId,
    /// Its dialog.
    #[cbor(n(2), with = "peer_number")]
    pub peer: Peer,
    /// The box that it came from, if not this one.
    #[n(3)]
    pub source: Option<Source>,
    /// Whether the message has reactions, after it, that the owner has not seen.
    #[n(4)]
    pub unread: bool,
}

/// See [`super::log::LogRecord::ReactionsRead`].
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct ReactionsRead {
    /// Seconds since 1970.
    #[n(0)]
    pub date: i32,
    /// The dialog.
    #[cbor(n(1), with = "peer_number")]
    pub peer: Peer,
    /// Of these messages.
    #[n(2)]
    pub ids: Vec<MessageId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_custom_emoji_is_told_from_an_emoji() {
        for id in [i64::MIN, -1, 0, i64::MAX] {
            assert_eq!(custom_id(&custom(id)), Some(id));
        }
        for other in ["", "=", "=a", "\u{2764}", "1"] {
            assert_eq!(custom_id(other), None);
        }
    }
}
