//! `messages.getScheduledMessages peer:InputPeer id:Vector<int> = messages.Messages`: those that are there.

use tl::{enums, functions};

use crate::{
    Call,
    errors::Error,
    input,
    messages::{page, scheduled},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetScheduledMessages,
) -> Result<enums::messages::Messages, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let ids = page::ids(&request.id)?;
    let mut found = call.domain().chats.scheduled(call.me()?, peer).await?;
    found.retain(|message| ids.contains(&message.id));
    scheduled::page(call, &found).await
}
