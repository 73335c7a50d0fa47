//! `messages.getFavedStickers hash:long = messages.FavedStickers`

use tl::{enums, functions, types};

use crate::{Call, contacts::hash_of, errors::Error, messages::sticker_sets};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetFavedStickers,
) -> Result<enums::messages::FavedStickers, Error> {
    let me = call.me()?;
    let faved = call.domain().stickers.faved(me).await?;
    let hash = hash_of(faved.iter().copied());
    if request.hash == hash && hash != 0 {
        return Ok(enums::messages::FavedStickers::FavedStickersNotModified);
    }
    let (documents, packs) = sticker_sets::own_documents(call, me, faved).await?;
    Ok(types::messages::FavedStickers::new(hash, packs, documents).into())
}
