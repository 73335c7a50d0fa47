//! `channels.leaveChannel channel:InputChannel = Updates`

use tl::{enums, functions, types};

use crate::{Call, errors::Error, input, messages::channel};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::LeaveChannel,
) -> Result<enums::Updates, Error> {
    let id = input::channel(call, &request.channel).await?;
    let entries = call.domain().channels.leave(call.by()?, id).await?;
    channel::entries_and(call, id, &entries, vec![types::UpdateChannel::new(id).into()]).await
}
