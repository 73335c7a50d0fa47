//! `messages.deleteExportedChatInvite peer:InputPeer link:string = Bool`: a revoked one.

use tl::functions;

use crate::{Call, errors::Error, messages::links};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::DeleteExportedChatInvite,
) -> Result<bool, Error> {
    let channel = links::channel(call, &request.peer).await?;
    let hash = Some(links::hash(&request.link));
    call.domain().channels.delete_links(call.by()?, channel, None, hash).await?;
    Ok(true)
}
