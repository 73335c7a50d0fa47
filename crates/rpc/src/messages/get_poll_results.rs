//! `messages.getPollResults peer:InputPeer msg_id:int poll_hash:long = Updates`

use tl::{enums, functions};

use crate::{Call, errors::Error, input, messages::polls};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetPollResults,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let poll = call.domain().chats.poll(call.by()?, peer, request.msg_id).await?;
    polls::answer(call, &poll).await
}
