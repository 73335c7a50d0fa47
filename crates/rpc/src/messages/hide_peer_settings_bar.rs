//! `messages.hidePeerSettingsBar peer:InputPeer = Bool`: the bar above a chat with somebody is put away. Groups and
//! channels have none.

use boxes::Peer;
use tl::functions;

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::HidePeerSettingsBar,
) -> Result<bool, Error> {
    let by = call.by()?;
    match input::peer(call, &request.peer).await? {
        Peer::User(user) if user != by.user => call.domain().peer_bars.hide(by, user).await?,
        Peer::Channel(channel) => drop(call.domain().channels.seen(channel, by.user).await?),
        Peer::User(_) | Peer::Group(_) => {}
    }
    Ok(true)
}
