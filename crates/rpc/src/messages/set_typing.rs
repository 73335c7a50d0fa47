//! `messages.setTyping peer:InputPeer top_msg_id:flags.0?int action:SendMessageAction = Bool`: told to the other
//! side's sessions that are there, never kept.

use boxes::Peer;
use tl::{Layer, enums, functions};

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(call: &Call<'_>, request: functions::messages::SetTyping) -> Result<bool, Error> {
    let to = input::peer(call, &request.peer).await?;
    if let Peer::Channel(id) = to {
        let action = tl::encode(&request.action, Layer::NEWEST);
        call.domain().channels.typing(call.by()?, id, request.top_msg_id, action).await?;
        return Ok(true);
    }
    // An animation names a message by the caller's id of it, which means another one to the receiver.
    if !matches!(request.action, enums::SendMessageAction::SendMessageEmojiInteraction(_)) {
        let action = tl::encode(&request.action, Layer::NEWEST);
        match to {
            Peer::Group(group) => call.domain().groups.typing(call.me()?, group, action).await?,
            to => call.domain().chats.typing(call.me()?, input::person(to)?, action).await?,
        }
    }
    Ok(true)
}
