//! `messages.hideChatJoinRequest approved:flags.0?true peer:InputPeer user_id:InputUser = Updates`

use tl::{enums, functions, types};

use crate::{
    Call,
    errors::Error,
    input,
    messages::{channel, links},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::HideChatJoinRequest,
) -> Result<enums::Updates, Error> {
    let id = links::channel(call, &request.peer).await?;
    let user = input::user(call, &request.user_id).await?;
    let entries = call.domain().channels.answer_request(call.by()?, id, user, request.approved).await?;
    channel::entries_and(call, id, &entries, vec![types::UpdateChannel::new(id).into()]).await
}
