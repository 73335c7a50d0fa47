//! `messages.getRecentReactions limit:int hash:long = messages.Reactions`

use tl::{enums, functions};

use crate::{Call, errors::Error, messages::reaction};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetRecentReactions,
) -> Result<enums::messages::Reactions, Error> {
    let settings = call.domain().reactions.of(call.me()?).await?;
    let recent = settings.recent.iter().flatten().map(String::as_str).collect();
    Ok(reaction::list(recent, request.limit, request.hash))
}
