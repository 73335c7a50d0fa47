//! `messages.readReactions peer:InputPeer … = messages.AffectedHistory`

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ReadReactions,
) -> Result<enums::messages::AffectedHistory, Error> {
    let peer = input::peer(call, &request.peer).await?;
    if let Peer::Channel(id) = peer {
        let channels = &call.domain().channels;
        channels.read_reactions(call.by()?, id).await?;
        return Ok(types::messages::AffectedHistory::new(channels.pts(id).await?, 0, 0).into());
    }
    let read = call.domain().chats.read_reactions(call.by()?, peer, None).await?;
    Ok(types::messages::AffectedHistory::new(read.pts, read.pts_count, read.offset).into())
}
