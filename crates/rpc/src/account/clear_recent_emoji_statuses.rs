//! `account.clearRecentEmojiStatuses = Bool`

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::account::ClearRecentEmojiStatuses,
) -> Result<bool, Error> {
    call.domain().preferences.change_recent_statuses(call.by()?, Vec::clear).await?;
    Ok(true)
}
