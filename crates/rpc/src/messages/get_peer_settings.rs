//! `messages.getPeerSettings peer:InputPeer = messages.PeerSettings`: what the bar above a chat offers.

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, PEER_ID_INVALID},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetPeerSettings,
) -> Result<enums::messages::PeerSettings, Error> {
    let me = call.me()?;
    let peer = input::peer(call, &request.peer).await?;
    if let Peer::Channel(id) = peer {
        call.domain().channels.seen(id, me).await?;
        let named = render::named(call.domain(), me, [peer]).await?;
        let none = types::PeerSettings::new().into();
        return Ok(types::messages::PeerSettings::new(none, named.chats, named.users).into());
    }
    let user = input::person(peer)?;
    let view = call.domain().users.view(me, user).await?.ok_or(PEER_ID_INVALID)?;
    let blocked = call.domain().blocks.has(me, user).await?;
    let settings = render::peer_settings(&view, blocked, call.domain().peer_bars.of(me, &view).await?);
    Ok(types::messages::PeerSettings::new(settings, Vec::new(), vec![render::user(&view)]).into())
}
