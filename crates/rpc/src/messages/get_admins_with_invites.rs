//! `messages.getAdminsWithInvites peer:InputPeer = messages.ChatAdminsWithInvites`

use tl::{enums, functions, types};

use crate::{Call, errors::Error, messages::links};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetAdminsWithInvites,
) -> Result<enums::messages::ChatAdminsWithInvites, Error> {
    let me = call.me()?;
    let chat = links::chat(call, &request.peer).await?;
    let found = call.domain().invites.admins(me, chat).await?;
    let users = render::people(call.domain(), me, found.iter().map(|(admin, ..)| *admin)).await?;
    let line = |(admin, live, revoked): &(store::ids::UserId, i32, i32)| {
        types::ChatAdminWithInvites::new(admin.0, *live, *revoked).into()
    };
    let admins = found.iter().map(line).collect();
    Ok(types::messages::ChatAdminsWithInvites::new(admins, users).into())
}
