//! `messages.toggleSavedDialogPin pinned:flags.0?true peer:InputDialogPeer = Bool`

use tl::functions;

use crate::{Call, errors::Error, messages::get_peer_dialogs};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ToggleSavedDialogPin,
) -> Result<bool, Error> {
    let peer = get_peer_dialogs::meant(call, &request.peer).await?;
    call.domain().chat_lists.toggle_saved_pin(call.by()?, peer, request.pinned).await?;
    Ok(true)
}
