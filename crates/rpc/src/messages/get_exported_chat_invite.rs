//! `messages.getExportedChatInvite peer:InputPeer link:string = messages.ExportedChatInvite`

use tl::{enums, functions, types};

use crate::{Call, errors::Error, messages::links};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetExportedChatInvite,
) -> Result<enums::messages::ExportedChatInvite, Error> {
    let me = call.me()?;
    let chat = links::chat(call, &request.peer).await?;
    let link = call.domain().invites.link(me, chat, links::hash(&request.link)).await?;
    let users = render::people(call.domain(), me, [link.invite.admin]).await?;
    Ok(types::messages::ExportedChatInvite::new(links::shown(&link), users).into())
}
