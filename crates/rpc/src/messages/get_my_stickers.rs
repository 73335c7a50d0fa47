//! `messages.getMyStickers offset_id:long limit:int = messages.MyStickers`

use tl::{enums, functions, types};

use crate::{Call, errors::Error, messages::sticker_sets};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetMyStickers,
) -> Result<enums::messages::MyStickers, Error> {
    let (me, stickers) = (call.me()?, &call.domain().stickers);
    let views = stickers.views(me, stickers.made_by(me).await?).await?;
    let page = sticker_sets::page(&views, request.offset_id, request.limit);
    let count = i32::try_from(views.len()).unwrap_or(i32::MAX);
    Ok(types::messages::MyStickers::new(count, sticker_sets::covered(call, page).await?).into())
}
