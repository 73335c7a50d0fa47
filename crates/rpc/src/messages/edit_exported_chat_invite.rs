//! `messages.editExportedChatInvite revoked:flags.2?true peer:InputPeer link:string expire_date:flags.0?int
//! usage_limit:flags.1?int request_needed:flags.3?Bool title:flags.4?string = messages.ExportedChatInvite`

use domain::LinkChange;
use tl::{enums, functions, types};

use crate::{Call, errors::Error, messages::links};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::EditExportedChatInvite,
) -> Result<enums::messages::ExportedChatInvite, Error> {
    let chat = links::chat(call, &request.peer).await?;
    let change = LinkChange {
        revoked: request.revoked,
        expire_date: request.expire_date,
        usage_limit: request.usage_limit,
        request_needed: request.request_needed,
        title: request.title,
    };
    let invites = &call.domain().invites;
    let (link, replacement) = invites.edit(call.by()?, chat, links::hash(&request.link), change).await?;
    let users = render::people(call.domain(), call.me()?, [link.invite.admin]).await?;
    Ok(match replacement {
        None => types::messages::ExportedChatInvite::new(links::shown(&link), users).into(),
        Some(new) => {
            let (old, new) = (links::shown(&link), links::shown(&new));
            types::messages::ExportedChatInviteReplaced::new(old, new, users).into()
        }
    })
}
