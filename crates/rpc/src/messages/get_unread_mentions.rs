//! `messages.getUnreadMentions peer:InputPeer … = messages.Messages`: private chats have no mentions to be read.

use tl::{enums, functions, types};

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetUnreadMentions,
) -> Result<enums::messages::Messages, Error> {
    input::peer(call, &request.peer).await?;
    Ok(types::messages::Messages::new(Vec::new(), Vec::new(), Vec::new(), Vec::new()).into())
}
