//! `messages.getFullChat chat_id:long = messages.ChatFull`

use boxes::Peer;
use domain::{NotifyTarget, Origin};
use store::ids::Owner;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{CHAT_ID_INVALID, Error},
    messages::{files, links},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetFullChat,
) -> Result<enums::messages::ChatFull, Error> {
    let (domain, me) = (call.domain(), call.me()?);
    let seen = domain.groups.seen(me, request.chat_id).await?.ok_or(CHAT_ID_INVALID)?;
    if seen.is_forbidden() {
        return Err(CHAT_ID_INVALID);
    }
    let peer = Peer::Group(request.chat_id);
    let notify = domain.settings.notify(me, NotifyTarget::Peer(peer)).await?;
    let folder_id = Some(call.boxes().folder_of(me, peer).await?).filter(|folder| *folder != 0);
    let open = seen.view.record.deactivated != Some(true);
    let manages = open && seen.view.is_admin(me);
    let links = links::of_page(call, Owner::Group(request.chat_id), manages).await?;
    let full = types::ChatFull {
        pinned_msg_id: call.boxes().pinned(me, peer).await?.first().copied(),
        folder_id,
        chat_photo: files::picture(call, Origin::Group(request.chat_id), seen.view.record.photo).await?,
        exported_invite: links.exported.clone(),
        requests_pending: links.pending,
        recent_requesters: links.recent_requesters(),
        ..render::chat_full(&seen, render::notify_settings(&notify))
    };
    let members = seen.view.current().filter(|_| seen.is_member());
    let members = members.flat_map(|(user, member)| [user, member.inviter]).map(Peer::User);
    let mut peers: Vec<Peer> = members.chain([peer]).collect();
    peers.extend(links.recent.iter().copied().map(Peer::User));
    let named = render::named(domain, me, peers).await?;
    Ok(types::messages::ChatFull::new(full.into(), named.chats, named.users).into())
}
