//! `messages.hideAllChatJoinRequests approved:flags.0?true peer:InputPeer link:flags.1?string = Updates`

use tl::{enums, functions};

use crate::{Call, errors::Error, messages::links};

/// People of one call; a client asks again while some are left.
const AT_ONCE_MAX: usize = 100;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::HideAllChatJoinRequests,
) -> Result<enums::Updates, Error> {
    let chat = links::chat(call, &request.peer).await?;
    let invites = &call.domain().invites;
    let hash = request.link.as_deref().map(links::hash);
    let waiting = invites.importers(call.me()?, chat, hash, true).await?;
    let mut answered = Vec::new();
    for one in waiting.into_iter().take(AT_ONCE_MAX) {
        answered.push(invites.answer(call.by()?, chat, one.user, request.approved).await?);
    }
    links::answered(call, chat, answered).await
}
