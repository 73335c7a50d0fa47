//! `messages.getStickerSet stickerset:InputStickerSet hash:int = messages.StickerSet`

use tl::{enums, functions};

use crate::{Call, errors::Error, messages::sticker_sets};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetStickerSet,
) -> Result<enums::messages::StickerSet, Error> {
    let view = sticker_sets::named(call, &request.stickerset).await?;
    if request.hash == render::sticker_set_hash(&view) {
        return Ok(enums::messages::StickerSet::StickerSetNotModified);
    }
    Ok(render::whole_sticker_set(call.domain(), call.me()?, &view).await?.into())
}
