//! `messages.reportReaction peer:InputPeer id:int reaction_peer:InputPeer = Bool`: reports what somebody gave to a
//! message.

use boxes::Peer;
use store::records::reports::Reported;
use tl::functions;

use crate::{
    Call,
    errors::{Error, PEER_ID_INVALID},
    input, reports,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ReportReaction,
) -> Result<bool, Error> {
    let peer = reports::peer(call, &request.peer).await?;
    let by = input::peer(call, &request.reaction_peer).await?;
    if by == Peer::User(call.me()?) {
        return Err(PEER_ID_INVALID);
    }
    reports::authors(call, peer, &[request.id]).await?;
    reports::take(call, peer, (Reported::Reaction(request.id), vec![by]), "reaction", "").await?;
    Ok(true)
}
