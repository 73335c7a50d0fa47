//! `messages.faveSticker id:InputDocument unfave:Bool = Bool`

use tl::functions;

use crate::{Call, errors::Error, messages::sticker_sets};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::FaveSticker,
) -> Result<bool, Error> {
    let file = sticker_sets::sticker(call, &request.id, request.unfave).await?;
    call.domain().stickers.fave(call.by()?, file, request.unfave).await?;
    Ok(true)
}
