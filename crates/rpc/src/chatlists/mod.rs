//! The methods of `chatlists.*`, a file each: folders that are shared by a link.
//!
//! A shared folder holds groups and channels alone, and there are none yet: nothing can be shared, so no link
//! exists. What a client asks is answered with the error that says so.

pub(crate) mod check_chatlist_invite;
pub(crate) mod delete_exported_invite;
pub(crate) mod edit_exported_invite;
pub(crate) mod export_chatlist_invite;
pub(crate) mod get_chatlist_updates;
pub(crate) mod get_exported_invites;
pub(crate) mod get_leave_chatlist_suggestions;
pub(crate) mod hide_chatlist_updates;
pub(crate) mod join_chatlist_invite;
pub(crate) mod join_chatlist_updates;
pub(crate) mod leave_chatlist;

use tl::enums;

use crate::{
    Call,
    errors::{Error, FILTER_ID_INVALID, FILTER_NOT_SUPPORTED, INVITE_SLUG_EMPTY, INVITE_SLUG_EXPIRED},
};

/// Refuses a folder that the caller does not have.
async fn known(call: &Call<'_>, chatlist: &enums::InputChatlist) -> Result<(), Error> {
    let enums::InputChatlist::InputChatlistDialogFilter(named) = chatlist;
    let found = call.domain().chat_lists.filter(call.me()?, named.filter_id).await?;
    found.map(drop).ok_or(FILTER_ID_INVALID)
}

/// Why what is asked of a shared folder is refused: the folder is not there, or not shared.
async fn not_shared(call: &Call<'_>, chatlist: &enums::InputChatlist) -> Result<Error, Error> {
    known(call, chatlist).await?;
    Ok(FILTER_NOT_SUPPORTED)
}

/// Why a link is refused: none is given, or it leads nowhere.
fn no_link(slug: &str) -> Error {
    if slug.is_empty() { INVITE_SLUG_EMPTY } else { INVITE_SLUG_EXPIRED }
}
