//! `channels.readMessageContents channel:InputChannel id:Vector<int> = Bool`: mentions are seen, and votes in
//! one's own polls.

use boxes::Peer;
use tl::functions;

use crate::{Call, errors::Error, input, messages::page};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::ReadMessageContents,
) -> Result<bool, Error> {
    let id = input::channel(call, &request.channel).await?;
    let ids = page::ids(&request.id)?;
    call.domain().channels.read_mentions(call.by()?, id, Some(ids)).await?;
    call.domain().chats.read_poll_votes(call.by()?, Peer::Channel(id), ids).await?;
    Ok(true)
}
