//! `stickers.replaceSticker sticker:InputDocument new_sticker:InputStickerSetItem = messages.StickerSet`

use tl::{enums, functions};

use crate::{
    Call,
    errors::Error,
    stickers::{answer, item, sticker},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::stickers::ReplaceSticker,
) -> Result<enums::messages::StickerSet, Error> {
    let file = sticker(call, &request.sticker).await?;
    let item = item(call, &request.new_sticker).await?;
    let view = call.domain().stickers.replace(call.by()?, file, &item).await?;
    answer(call, &view).await
}
