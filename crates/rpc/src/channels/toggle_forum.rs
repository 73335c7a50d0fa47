//! `channels.toggleForum channel:InputChannel enabled:Bool tabs:Bool = Updates`

use tl::{enums, functions, types};

use crate::{Call, errors::Error, input, messages::channel};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::ToggleForum,
) -> Result<enums::Updates, Error> {
    let id = input::channel(call, &request.channel).await?;
    call.domain().channels.set_forum(call.by()?, id, request.enabled, request.tabs).await?;
    channel::entries_and(call, id, &[], vec![types::UpdateChannel::new(id).into()]).await
}
