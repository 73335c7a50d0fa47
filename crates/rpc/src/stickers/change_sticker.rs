//! `stickers.changeSticker flags:# sticker:InputDocument emoji:flags.0?string mask_coords:flags.1?MaskCoords
//! keywords:flags.2?string = messages.StickerSet`

use tl::{Layer, enums, functions};

use crate::{
    Call,
    errors::Error,
    stickers::{answer, sticker},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::stickers::ChangeSticker,
) -> Result<enums::messages::StickerSet, Error> {
    let file = sticker(call, &request.sticker).await?;
    let coords = request.mask_coords.as_ref().map(|coords| tl::encode(coords, Layer::NEWEST));
    let (emoji, keywords) = (request.emoji.as_deref(), request.keywords.as_deref());
    let view = call.domain().stickers.change_sticker(call.by()?, file, emoji, keywords, coords).await?;
    answer(call, &view).await
}
