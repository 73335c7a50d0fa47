//! `channels.joinChannel channel:InputChannel = messages.ChatInviteJoinResult`

use tl::{enums, functions, types};

use crate::{Call, errors::Error, input, messages::channel};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::JoinChannel,
) -> Result<enums::messages::ChatInviteJoinResult, Error> {
    let id = input::channel(call, &request.channel).await?;
    let entries = call.domain().channels.join(call.by()?, id).await?;
    let joined = vec![types::UpdateChannel::new(id).into()];
    let updates = channel::entries_and(call, id, &entries, joined).await?;
    Ok(types::messages::ChatInviteJoinResultOk::new(updates).into())
}
