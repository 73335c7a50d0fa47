//! `messages.hideAllChatJoinRequests approved:flags.0?true peer:InputPeer link:flags.1?string = Updates`

use tl::{enums, functions, types};

use crate::{
    Call,
    errors::Error,
    messages::{channel, links},
};

/// People of one call; a client asks again while some are left.
const AT_ONCE_MAX: usize = 100;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::HideAllChatJoinRequests,
) -> Result<enums::Updates, Error> {
    let id = links::channel(call, &request.peer).await?;
    let channels = &call.domain().channels;
    let hash = request.link.as_deref().map(links::hash);
    let waiting = channels.importers(call.me()?, id, hash, true).await?;
    let mut entries = Vec::new();
    for one in waiting.into_iter().take(AT_ONCE_MAX) {
        entries.extend(channels.answer_request(call.by()?, id, one.user, request.approved).await?);
    }
    channel::entries_and(call, id, &entries, vec![types::UpdateChannel::new(id).into()]).await
}
