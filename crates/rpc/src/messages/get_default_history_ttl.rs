//! `messages.getDefaultHistoryTTL = DefaultHistoryTTL`: 0 where messages stay until they are deleted.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::messages::GetDefaultHistoryTTL,
) -> Result<enums::DefaultHistoryTTL, Error> {
    let period = call.domain().chats.default_ttl(call.me()?).await?;
    Ok(types::DefaultHistoryTTL::new(period.unwrap_or(0)).into())
}
