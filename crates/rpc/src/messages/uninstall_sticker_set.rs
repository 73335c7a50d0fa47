//! `messages.uninstallStickerSet stickerset:InputStickerSet = Bool`

use tl::functions;

use crate::{Call, errors::Error, messages::sticker_sets};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::UninstallStickerSet,
) -> Result<bool, Error> {
    let view = sticker_sets::named(call, &request.stickerset).await?;
    call.domain().stickers.uninstall(call.by()?, view.id).await?;
    Ok(true)
}
