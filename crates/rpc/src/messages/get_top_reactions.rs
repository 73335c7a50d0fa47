//! `messages.getTopReactions limit:int hash:long = messages.Reactions`: those that the caller gives most often first.

use tl::{enums, functions};

use crate::{Call, errors::Error, messages::reaction};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetTopReactions,
) -> Result<enums::messages::Reactions, Error> {
    let top = call.domain().reactions.top(call.me()?).await?;
    Ok(reaction::list(top.iter().map(String::as_str).collect(), request.limit, request.hash))
}
