//! `stickers.removeStickerFromSet sticker:InputDocument = messages.StickerSet`

use tl::{enums, functions};

use crate::{
    Call,
    errors::Error,
    stickers::{answer, sticker},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::stickers::RemoveStickerFromSet,
) -> Result<enums::messages::StickerSet, Error> {
    let file = sticker(call, &request.sticker).await?;
    let view = call.domain().stickers.remove(call.by()?, file).await?;
    answer(call, &view).await
}
