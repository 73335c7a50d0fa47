//! `messages.editChatParticipantRank peer:InputPeer participant:InputPeer rank:string = Updates`: what a member of a group is
//! called; empty for nothing.

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, PEER_ID_INVALID},
    input,
    messages::channel,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::EditChatParticipantRank,
) -> Result<enums::Updates, Error> {
    let (domain, by) = (call.domain(), call.by()?);
    let peer = input::peer(call, &request.peer).await?;
    let user = input::person(input::peer(call, &request.participant).await?)?;
    match peer {
        Peer::User(_) => Err(PEER_ID_INVALID),
        Peer::Group(id) => {
            let changed = domain.groups.set_rank(by, id, user, &request.rank).await?;
            let record = &changed.view.record;
            let rank = record.rank(user).unwrap_or_default().to_owned();
            let update = types::UpdateChatParticipantRank::new(id, user.0, rank, record.version).into();
            let named = render::named(domain, by.user, [peer, Peer::User(user)]).await?;
            let now = call.now().seconds();
            Ok(types::Updates::new(vec![update], named.users, named.chats, now, 0).into())
        }
        Peer::Channel(id) => {
            domain.channels.set_rank(by, id, user, &request.rank).await?;
            channel::entries_and(call, id, &[], vec![types::UpdateChannel::new(id).into()]).await
        }
    }
}
