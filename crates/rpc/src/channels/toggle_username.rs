//! `channels.toggleUsername channel:InputChannel username:string active:Bool = Bool`: names beside the one that can be
//! changed are switched on and off. A channel here has that one alone, and it is always on.

use domain::ChannelAction;
use tl::functions;

use crate::{
    Call,
    errors::{Error, USERNAME_INVALID, USERNAME_NOT_MODIFIED},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::ToggleUsername,
) -> Result<bool, Error> {
    let id = input::channel(call, &request.channel).await?;
    let seen = call.domain().channels.allowed(id, call.me()?, ChannelAction::Own).await?;
    let own =
        seen.record.username.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(&request.username));
    Err(if own && request.active { USERNAME_NOT_MODIFIED } else { USERNAME_INVALID })
}
