//! `messages.deleteParticipantReaction peer:InputPeer msg_id:int participant:InputPeer = Updates`: what somebody gave to a
//! message of a group goes, at an admin's word.

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, PEER_ID_INVALID},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::DeleteParticipantReaction,
) -> Result<enums::Updates, Error> {
    let (domain, by) = (call.domain(), call.by()?);
    let peer = input::peer(call, &request.peer).await?;
    let whose = input::person(input::peer(call, &request.participant).await?)?;
    match peer {
        Peer::User(_) => Err(PEER_ID_INVALID),
        Peer::Group(id) => {
            let entry = domain.groups.take_reactions(by, id, request.msg_id, whose).await?;
            Ok(render::entries(domain, by.user, &[entry]).await?)
        }
        Peer::Channel(id) => {
            let message = domain.channels.take_reactions(by, id, request.msg_id, whose).await?;
            let update = render::reactions_update(&message);
            let named = render::named(domain, by.user, render::peers_in(&message)).await?;
            Ok(types::Updates::new(vec![update], named.users, named.chats, call.now().seconds(), 0).into())
        }
    }
}
