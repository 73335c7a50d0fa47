//! `channels.checkUsername channel:InputChannel username:string = Bool`

use tl::{enums, functions};

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::CheckUsername,
) -> Result<bool, Error> {
    let channels = &call.domain().channels;
    // Before there is a channel clients ask whether they may make it public at all.
    if matches!(request.channel, enums::InputChannel::InputChannelEmpty) {
        return Ok(call.domain().usernames.is_free_for_channel(0, &request.username).await?);
    }
    let id = input::channel(call, &request.channel).await?;
    Ok(channels.is_free(call.me()?, id, &request.username).await?)
}
