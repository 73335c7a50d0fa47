//! `messages.setDefaultHistoryTTL period:int = Bool`: chats that the caller begins take it; 0: messages stay.

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SetDefaultHistoryTTL,
) -> Result<bool, Error> {
    call.domain().chats.set_default_ttl(call.me()?, request.period).await?;
    Ok(true)
}
