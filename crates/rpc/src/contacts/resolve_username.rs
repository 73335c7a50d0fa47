//! `contacts.resolveUsername username:string referer:flags.0?string = contacts.ResolvedPeer`.

use tl::{enums, functions};

use crate::{
    Call,
    contacts::resolved,
    errors::{Error, USERNAME_NOT_OCCUPIED},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::contacts::ResolveUsername,
) -> Result<enums::contacts::ResolvedPeer, Error> {
    let peer = call.domain().usernames.resolve(&request.username).await?.ok_or(USERNAME_NOT_OCCUPIED)?;
    resolved(call, peer).await
}
