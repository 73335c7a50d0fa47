//! `messages.exportChatInvite legacy_revoke_permanent:flags.2?true request_needed:flags.3?true peer:InputPeer
//! expire_date:flags.0?int usage_limit:flags.1?int title:flags.4?string … = ExportedChatInvite`

use domain::NewLink;
use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, LIMIT_INVALID},
    messages::links,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ExportChatInvite,
) -> Result<enums::ExportedChatInvite, Error> {
    // Nobody pays to be let in.
    if request.subscription_pricing.is_some() {
        return Err(LIMIT_INVALID);
    }
    let chat = links::chat(call, &request.peer).await?;
    let new = NewLink {
        expire_date: request.expire_date.filter(|date| *date > 0),
        usage_limit: request.usage_limit.filter(|limit| *limit > 0),
        request_needed: request.request_needed,
        title: request.title.filter(|title| !title.is_empty()),
    };
    // Clients that ask for a permanent link mean a new one in place of the old.
    let link = call.domain().invites.export(call.by()?, chat, new).await?;
    Ok(links::shown(&link))
}
