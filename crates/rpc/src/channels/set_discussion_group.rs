//! `channels.setDiscussionGroup broadcast:InputChannel group:InputChannel = Bool`: links a channel with the group in
//! which it is discussed, or takes the link of the one that is named away.

use tl::{enums, functions};

use crate::{
    Call,
    errors::{BROADCAST_ID_INVALID, Error},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::SetDiscussionGroup,
) -> Result<bool, Error> {
    let broadcast = named(call, &request.broadcast).await?;
    let group = named(call, &request.group).await?;
    if broadcast.is_none() && group.is_none() {
        return Err(BROADCAST_ID_INVALID);
    }
    call.domain().channels.set_discussion(call.by()?, broadcast, group).await?;
    Ok(true)
}

async fn named(call: &Call<'_>, channel: &enums::InputChannel) -> Result<Option<i64>, Error> {
    match channel {
        enums::InputChannel::InputChannelEmpty => Ok(None),
        channel => Ok(Some(input::channel(call, channel).await?)),
    }
}
