//! `messages.getEmojiStickerGroups hash:int = messages.EmojiGroups`: the first is there to say hello with

use domain::emoji::Shelf;
use tl::{enums, functions};

use crate::{Call, errors::Error, messages::emoji_groups};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetEmojiStickerGroups,
) -> Result<enums::messages::EmojiGroups, Error> {
    emoji_groups::on(call, Shelf::Stickers, request.hash)
}
