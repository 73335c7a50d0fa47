//! Boxes: the ordered logs of users and channels, and what follows from them.
//!
//! The log is the only thing written durably on the way of a message, one record for each box. Dialogs, unread
//! counts and the index of histories are projections: kept in memory while used, written now and then, rebuilt
//! from the log's tail. Boxes speak to each other in origins (the author and the author's own id of a message),
//! in order, and the log is the outbox. This crate knows neither the protocol's types nor who may do what; that
//! is `domain`'s and `render`'s.

#![forbid(unsafe_code)]

mod beside;
mod boxes;
mod cells;
mod change;
mod channels;
mod contents;
mod defect;
mod delete;
mod deliver;
mod difference;
mod due;
mod error;
mod evict;
mod expire;
mod fetch;
mod files;
mod flight;
mod folders;
mod groups;
mod history;
mod lasting;
mod listener;
mod lists;
mod need;
mod pins;
mod plan;
mod projection;
mod queries;
mod react;
mod read_date;
mod rows;
mod rules;
mod saved;
mod schedule;
mod search;
mod seen;
mod send;
mod slots;
mod step;
mod todo;
mod turns;
mod types;
mod view;
mod work_off;

pub use boxes::{Boxes, MESSAGE_BYTES_MAX, Options};
pub use channels::*;
#[doc(hidden)]
pub use defect::Defect;
pub use due::{DUE_AT_ONCE, DueNow, DueQueue};
pub use error::BoxError;
pub use folders::{ARCHIVE_FOLDER, MAIN_FOLDER};
pub use groups::{GROUP_MEMBERS_MAX, GroupChange, GroupChanged, GroupView, NewGroup, banned};
pub use history::{DIALOGS_MAX, HISTORY_MAX};
pub use lasting::{LASTING_MAX, LASTING_OVERLAP_SECONDS, keep_lasting};
pub use listener::{Gate, Listener, Open, Silent};
pub use pins::{PINNED_MAX, Pin};
pub use queries::*;
pub use react::NewReaction;
pub use read_date::ReadDate;
pub use saved::SavedPart;
pub use schedule::{NewSchedule, SCHEDULED_IDS_END, SCHEDULED_PER_CHAT_MAX, ScheduledEdit};
pub use search::Places;
pub use send::SENT_AT_ONCE_MAX;
pub use todo::{TODO_ITEMS_MAX, TodoChange, TodoChanged};
pub use turns::{Place, PlaceRef, Turn};
pub use types::*;
pub use view::reply_of;
