//! `messages.unpinAllMessages peer:InputPeer top_msg_id:flags.0?int saved_peer_id:flags.1?InputPeer
//! = messages.AffectedHistory`

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, MSG_ID_INVALID, PEER_ID_INVALID},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::UnpinAllMessages,
) -> Result<enums::messages::AffectedHistory, Error> {
    let peer = input::peer(call, &request.peer).await?;
    if request.top_msg_id.is_some() && !matches!(peer, Peer::Channel(_)) {
        return Err(MSG_ID_INVALID);
    }
    // Parts of a channel's chats do not exist yet.
    if request.saved_peer_id.is_some() {
        return Err(PEER_ID_INVALID);
    }
    if let Peer::Channel(id) = peer {
        let channels = &call.domain().channels;
        let entries = channels.unpin_all(call.by()?, id, request.top_msg_id).await?;
        let count = entries.iter().map(|entry| entry.pts_count).sum();
        return Ok(types::messages::AffectedHistory::new(channels.pts(id).await?, count, 0).into());
    }
    let affected = call.domain().chats.unpin_all(call.by()?, peer).await?;
    Ok(types::messages::AffectedHistory::new(affected.pts, affected.pts_count, affected.offset).into())
}
