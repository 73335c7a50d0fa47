//! As whom a message is to be shown: its author, or in a supergroup whatever `channels.getSendAs` has offered him.

use boxes::Peer;
use domain::Draft;
use tl::enums;

use crate::{
    Call,
    errors::{Error, SEND_AS_PEER_INVALID},
    input,
    messages::sent,
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

/// Sends drafts to a group or channel like that: apart from the method, whose future is to stay small.
pub(crate) async fn send(
    call: &Call<'_>,
    chat: Peer,
    (mut drafts, when): (Vec<Draft>, (Option<i32>, Option<i32>)),
    named: Option<enums::InputPeer>,
) -> Result<enums::Updates, Error> {
    let send_as = asked(call, chat, named.as_ref(), when.0.is_some()).await?;
    drafts.iter_mut().for_each(|draft| draft.send_as = send_as);
    sent::send(call, chat, drafts, when).await
}
