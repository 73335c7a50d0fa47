//! `messages.getPinnedDialogs folder_id:int = messages.PeerDialogs`: dialogs cannot be pinned yet.

use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, FOLDER_ID_INVALID},
    updates,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetPinnedDialogs,
) -> Result<enums::messages::PeerDialogs, Error> {
    // 0 is the chat list, 1 the archive.
    if !(0..=1).contains(&request.folder_id) {
        return Err(FOLDER_ID_INVALID);
    }
    let state = updates::get_state::state(call).await?;
    Ok(types::messages::PeerDialogs::new(Vec::new(), Vec::new(), Vec::new(), Vec::new(), state).into())
}
