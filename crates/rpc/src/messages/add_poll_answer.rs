//! `messages.addPollAnswer peer:InputPeer msg_id:int answer:PollAnswer = Updates`

use boxes::Action;
use tl::{enums, functions};

use crate::{
    Call,
    errors::Error,
    input,
    messages::{media, polls},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::AddPollAnswer,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let answer = media::answer(call, request.answer).await?;
    let chats = &call.domain().chats;
    let (view, added) = chats.add_poll_answer(call.by()?, peer, request.msg_id, answer).await?;
    let said = Action::PollAppendAnswer { text: added.text, option: added.option };
    polls::told(call, (peer, request.msg_id), &view, said).await
}
