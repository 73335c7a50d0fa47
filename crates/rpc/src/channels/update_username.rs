//! `channels.updateUsername channel:InputChannel username:string = Bool`: an empty one makes it private.

use tl::functions;

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::UpdateUsername,
) -> Result<bool, Error> {
    let id = input::channel(call, &request.channel).await?;
    call.domain().channels.set_username(call.by()?, id, &request.username).await?;
    Ok(true)
}
