//! `messages.getDialogUnreadMarks parent_peer:flags.0?InputPeer = Vector<DialogPeer>`

use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, PEER_ID_INVALID},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetDialogUnreadMarks,
) -> Result<Vec<enums::DialogPeer>, Error> {
    // Chats inside a channel, which do not exist yet.
    if request.parent_peer.is_some() {
        return Err(PEER_ID_INVALID);
    }
    let marked = call.domain().chat_lists.unread_marks(call.me()?).await?;
    Ok(marked.into_iter().map(render::dialog_peer).collect())
}
