//! `messages.deletePollAnswer peer:InputPeer msg_id:int option:bytes = Updates`: an answer that somebody has added.

use boxes::Action;
use tl::{enums, functions};

use crate::{Call, errors::Error, input, messages::polls};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::DeletePollAnswer,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let chats = &call.domain().chats;
    let (view, gone) = chats.delete_poll_answer(call.by()?, peer, request.msg_id, &request.option).await?;
    let said = Action::PollDeleteAnswer { text: gone.text, option: gone.option };
    polls::told(call, (peer, request.msg_id), &view, said).await
}
