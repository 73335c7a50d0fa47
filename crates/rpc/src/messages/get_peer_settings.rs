//! `messages.getPeerSettings peer:InputPeer = messages.PeerSettings`: what the bar above a chat offers.

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
    let user = input::person(input::peer(call, &request.peer).await?)?;
    let view = call.domain().users.view(me, user).await?.ok_or(PEER_ID_INVALID)?;
    let blocked = call.domain().blocks.has(me, user).await?;
    let settings = render::peer_settings(&view, blocked);
    Ok(types::messages::PeerSettings::new(settings, Vec::new(), vec![render::user(&view)]).into())
}
