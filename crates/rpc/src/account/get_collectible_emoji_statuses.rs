//! `account.getCollectibleEmojiStatuses hash:long = account.EmojiStatuses`: there are none yet.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::account::GetCollectibleEmojiStatuses,
) -> Result<enums::account::EmojiStatuses, Error> {
    Ok(types::account::EmojiStatuses::new(0, Vec::new()).into())
}
