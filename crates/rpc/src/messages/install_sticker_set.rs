//! `messages.installStickerSet stickerset:InputStickerSet archived:Bool = messages.StickerSetInstallResult`

use tl::{enums, functions, types};

use crate::{Call, errors::Error, messages::sticker_sets};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::InstallStickerSet,
) -> Result<enums::messages::StickerSetInstallResult, Error> {
    let view = sticker_sets::named(call, &request.stickerset).await?;
    let displaced = call.domain().stickers.install(call.by()?, view.id, request.archived).await?;
    if displaced.is_empty() {
        return Ok(enums::messages::StickerSetInstallResult::StickerSetInstallResultSuccess);
    }
    let sets = sticker_sets::covered(call, &displaced).await?;
    Ok(types::messages::StickerSetInstallResultArchive::new(sets).into())
}
