//! One file per TL method; one table registers all.
//!
//! `dispatch` takes the bytes of one call and who makes it, and gives the bytes of the answer. It knows
//! neither sockets nor sessions; what it needs of them stands in [`Caller`].

mod account;
mod auth;
mod call;
mod channels;
mod chatlists;
mod communities;
mod contacts;
mod dispatch;
mod errors;
mod faults;
mod folders;
mod help;
mod input;
mod langpack;
mod messages;
mod order;
mod photos;
mod reports;
mod stats;
mod stickers;
mod table;
mod updates;
mod upload;
mod users;

pub use call::{Call, Caller, ClientInfo, Services, Settings};
pub use dispatch::{Answer, dispatch, encode_error};
pub use errors::Error;
pub use messages::find_entities;
pub use order::changes_box;
pub use table::{Cost, METHODS, Method, Run, Who};

/// The errors that a call can answer with, by name.
pub mod error {
    pub use crate::errors::*;
}
