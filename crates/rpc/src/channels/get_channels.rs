//! `channels.getChannels id:Vector<InputChannel> = messages.Chats`: those that the caller can name.

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{CHANNEL_INVALID, Error, LIMIT_INVALID},
    input,
};

/// Channels of one call.
const CHANNELS_MAX: usize = 200;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::GetChannels,
) -> Result<enums::messages::Chats, Error> {
    if request.id.len() > CHANNELS_MAX {
        return Err(LIMIT_INVALID);
    }
    let mut peers = Vec::with_capacity(request.id.len());
    let mut refused = false;
    for named in &request.id {
        match input::channel(call, named).await {
            Ok(channel) => peers.push(Peer::Channel(channel)),
            Err(error) if error.code == 400 => refused = true,
            Err(error) => return Err(error),
        }
    }
    let named = render::named(call.domain(), call.me()?, peers).await?;
    if named.chats.is_empty() && refused {
        return Err(CHANNEL_INVALID);
    }
    Ok(types::messages::Chats::new(named.chats).into())
}
