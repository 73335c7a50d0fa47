//! `messages.updatePinnedMessage silent:flags.0?true unpin:flags.1?true pm_oneside:flags.2?true peer:InputPeer id:int
//! = Updates`: what is pinned already is answered with no updates.

use boxes::{Peer, Pin};
use tl::{enums, functions};

use crate::{Call, errors::Error, input, messages::channel};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::UpdatePinnedMessage,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    if let Peer::Channel(id) = peer {
        let channels = &call.domain().channels;
        let pinned = channels.pin(call.by()?, id, request.id, !request.unpin, request.silent).await?;
        return channel::entries(call, id, &pinned).await;
    }
    let pin = Pin { pinned: !request.unpin, oneside: request.pm_oneside, silent: request.silent };
    let affected = call.domain().chats.pin(call.by()?, peer, request.id, pin).await?;
    let now = call.now().seconds();
    Ok(render::entries_and(call.domain(), call.me()?, &affected.entries, Vec::new(), now).await?)
}
