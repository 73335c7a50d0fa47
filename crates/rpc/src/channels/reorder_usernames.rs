//! `channels.reorderUsernames channel:InputChannel order:Vector<string> = Bool`: a channel here has one name at most, so
//! there is one order.

use domain::ChannelAction;
use tl::functions;

use crate::{
    Call,
    errors::{Error, USERNAME_INVALID, USERNAME_NOT_MODIFIED},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::ReorderUsernames,
) -> Result<bool, Error> {
    let id = input::channel(call, &request.channel).await?;
    let seen = call.domain().channels.allowed(id, call.me()?, ChannelAction::Own).await?;
    let own: Vec<String> = seen.record.username.iter().map(|name| name.to_lowercase()).collect();
    let asked: Vec<String> = request.order.iter().map(|name| name.to_lowercase()).collect();
    Err(if own == asked { USERNAME_NOT_MODIFIED } else { USERNAME_INVALID })
}
