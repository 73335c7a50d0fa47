//! `messages.getAttachedStickers media:InputStickeredMedia = Vector<StickerSetCovered>`: the set of a sticker

use tl::{enums, functions};

use crate::{
    Call,
    errors::Error,
    messages::{
        files::{known_photo, seen_document},
        sticker_sets,
    },
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetAttachedStickers,
) -> Result<Vec<enums::StickerSetCovered>, Error> {
    let set = match &request.media {
        // What was laid over a photo is not kept beside it.
        enums::InputStickeredMedia::InputStickeredMediaPhoto(photo) => {
            known_photo(call, &photo.id).await?;
            None
        }
        enums::InputStickeredMedia::InputStickeredMediaDocument(document) => {
            let (_, file) = seen_document(call, &document.id).await?;
            file.sticker.as_ref().map(|sticker| sticker.set)
        }
    };
    let views = call.domain().stickers.views(call.me()?, set).await?;
    sticker_sets::covered(call, &views).await
}
