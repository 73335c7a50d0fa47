//! `messages.saveRecentSticker flags:# attached:flags.0?true id:InputDocument unsave:Bool = Bool`

use tl::functions;

use crate::{Call, errors::Error, messages::sticker_sets};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SaveRecentSticker,
) -> Result<bool, Error> {
    let file = sticker_sets::sticker(call, &request.id, request.unsave).await?;
    call.domain().stickers.use_sticker(call.by()?, file, request.attached, request.unsave).await?;
    Ok(true)
}
