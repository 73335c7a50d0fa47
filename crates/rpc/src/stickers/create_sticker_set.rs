//! `stickers.createStickerSet … user_id:InputUser title:string short_name:string thumb:flags.2?InputDocument
//! stickers:Vector<InputStickerSetItem> software:flags.3?string = messages.StickerSet`

use domain::stickers::{NewSet, SET_EMOJI_MAX};
use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, STICKERS_TOO_MUCH, USER_ID_INVALID},
    input,
    messages::sticker_sets,
    stickers::{answer, document, item},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::stickers::CreateStickerSet,
) -> Result<enums::messages::StickerSet, Error> {
    // Nobody makes sets for others.
    if input::user(call, &request.user_id).await? != call.me()? {
        return Err(USER_ID_INVALID);
    }
    if request.stickers.len() > SET_EMOJI_MAX {
        return Err(STICKERS_TOO_MUCH);
    }
    let mut stickers = Vec::with_capacity(request.stickers.len());
    for given in &request.stickers {
        stickers.push(item(call, given).await?);
    }
    let thumb = match &request.thumb {
        Some(thumb) => Some(document(call, thumb).await?),
        None => None,
    };
    let new = NewSet {
        title: request.title,
        short_name: request.short_name,
        kind: sticker_sets::kind(request.masks, request.emojis),
        text_color: request.text_color && request.emojis,
        thumb,
        stickers,
    };
    let view = call.domain().stickers.create(call.by()?, new).await?;
    answer(call, &view).await
}
