//! The methods of `folders.*`, a file each.

pub(crate) mod edit_peer_folders;
