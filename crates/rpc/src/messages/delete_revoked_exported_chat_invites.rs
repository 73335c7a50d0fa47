//! `messages.deleteRevokedExportedChatInvites peer:InputPeer admin_id:InputUser = Bool`

use tl::functions;

use crate::{Call, errors::Error, input, messages::links};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::DeleteRevokedExportedChatInvites,
) -> Result<bool, Error> {
    let chat = links::chat(call, &request.peer).await?;
    let admin = input::user(call, &request.admin_id).await?;
    call.domain().invites.delete_revoked(call.by()?, chat, admin).await?;
    Ok(true)
}
