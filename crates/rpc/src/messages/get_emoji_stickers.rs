//! `messages.getEmojiStickers hash:long = messages.AllStickers`

use store::records::stickers::StickerKind;
use tl::{enums, functions};

use crate::{Call, errors::Error, messages::sticker_sets};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetEmojiStickers,
) -> Result<enums::messages::AllStickers, Error> {
    sticker_sets::all(call, StickerKind::Emoji, request.hash).await
}
