//! `messages.updatePinnedMessage silent:flags.0?true unpin:flags.1?true pm_oneside:flags.2?true peer:InputPeer id:int
//! = Updates`: what is pinned already is answered with no updates.

use boxes::Pin;
use tl::{enums, functions};

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::UpdatePinnedMessage,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let pin = Pin { pinned: !request.unpin, oneside: request.pm_oneside, silent: request.silent };
    let affected = call.domain().chats.pin(call.by()?, peer, request.id, pin).await?;
    let now = call.now().seconds();
    Ok(render::entries_and(call.domain(), call.me()?, &affected.entries, Vec::new(), now).await?)
}
