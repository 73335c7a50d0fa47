//! `messages.searchEmojiStickerSets flags:# exclude_featured:flags.0?true q:string hash:long = messages.FoundStickerSets`: among the sets that
//! ship, and those that the caller keeps or made; those of others are found by their links.

use store::records::stickers::StickerKind;
use tl::{enums, functions};

use crate::{Call, errors::Error, messages::sticker_sets};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SearchEmojiStickerSets,
) -> Result<enums::messages::FoundStickerSets, Error> {
    let asked = (request.q.as_str(), request.exclude_featured);
    sticker_sets::found(call, StickerKind::Emoji, asked, request.hash).await
}
