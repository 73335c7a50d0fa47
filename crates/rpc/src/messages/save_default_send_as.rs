//! `messages.saveDefaultSendAs peer:InputPeer send_as:InputPeer = Bool`: as whom the caller writes in a supergroup if he
//! does not say, out of what `channels.getSendAs` offers.

use boxes::Peer;
use tl::functions;

use crate::{
    Call,
    errors::{Error, SEND_AS_PEER_INVALID},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SaveDefaultSendAs,
) -> Result<bool, Error> {
    let chat = input::peer(call, &request.peer).await?;
    let chosen = match input::peer(call, &request.send_as).await {
        Ok(chosen) => chosen,
        Err(_) => return Err(SEND_AS_PEER_INVALID),
    };
    match chat {
        Peer::Channel(channel) => call.domain().channels.set_send_as(call.by()?, channel, chosen).await?,
        Peer::User(_) | Peer::Group(_) if chosen == Peer::User(call.me()?) => {}
        Peer::User(_) | Peer::Group(_) => return Err(SEND_AS_PEER_INVALID),
    }
    Ok(true)
}
