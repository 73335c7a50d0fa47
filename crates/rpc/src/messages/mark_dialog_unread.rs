//! `messages.markDialogUnread unread:flags.0?true parent_peer:flags.1?InputPeer peer:InputDialogPeer = Bool`

use tl::functions;

use crate::{
    Call,
    errors::{Error, PEER_ID_INVALID},
    messages::get_peer_dialogs,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::MarkDialogUnread,
) -> Result<bool, Error> {
    // Chats inside a channel, which do not exist yet.
    if request.parent_peer.is_some() {
        return Err(PEER_ID_INVALID);
    }
    let peer = get_peer_dialogs::meant(call, &request.peer).await?;
    call.domain().chat_lists.mark_unread(call.by()?, peer, request.unread).await?;
    Ok(true)
}
