//! `channels.getChannelRecommendations flags:# channel:flags.0?InputChannel = messages.Chats`: none. What else the members of a
//! channel read is their own business, and in a small one a list would name it; so nothing is counted for this.

use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{BROADCAST_ID_INVALID, Error},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::GetChannelRecommendations,
) -> Result<enums::messages::Chats, Error> {
    if let Some(channel) = &request.channel {
        let id = input::channel(call, channel).await?;
        let seen = call.domain().channels.seen(id, call.me()?).await?;
        if !seen.is_broadcast() {
            return Err(BROADCAST_ID_INVALID);
        }
    }
    Ok(types::messages::Chats::new(Vec::new()).into())
}
