//! `stickers.deleteStickerSet stickerset:InputStickerSet = Bool`

use tl::functions;

use crate::{Call, errors::Error, messages::sticker_sets};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::stickers::DeleteStickerSet,
) -> Result<bool, Error> {
    let set = sticker_sets::named(call, &request.stickerset).await?;
    call.domain().stickers.delete(call.by()?, set.id).await?;
    Ok(true)
}
