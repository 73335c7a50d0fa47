//! `channels.deactivateAllUsernames channel:InputChannel = Bool`: switches all names off but the one that can be changed.
//! A channel here has no other.

use domain::ChannelAction;
use tl::functions;

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::DeactivateAllUsernames,
) -> Result<bool, Error> {
    let id = input::channel(call, &request.channel).await?;
    call.domain().channels.allowed(id, call.me()?, ChannelAction::Own).await?;
    Ok(true)
}
