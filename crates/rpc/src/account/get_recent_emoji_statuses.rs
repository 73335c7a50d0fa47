//! `account.getRecentEmojiStatuses hash:long = account.EmojiStatuses`: what stood beside the caller's name, the newest
//! first.

use tl::{enums, functions};

use crate::{Call, account::emoji_statuses, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::GetRecentEmojiStatuses,
) -> Result<enums::account::EmojiStatuses, Error> {
    let kept = call.domain().preferences.of(call.me()?).await?;
    Ok(emoji_statuses(&kept.recent_emoji_statuses, request.hash))
}
