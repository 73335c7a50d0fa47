//! `messages.getEmojiKeywordsDifference lang_code:string from_version:int = EmojiKeywordsDifference`

use tl::{enums, functions};

use crate::{Call, errors::Error, messages::emoji_words};

pub(crate) async fn handle(
    _: &Call<'_>,
    request: functions::messages::GetEmojiKeywordsDifference,
) -> Result<enums::EmojiKeywordsDifference, Error> {
    Ok(emoji_words::since(request.lang_code, request.from_version))
}
