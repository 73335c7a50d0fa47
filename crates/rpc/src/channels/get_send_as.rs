//! `channels.getSendAs … peer:InputPeer = channels.SendAsPeers`: the caller writes as himself, as the group where he is an
//! anonymous admin, or as a public channel that he made; the first is what he writes as if he does not say.

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::GetSendAs,
) -> Result<enums::channels::SendAsPeers, Error> {
    let me = call.me()?;
    let peers = match input::peer(call, &request.peer).await? {
        Peer::Channel(channel) => call.domain().channels.writes_as(me, channel).await?,
        Peer::User(_) | Peer::Group(_) => vec![Peer::User(me)],
    };
    let named = render::named(call.domain(), me, peers.clone()).await?;
    let shown = peers.into_iter().map(|peer| types::SendAsPeer::new(render::peer(peer)).into()).collect();
    Ok(types::channels::SendAsPeers::new(shown, named.chats, named.users).into())
}
