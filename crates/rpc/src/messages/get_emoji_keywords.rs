//! `messages.getEmojiKeywords lang_code:string = EmojiKeywordsDifference`

use tl::{enums, functions};

use crate::{Call, errors::Error, messages::emoji_words};

pub(crate) async fn handle(
    _: &Call<'_>,
    request: functions::messages::GetEmojiKeywords,
) -> Result<enums::EmojiKeywordsDifference, Error> {
    Ok(emoji_words::since(request.lang_code, 0))
}
