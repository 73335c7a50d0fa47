//! `stickers.changeStickerPosition sticker:InputDocument position:int = messages.StickerSet`

use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, STICKER_INVALID},
    stickers::{answer, sticker},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::stickers::ChangeStickerPosition,
) -> Result<enums::messages::StickerSet, Error> {
    let file = sticker(call, &request.sticker).await?;
    let to = usize::try_from(request.position).map_err(|_| STICKER_INVALID)?;
    let view = call.domain().stickers.reposition(call.by()?, file, to).await?;
    answer(call, &view).await
}
