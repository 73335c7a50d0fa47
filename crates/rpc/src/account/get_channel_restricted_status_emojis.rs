//! `account.getChannelRestrictedStatusEmojis hash:long = EmojiList`: none is kept back.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::account::GetChannelRestrictedStatusEmojis,
) -> Result<enums::EmojiList, Error> {
    Ok(types::EmojiList::new(0, Vec::new()).into())
}
