//! `messages.saveDefaultSendAs peer:InputPeer send_as:InputPeer = Bool`: as whom the caller writes in a supergroup if he
//! does not say. There is one answer for each, that of `channels.getSendAs`, so nothing has to be kept: himself, or the
//! group where he is an anonymous admin.

use boxes::Peer;
use tl::functions;

use crate::{
    Call,
    channels::get_send_as::writes_as,
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
    let offered = match chat {
        Peer::Channel(_) => writes_as(call, chat).await?,
        Peer::User(_) | Peer::Group(_) => Peer::User(call.me()?),
    };
    if chosen == offered { Ok(true) } else { Err(SEND_AS_PEER_INVALID) }
}
