//! `messages.getMessageEditData peer:InputPeer id:int = messages.MessageEditData`: whether a message may be changed.

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetMessageEditData,
) -> Result<enums::messages::MessageEditData, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let message = match peer {
        Peer::Channel(id) => call.domain().channels.editable(id, call.me()?, request.id).await?,
        _ => call.domain().chats.editable(call.by()?, peer, request.id).await?,
    };
    let caption = message.content.media.is_some();
    Ok(types::messages::MessageEditData { caption }.into())
}
