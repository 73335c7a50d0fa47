//! `messages.getEmojiGameInfo = messages.EmojiGameInfo`: nobody plays for money here.

use tl::{enums, functions};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::messages::GetEmojiGameInfo,
) -> Result<enums::messages::EmojiGameInfo, Error> {
    Ok(enums::messages::EmojiGameInfo::EmojiGameUnavailable)
}
