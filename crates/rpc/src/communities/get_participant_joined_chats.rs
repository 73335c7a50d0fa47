//! `communities.getParticipantJoinedChats community:InputChannel participant:InputPeer =
//! communities.ParticipantJoinedChats`: what goes and stays if somebody is thrown out.

use boxes::Peer;
use tl::{enums, functions, types};

use super::{named, people::person};
use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::communities::GetParticipantJoinedChats,
) -> Result<enums::communities::ParticipantJoinedChats, Error> {
    let me = call.me()?;
    let id = named(call, &request.community).await?;
    let user = person(call, &request.participant).await?;
    let found = call.domain().channels.joined_in_community(id, me, user).await?;
    let chats = found.own.iter().chain(&found.joined).copied().map(Peer::Channel);
    let peers: Vec<Peer> = chats.chain([Peer::Channel(id), Peer::User(user)]).collect();
    let named = render::named(call.domain(), me, peers).await?;
    let (own, joined) = (found.own, found.joined);
    Ok(types::communities::ParticipantJoinedChats::new(own, joined, named.chats, named.users).into())
}
