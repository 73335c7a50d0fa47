//! `messages.searchCustomEmoji emoticon:string hash:long = EmojiList`

use store::records::stickers::StickerKind;
use tl::{enums, functions, types};

use crate::{
    Call,
    contacts::hash_of,
    errors::{EMOTICON_EMPTY, Error},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SearchCustomEmoji,
) -> Result<enums::EmojiList, Error> {
    if request.emoticon.is_empty() {
        return Err(EMOTICON_EMPTY);
    }
    let found = call.domain().stickers.for_emoji(call.me()?, StickerKind::Emoji, &request.emoticon).await?;
    let hash = hash_of(found.iter().copied());
    if request.hash == hash && hash != 0 {
        return Ok(enums::EmojiList::EmojiListNotModified);
    }
    Ok(types::EmojiList::new(hash, found).into())
}
