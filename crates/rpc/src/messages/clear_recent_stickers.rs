//! `messages.clearRecentStickers flags:# attached:flags.0?true = Bool`

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ClearRecentStickers,
) -> Result<bool, Error> {
    call.domain().stickers.clear_recent(call.by()?, request.attached).await?;
    Ok(true)
}
