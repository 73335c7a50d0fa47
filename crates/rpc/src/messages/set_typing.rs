//! `messages.setTyping peer:InputPeer top_msg_id:flags.0?int action:SendMessageAction = Bool`: told to the other
//! side's sessions that are there, never kept.

use tl::{Layer, functions};

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(call: &Call<'_>, request: functions::messages::SetTyping) -> Result<bool, Error> {
    let to = input::person(input::peer(call, &request.peer).await?)?;
    let action = tl::encode(&request.action, Layer::NEWEST);
    call.domain().chats.typing(call.me()?, to, action).await?;
    Ok(true)
}
