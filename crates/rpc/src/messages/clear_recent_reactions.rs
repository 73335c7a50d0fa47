//! `messages.clearRecentReactions = Bool`

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::messages::ClearRecentReactions,
) -> Result<bool, Error> {
    call.domain().reactions.clear_recent(call.by()?).await?;
    Ok(true)
}
