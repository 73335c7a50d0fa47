//! `messages.startHistoryImport peer:InputPeer import_id:long = Bool`: what was prepared becomes messages, from here on
//! and whatever breaks.

use tl::functions;

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::StartHistoryImport,
) -> Result<bool, Error> {
    let peer = input::peer(call, &request.peer).await?;
    call.domain().chats.start_import(call.me()?, peer, request.import_id).await?;
    Ok(true)
}
