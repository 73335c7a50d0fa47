//! The methods of `users.*`, a file each.

pub(crate) mod get_full_user;
pub(crate) mod get_requirements_to_contact;
pub(crate) mod get_saved_music;
pub(crate) mod get_saved_music_by_id;
pub(crate) mod get_users;
pub(crate) mod suggest_birthday;
