//! `messages.importChatInvite hash:string = messages.ChatInviteJoinResult`: follows a link.

use domain::Followed;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, INVITE_HASH_EMPTY, INVITE_REQUEST_SENT},
    messages::{channel, group},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ImportChatInvite,
) -> Result<enums::messages::ChatInviteJoinResult, Error> {
    if request.hash.is_empty() {
        return Err(INVITE_HASH_EMPTY);
    }
    let updates = match call.domain().invites.follow(call.by()?, &request.hash).await? {
        Followed::Asked => return Err(INVITE_REQUEST_SENT),
        Followed::Group(changed) => group::changed(call, &changed).await?,
        Followed::Channel(id, entries) => {
            let joined = vec![types::UpdateChannel::new(id).into()];
            channel::entries_and(call, id, &entries, joined).await?
        }
    };
    Ok(types::messages::ChatInviteJoinResultOk::new(updates).into())
}
