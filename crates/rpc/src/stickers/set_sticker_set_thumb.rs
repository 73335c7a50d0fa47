//! `stickers.setStickerSetThumb flags:# stickerset:InputStickerSet thumb:flags.0?InputDocument
//! thumb_document_id:flags.1?long = messages.StickerSet`

use store::records::stickers::StickerKind;
use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, STICKERSET_INVALID},
    messages::sticker_sets,
    stickers::{answer, document},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::stickers::SetStickerSetThumb,
) -> Result<enums::messages::StickerSet, Error> {
    let set = sticker_sets::named(call, &request.stickerset).await?;
    if !set.own {
        return Err(STICKERSET_INVALID);
    }
    let (by, stickers) = (call.by()?, &call.domain().stickers);
    let view = if set.set.kind == StickerKind::Emoji {
        let emoji = request.thumb_document_id.filter(|id| *id != 0);
        stickers.set_thumb_emoji(by, set.id, emoji).await?
    } else {
        let thumb = match &request.thumb {
            Some(enums::InputDocument::InputDocumentEmpty) | None => None,
            Some(thumb) => Some(document(call, thumb).await?),
        };
        stickers.set_thumb(by, set.id, thumb).await?
    };
    answer(call, &view).await
}
