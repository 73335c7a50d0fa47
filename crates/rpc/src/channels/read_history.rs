//! `channels.readHistory channel:InputChannel max_id:int = Bool`

use boxes::Peer;
use tl::functions;

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::ReadHistory,
) -> Result<bool, Error> {
    let id = input::channel(call, &request.channel).await?;
    let read = call.domain().channels.read(call.by()?, id, request.max_id).await?;
    call.domain().chat_lists.was_read(call.by()?, Peer::Channel(id)).await?;
    Ok(read)
}
