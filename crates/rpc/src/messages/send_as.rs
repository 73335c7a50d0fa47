//! As whom a message is to be shown: its author, or in a supergroup whatever `channels.getSendAs` has offered him.

use boxes::Peer;
use tl::enums;

use crate::{
    Call,
    errors::{Error, SEND_AS_PEER_INVALID},
    input,
};

/// What the caller says; none where he says nothing. Whether he may is asked with the send.
///
/// # Errors
/// `SEND_AS_PEER_INVALID` for others than himself outside of supergroups, and for channels where the message is sent
/// later: it is then shown as what he has set for the group.
pub(crate) async fn asked(
    call: &Call<'_>,
    chat: Peer,
    send_as: Option<&enums::InputPeer>,
    scheduled: bool,
) -> Result<Option<Peer>, Error> {
    let Some(named) = send_as else { return Ok(None) };
    let peer = input::peer(call, named).await?;
    match (chat, peer) {
        (_, Peer::User(user)) if user == call.me()? => Ok(Some(peer)),
        (Peer::Channel(_), Peer::Channel(_)) if !scheduled => Ok(Some(peer)),
        _ => Err(SEND_AS_PEER_INVALID),
    }
}
