//! `stickers.renameStickerSet stickerset:InputStickerSet title:string = messages.StickerSet`

use tl::{enums, functions};

use crate::{Call, errors::Error, messages::sticker_sets, stickers::answer};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::stickers::RenameStickerSet,
) -> Result<enums::messages::StickerSet, Error> {
    let set = sticker_sets::named(call, &request.stickerset).await?;
    let view = call.domain().stickers.rename(call.by()?, set.id, &request.title).await?;
    answer(call, &view).await
}
