//! `messages.getExportedChatInvites revoked:flags.3?true peer:InputPeer admin_id:InputUser offset_date:flags.2?int
//! offset_link:flags.2?string limit:int = messages.ExportedChatInvites`

use tl::{enums, functions, types};

use crate::{
    Call,
    errors::Error,
    input,
    messages::{links, page},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetExportedChatInvites,
) -> Result<enums::messages::ExportedChatInvites, Error> {
    let me = call.me()?;
    let chat = links::chat(call, &request.peer).await?;
    let admin = input::user(call, &request.admin_id).await?;
    let found = call.domain().invites.of_admin(me, chat, admin, request.revoked).await?;
    let count = i32::try_from(found.len()).unwrap_or(i32::MAX);
    let offset = request.offset_link.as_deref().map(links::hash);
    let skip = offset.and_then(|hash| found.iter().position(|link| link.hash == hash)).map_or(0, |at| at + 1);
    let limit = usize::try_from(page::limit(request.limit)).unwrap_or(0);
    let shown = found.iter().skip(skip).take(limit).map(links::shown).collect();
    let users = render::people(call.domain(), me, [admin]).await?;
    Ok(types::messages::ExportedChatInvites::new(count, shown, users).into())
}
