//! `channels.toggleViewForumAsMessages channel:InputChannel enabled:Bool = Updates`: the caller's devices show a forum as
//! one list of messages.

use tl::{enums, functions, types};

use crate::{Call, errors::Error, input, messages::channel};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::ToggleViewForumAsMessages,
) -> Result<enums::Updates, Error> {
    let id = input::channel(call, &request.channel).await?;
    call.domain().channels.show_as_messages(call.by()?, id, request.enabled).await?;
    let told = types::UpdateChannelViewForumAsMessages::new(id, request.enabled).into();
    channel::entries_and(call, id, &[], vec![told]).await
}
