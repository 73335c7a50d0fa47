//! `messages.getFeaturedStickers hash:long = messages.FeaturedStickers`

use store::records::stickers::StickerKind;
use tl::{enums, functions};

use crate::{Call, errors::Error, messages::sticker_sets};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetFeaturedStickers,
) -> Result<enums::messages::FeaturedStickers, Error> {
    sticker_sets::featured(call, StickerKind::Sticker, request.hash).await
}
