//! `upload.*`: files part by part, up and down.

pub(crate) mod get_file;
pub(crate) mod get_file_hashes;
pub(crate) mod save_big_file_part;
pub(crate) mod save_file_part;
