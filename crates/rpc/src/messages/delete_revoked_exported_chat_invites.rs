//! `messages.deleteRevokedExportedChatInvites peer:InputPeer admin_id:InputUser = Bool`

use tl::functions;

use crate::{Call, errors::Error, input, messages::links};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::DeleteRevokedExportedChatInvites,
) -> Result<bool, Error> {
    let channel = links::channel(call, &request.peer).await?;
    let admin = input::user(call, &request.admin_id).await?;
    call.domain().channels.delete_links(call.by()?, channel, Some(admin), None).await?;
    Ok(true)
}
