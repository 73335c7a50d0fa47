//! `channels.getSendAs … peer:InputPeer = channels.SendAsPeers`: the caller writes as himself, or as the group where
//! he is an anonymous admin.

use boxes::Peer;
use domain::channel_rights::admin;
use tl::{enums, functions, types};

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::GetSendAs,
) -> Result<enums::channels::SendAsPeers, Error> {
    let me = call.me()?;
    let peers = vec![writes_as(call, input::peer(call, &request.peer).await?).await?];
    let named = render::named(call.domain(), me, peers.clone()).await?;
    let shown = peers.into_iter().map(|peer| types::SendAsPeer::new(render::peer(peer)).into()).collect();
    Ok(types::channels::SendAsPeers::new(shown, named.chats, named.users).into())
}

/// As whom the caller writes in a chat.
pub(crate) async fn writes_as(call: &Call<'_>, chat: Peer) -> Result<Peer, Error> {
    let me = call.me()?;
    if let Peer::Channel(id) = chat {
        let seen = call.domain().channels.seen(id, me).await?;
        if seen.standing.rights() & admin::ANONYMOUS != 0 {
            return Ok(chat);
        }
    }
    Ok(Peer::User(me))
}
