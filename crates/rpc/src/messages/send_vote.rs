//! `messages.sendVote peer:InputPeer msg_id:int options:Vector<bytes> = Updates`: no options take the vote back.

use tl::{enums, functions};

use crate::{Call, errors::Error, input, messages::polls};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SendVote,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let options: Vec<_> = request.options.into_iter().map(|option| option.0).collect();
    let view = call.domain().chats.vote(call.by()?, peer, request.msg_id, &options).await?;
    polls::answer(call, &view).await
}
