//! `messages.getUnreadReactions peer:InputPeer … = messages.Messages`: nobody can react yet.

use tl::{enums, functions, types};

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetUnreadReactions,
) -> Result<enums::messages::Messages, Error> {
    input::peer(call, &request.peer).await?;
    Ok(types::messages::Messages::new(Vec::new(), Vec::new(), Vec::new(), Vec::new()).into())
}
