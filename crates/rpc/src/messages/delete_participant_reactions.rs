//! `messages.deleteParticipantReactions peer:InputPeer participant:InputPeer = Bool`: all that somebody gave to messages of a
//! group goes, at an admin's word.

use boxes::Peer;
use tl::functions;

use crate::{
    Call,
    errors::{Error, PEER_ID_INVALID},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::DeleteParticipantReactions,
) -> Result<bool, Error> {
    let (domain, by) = (call.domain(), call.by()?);
    let peer = input::peer(call, &request.peer).await?;
    let whose = input::person(input::peer(call, &request.participant).await?)?;
    match peer {
        Peer::User(_) => return Err(PEER_ID_INVALID),
        Peer::Group(id) => domain.groups.take_all_reactions(by, id, whose).await?,
        Peer::Channel(id) => domain.channels.take_all_reactions(by, id, whose).await?,
    }
    Ok(true)
}
