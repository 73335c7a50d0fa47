//! `messages.getStickers emoticon:string hash:long = messages.Stickers`

use store::records::stickers::StickerKind;
use tl::{enums, functions, types};

use crate::{
    Call,
    contacts::hash_of,
    errors::{EMOTICON_EMPTY, Error},
    messages::sticker_sets,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetStickers,
) -> Result<enums::messages::Stickers, Error> {
    if request.emoticon.is_empty() {
        return Err(EMOTICON_EMPTY);
    }
    let found = call.domain().stickers.for_emoji(call.me()?, StickerKind::Sticker, &request.emoticon).await?;
    let hash = hash_of(found.iter().copied());
    if request.hash == hash && hash != 0 {
        return Ok(enums::messages::Stickers::StickersNotModified);
    }
    let documents = sticker_sets::in_their_sets(call, &found).await?;
    Ok(types::messages::Stickers::new(hash, documents).into())
}
