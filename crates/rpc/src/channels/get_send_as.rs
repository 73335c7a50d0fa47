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
    let mut peers = vec![Peer::User(me)];
    if let Peer::Channel(id) = input::peer(call, &request.peer).await? {
        let seen = call.domain().channels.seen(id, me).await?;
        if seen.standing.rights() & admin::ANONYMOUS != 0 {
            peers = vec![Peer::Channel(id)];
        }
    }
    let named = render::named(call.domain(), me, peers.clone()).await?;
    let shown = peers.into_iter().map(|peer| types::SendAsPeer::new(render::peer(peer)).into()).collect();
    Ok(types::channels::SendAsPeers::new(shown, named.chats, named.users).into())
}
