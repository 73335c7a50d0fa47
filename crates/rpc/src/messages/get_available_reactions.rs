//! `messages.getAvailableReactions hash:int = messages.AvailableReactions`: the reactions that this server takes. Their
//! pictures come with files: until then each is a document that says what it will be and has no bytes, since clients
//! leave out reactions whose documents are empty.

use domain::reactions::Available;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::Error,
    help::{data::hash, this_dc},
};

/// Sides of a picture, in points.
const SIZE: i32 = 512;
/// Above all ids that files will be given.
const DOCUMENTS_FROM: i64 = 1 << 62;
/// Pictures of one reaction.
const DOCUMENTS_EACH: i64 = 8;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetAvailableReactions,
) -> Result<enums::messages::AvailableReactions, Error> {
    let all: Vec<_> = domain::reactions::available().collect();
    let names: Vec<_> = all.iter().flat_map(|one| [one.emoji, one.title]).collect();
    let hash = hash(&names);
    if request.hash == hash {
        return Ok(enums::messages::AvailableReactions::AvailableReactionsNotModified);
    }
    let dc_id = this_dc(call);
    let reactions = (0..).zip(&all).map(|(at, one)| available(at, one, dc_id)).collect();
    Ok(types::messages::AvailableReactions::new(hash, reactions).into())
}

fn available(at: i64, one: &Available, dc_id: i32) -> enums::AvailableReaction {
    let picture = |number: i64, mime_type: &str| {
        let id = DOCUMENTS_FROM + at * DOCUMENTS_EACH + number;
        document(id, one.emoji, mime_type, dc_id)
    };
    let animation = |number: i64| picture(number, "application/x-tgsticker");
    types::AvailableReaction {
        around_animation: Some(animation(5)),
        center_icon: Some(animation(6)),
        ..types::AvailableReaction::new(
            one.emoji.to_owned(),
            one.title.to_owned(),
            picture(0, "image/webp"),
            animation(1),
            animation(2),
            animation(3),
            animation(4),
        )
    }
    .into()
}

fn document(id: i64, emoji: &str, mime_type: &str, dc_id: i32) -> enums::Document {
    let sticker =
        types::DocumentAttributeSticker::new(emoji.to_owned(), enums::InputStickerSet::InputStickerSetEmpty);
    let attributes = vec![types::DocumentAttributeImageSize::new(SIZE, SIZE).into(), sticker.into()];
    types::Document::new(id, id, Vec::new(), 0, mime_type.to_owned(), 0, dc_id, attributes).into()
}
