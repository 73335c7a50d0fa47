//! `account.getDefaultProfilePhotoEmojis hash:long = EmojiList`: there are none yet.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::account::GetDefaultProfilePhotoEmojis,
) -> Result<enums::EmojiList, Error> {
    Ok(types::EmojiList::new(0, Vec::new()).into())
}
