//! `messages.getArchivedStickers flags:# masks:flags.0?true emojis:flags.1?true offset_id:long limit:int =
//! messages.ArchivedStickers`

use tl::{enums, functions, types};

use crate::{Call, errors::Error, messages::sticker_sets};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetArchivedStickers,
) -> Result<enums::messages::ArchivedStickers, Error> {
    let kind = sticker_sets::kind(request.masks, request.emojis);
    let views = call.domain().stickers.archived(call.me()?, kind).await?;
    let page = sticker_sets::page(&views, request.offset_id, request.limit);
    let count = i32::try_from(views.len()).unwrap_or(i32::MAX);
    Ok(types::messages::ArchivedStickers::new(count, sticker_sets::covered(call, page).await?).into())
}
