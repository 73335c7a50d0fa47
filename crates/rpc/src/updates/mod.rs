//! The methods of `updates.*`, a file each.

pub(crate) mod get_channel_difference;
pub(crate) mod get_difference;
pub(crate) mod get_state;
