//! Records of the two-step password: what proves it, the mail address that gets one back, and what waits.
//!
//! No Debug: a verifier can be guessed at, and an address is nobody's business.

use minicbor::{Decode, Encode};

/// What belongs to a person's two-step password; the row stays when the password goes. Written in the shard of the
/// person.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct Password {
    /// The password; absent where there is none.
    #[n(0)]
    pub secret: Option<PasswordSecret>,
    /// Counts the changes of the password; the server's part of the next one's salts follows from it.
    #[n(1)]
    pub generation: u32,
    /// The proven address that gets the password back.
    #[n(2)]
    pub mail: Option<String>,
    /// What waits until a mail address is proven.
    #[n(3)]
    pub unproven: Option<Unproven>,
    /// Wrong guesses, since the last of them or the last right one was long ago.
    #[n(4)]
    pub wrong_guesses: u32,
    /// Seconds since 1970 of the last wrong guess.
    #[n(5)]
    pub wrong_at: i32,
    /// When a reset that runs ends; in seconds since 1970.
    #[n(6)]
    pub reset_at: Option<i32>,
    /// Seconds since 1970 of the last reset that was declined.
    #[n(7)]
    pub reset_declined_at: Option<i32>,
    /// When the account may be deleted without the password; in seconds since 1970.
    #[n(8)]
    pub delete_at: Option<i32>,
}

/// What proves a password.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct PasswordSecret {
    /// The verifier of SRP: 256 bytes.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub verifier: Vec<u8>,
    /// The server's bytes with the client's behind them.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub salt1: Vec<u8>,
    /// The server's.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub salt2: Vec<u8>,
    /// What the person is reminded with; may be empty.
    #[n(3)]
    pub hint: String,
    /// Seconds since 1970.
    #[n(4)]
    pub set_at: i32,
}

/// A change that waits until its mail address is proven.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Unproven {
    /// The address.
    #[n(0)]
    pub mail: String,
    /// The password that comes with it; absent where only the address changes.
    #[n(1)]
    pub secret: Option<PasswordSecret>,
}

/// A code that left, counted for the limits of the day. Keyed hashes stand for number and network.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq)]
#[cbor(array)]
pub struct CodeSend {
    /// Of the number.
    #[n(0)]
    pub number: u64,
    /// Of the number without its last digits.
    #[n(1)]
    pub prefix: u64,
    /// Of the network that asked.
    #[n(2)]
    pub network: u64,
}

/// A key that waits for a person's password. Written in the shard of the person.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Awaited {
    /// Seconds since 1970 at which it has waited too long.
    #[n(0)]
    pub until: i32,
    /// The mail address that the sign-in has proven, if it has.
    #[n(1)]
    pub mail: Option<String>,
}

/// Somebody who looks after the server. The person's own record says whether that holds.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Operator {
    /// The person.
    #[n(0)]
    pub user: i64,
}
