//! `messages.hideChatJoinRequest approved:flags.0?true peer:InputPeer user_id:InputUser = Updates`

use tl::{enums, functions};

use crate::{Call, errors::Error, input, messages::links};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::HideChatJoinRequest,
) -> Result<enums::Updates, Error> {
    let chat = links::chat(call, &request.peer).await?;
    let user = input::user(call, &request.user_id).await?;
    let answered = call.domain().invites.answer(call.by()?, chat, user, request.approved).await?;
    links::answered(call, chat, vec![answered]).await
}
