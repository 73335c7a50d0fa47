//! `messages.readDiscussion peer:InputPeer msg_id:int read_max_id:int = Bool`

use tl::functions;

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ReadDiscussion,
) -> Result<bool, Error> {
    let id = input::thread_peer(call, &request.peer).await?;
    let channels = &call.domain().channels;
    let thread = channels.thread(call.me()?, id, request.msg_id).await?;
    Ok(channels.read_thread(call.by()?, &thread, request.read_max_id).await?)
}
