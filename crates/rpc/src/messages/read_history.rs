//! `messages.readHistory peer:InputPeer max_id:int = messages.AffectedMessages`

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ReadHistory,
) -> Result<enums::messages::AffectedMessages, Error> {
    let peer = input::peer(call, &request.peer).await?;
    if let Peer::Channel(id) = peer {
        let channels = &call.domain().channels;
        channels.read(call.by()?, id, request.max_id).await?;
        return Ok(types::messages::AffectedMessages::new(channels.pts(id).await?, 0).into());
    }
    let affected = call.boxes().read(call.by()?, peer, request.max_id).await?;
    call.domain().chat_lists.was_read(call.by()?, peer).await?;
    Ok(types::messages::AffectedMessages::new(affected.pts, affected.pts_count).into())
}
