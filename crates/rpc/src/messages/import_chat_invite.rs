//! `messages.importChatInvite hash:string = messages.ChatInviteJoinResult`: follows a link.

use domain::Followed;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, INVITE_HASH_EMPTY, INVITE_REQUEST_SENT},
    messages::channel,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ImportChatInvite,
) -> Result<enums::messages::ChatInviteJoinResult, Error> {
    if request.hash.is_empty() {
        return Err(INVITE_HASH_EMPTY);
    }
    match call.domain().channels.follow_link(call.by()?, &request.hash).await? {
        Followed::Asked => Err(INVITE_REQUEST_SENT),
        Followed::In(id, entries) => {
            let joined = vec![types::UpdateChannel::new(id).into()];
            let updates = channel::entries_and(call, id, &entries, joined).await?;
            Ok(types::messages::ChatInviteJoinResultOk::new(updates).into())
        }
    }
}
