//! `stickers.*`: making and changing sets.

pub(crate) mod add_sticker_to_set;
pub(crate) mod change_sticker;
pub(crate) mod change_sticker_position;
pub(crate) mod check_short_name;
pub(crate) mod create_sticker_set;
pub(crate) mod delete_sticker_set;
pub(crate) mod remove_sticker_from_set;
pub(crate) mod rename_sticker_set;
pub(crate) mod replace_sticker;
pub(crate) mod set_sticker_set_thumb;
pub(crate) mod suggest_short_name;

use domain::{SetView, stickers::NewItem};
use tl::{Layer, enums, types};

use crate::{
    Call,
    errors::{Error, STICKER_FILE_INVALID, STICKER_INVALID},
    messages::files::{known_document, seen_document},
};

/// What is to stand in a set; the caller refers to its document from here on.
///
/// # Errors
/// `STICKER_FILE_INVALID` for no document, and what is wrong with its reference.
async fn item(call: &Call<'_>, item: &enums::InputStickerSetItem) -> Result<NewItem, Error> {
    let enums::InputStickerSetItem::InputStickerSetItem(item) = item;
    Ok(NewItem {
        document: document(call, &item.document).await?,
        emoji: item.emoji.clone(),
        keywords: item.keywords.clone(),
        mask_coords: item.mask_coords.as_ref().map(|coords| tl::encode(coords, Layer::NEWEST)),
    })
}

/// A document out of which something of a set is to be made.
async fn document(call: &Call<'_>, input: &enums::InputDocument) -> Result<i64, Error> {
    match known_document(call, input).await {
        Ok((id, _)) => Ok(id),
        Err(error) => Err(if is_none(&error) { STICKER_FILE_INVALID } else { error }),
    }
}

/// A sticker of a set of the caller's.
async fn sticker(call: &Call<'_>, input: &enums::InputDocument) -> Result<i64, Error> {
    match seen_document(call, input).await {
        Ok((id, _)) => Ok(id),
        Err(error) => Err(if is_none(&error) { STICKER_INVALID } else { error }),
    }
}

fn is_none(error: &Error) -> bool {
    *error == crate::errors::FILE_ID_INVALID || *error == crate::errors::DOCUMENT_INVALID
}

/// The set as it is now.
async fn answer(call: &Call<'_>, view: &SetView) -> Result<enums::messages::StickerSet, Error> {
    let set: types::messages::StickerSet = render::whole_sticker_set(call.domain(), call.me()?, view).await?;
    Ok(set.into())
}
