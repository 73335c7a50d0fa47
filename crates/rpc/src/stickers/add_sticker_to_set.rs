//! `stickers.addStickerToSet stickerset:InputStickerSet sticker:InputStickerSetItem = messages.StickerSet`

use tl::{enums, functions};

use crate::{
    Call,
    errors::Error,
    messages::sticker_sets,
    stickers::{answer, item},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::stickers::AddStickerToSet,
) -> Result<enums::messages::StickerSet, Error> {
    let set = sticker_sets::named(call, &request.stickerset).await?;
    let item = item(call, &request.sticker).await?;
    let view = call.domain().stickers.add(call.by()?, set.id, &item).await?;
    answer(call, &view).await
}
