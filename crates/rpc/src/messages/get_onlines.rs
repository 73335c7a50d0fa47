//! `messages.getOnlines peer:InputPeer = ChatOnlines`

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{CHANNEL_INVALID, Error, PEER_ID_INVALID},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetOnlines,
) -> Result<enums::ChatOnlines, Error> {
    let online = match input::peer(call, &request.peer).await? {
        Peer::Group(group) => call.domain().groups.online(call.me()?, group).await?,
        Peer::Channel(_) => return Err(CHANNEL_INVALID),
        Peer::User(_) => return Err(PEER_ID_INVALID),
    };
    Ok(types::ChatOnlines::new(i32::try_from(online).unwrap_or(i32::MAX)).into())
}
