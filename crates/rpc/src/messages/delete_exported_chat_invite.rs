//! `messages.deleteExportedChatInvite peer:InputPeer link:string = Bool`: a revoked one.

use tl::functions;

use crate::{Call, errors::Error, messages::links};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::DeleteExportedChatInvite,
) -> Result<bool, Error> {
    let chat = links::chat(call, &request.peer).await?;
    call.domain().invites.delete(call.by()?, chat, links::hash(&request.link)).await?;
    Ok(true)
}
