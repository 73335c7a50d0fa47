//! What stands in the rows, one file for each family.
//!
//! Records are CBOR arrays: a field is known by its place, a new one goes to the end as an `Option`, and old
//! bytes read as `None`. Whoever changes the meaning of a field raises the table's version.

pub mod account;
pub mod admin_log;
pub mod auth_key;
pub mod box_index;
pub mod channels;
pub mod chat_list;
pub mod communities;
pub mod due;
pub mod figures;
pub mod files;
pub mod groups;
pub mod imports;
pub mod invites;
pub mod lasting;
mod letters;
pub mod log;
pub mod looks;
pub mod owner_head;
pub mod owner_key;
pub mod pages;
pub mod passkeys;
pub mod password;
pub mod place;
pub mod polls;
pub mod preferences;
pub mod public_posts;
pub mod reaction_settings;
pub mod reactions;
pub mod reports;
pub mod search;
pub mod server_meta;
pub mod stickers;
pub mod threads;
pub mod todo;
