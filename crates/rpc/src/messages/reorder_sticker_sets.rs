//! `messages.reorderStickerSets flags:# masks:flags.0?true emojis:flags.1?true order:Vector<long> = Bool`

use tl::functions;

use crate::{
    Call,
    errors::{Error, LIMIT_INVALID},
    messages::sticker_sets,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ReorderStickerSets,
) -> Result<bool, Error> {
    if request.order.len() > domain::stickers::INSTALLED_MAX {
        return Err(LIMIT_INVALID);
    }
    let kind = sticker_sets::kind(request.masks, request.emojis);
    call.domain().stickers.reorder(call.by()?, kind, &request.order).await?;
    Ok(true)
}
