//! `messages.getRecentStickers flags:# attached:flags.0?true hash:long = messages.RecentStickers`

use tl::{enums, functions, types};

use crate::{Call, contacts::hash_of, errors::Error, messages::sticker_sets};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetRecentStickers,
) -> Result<enums::messages::RecentStickers, Error> {
    let me = call.me()?;
    let recent = call.domain().stickers.recent(me, request.attached).await?;
    let hash = hash_of(recent.iter().map(|recent| recent.file));
    if request.hash == hash && hash != 0 {
        return Ok(enums::messages::RecentStickers::RecentStickersNotModified);
    }
    let files = recent.iter().map(|recent| recent.file);
    let (documents, packs) = sticker_sets::own_documents(call, me, files).await?;
    let dates = recent.iter().map(|recent| recent.date).take(documents.len()).collect();
    Ok(types::messages::RecentStickers::new(hash, packs, documents, dates).into())
}
