//! `messages.addPollAnswer peer:InputPeer msg_id:int answer:PollAnswer = Updates`

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
    let view = call.domain().chats.add_poll_answer(call.by()?, peer, request.msg_id, answer).await?;
    polls::answer(call, &view).await
}
