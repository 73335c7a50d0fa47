//! `messages.getScheduledHistory peer:InputPeer hash:long = messages.Messages`: all of a chat, the last one first.

use tl::{enums, functions};

use crate::{Call, errors::Error, input, messages::scheduled};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetScheduledHistory,
) -> Result<enums::messages::Messages, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let found = call.domain().chats.scheduled(call.me()?, peer).await?;
    scheduled::page(call, &found).await
}
