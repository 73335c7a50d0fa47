//! What people report to those who look after the server. What was written in the messages is not among it.

use minicbor::{Decode, Encode};

use crate::ids::{MessageId, Peer, UserId};

/// A report. No Debug: it holds somebody's words.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Report {
    /// Seconds since 1970; of the last time, where it came again.
    #[n(0)]
    pub date: i32,
    /// Whose.
    #[n(1)]
    pub by: UserId,
    /// Which chat, or person.
    #[n(2)]
    pub peer: Peer,
    /// What of it.
    #[n(3)]
    pub what: Reported,
    /// Who wrote or did it, where that is known.
    #[n(4)]
    pub people: Vec<Peer>,
    /// Why, in one word.
    #[n(5)]
    pub reason: String,
    /// What the person wrote about it.
    #[n(6)]
    pub comment: String,
    /// Seconds since 1970 at which an operator has closed it.
    #[n(7)]
    pub closed_at: Option<i32>,
}

/// What is reported of a chat or person.
#[derive(Encode, Decode, Clone, PartialEq, Eq)]
pub enum Reported {
    /// All of it.
    #[n(0)]
    Whole,
    /// These messages.
    #[n(1)]
    Messages(#[n(0)] Vec<MessageId>),
    /// This photo.
    #[n(2)]
    Photo(#[n(0)] i64),
    /// What somebody gave to this message.
    #[n(3)]
    Reaction(#[n(0)] MessageId),
}

/// That a person wants to see no offers above the chat with somebody.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq)]
#[cbor(array)]
pub struct HiddenBar {
    /// Seconds since 1970.
    #[n(0)]
    pub date: i32,
}
