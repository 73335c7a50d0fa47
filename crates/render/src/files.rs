//! Photos and documents as one viewer names them.

use domain::{FileView, NewFile};
use store::records::{
    files::{FileKind, PictureSize},
    log::{MessageKind, media_flag},
};
use tl::{enums, types};

use crate::stickers::attributes;

/// The data centre that files are asked for at: the one that every client knows; all of them are this server.
pub(crate) const DC: i32 = 2;

/// A photo.
pub fn photo(view: &FileView) -> enums::Photo {
    types::Photo::new(view.id, view.access_hash, view.reference.clone(), view.file.date, sizes(view), DC)
        .into()
}

/// The picture of a chat as it stands in lists.
pub(crate) fn chat_photo(picture: Option<(i64, &[u8])>) -> enums::ChatPhoto {
    let Some((id, stripped)) = picture else { return enums::ChatPhoto::ChatPhotoEmpty };
    let stripped_thumb = Some(stripped.to_vec()).filter(|stripped| !stripped.is_empty());
    types::ChatPhoto { stripped_thumb, ..types::ChatPhoto::new(id, DC) }.into()
}

/// A document.
pub fn document(view: &FileView) -> enums::Document {
    let file = &view.file;
    let attributes = match &file.sticker {
        Some(of) => attributes(of, &file.mime_type, view.set_access_hash.unwrap_or_default()),
        None => file.attributes.as_deref().and_then(|bytes| tl::decode(bytes).ok()).unwrap_or_default(),
    };
    let size = file.main.map_or(0, |main| i64::try_from(main.size).unwrap_or(i64::MAX));
    let thumbs = sizes(view);
    types::Document {
        thumbs: (!thumbs.is_empty()).then_some(thumbs),
        ..types::Document::new(
            view.id,
            view.access_hash,
            view.reference.clone(),
            file.date,
            file.mime_type.clone(),
            size,
            DC,
            attributes,
        )
    }
    .into()
}

/// A file that stands in no message yet.
pub fn file_media(view: &FileView, file: &NewFile) -> enums::MessageMedia {
    let flags = if file.spoiler { media_flag::SPOILER } else { 0 };
    message_media(view, flags, file.ttl_seconds, file.kind)
}

/// A file in a message.
pub(crate) fn message_media(
    view: &FileView,
    flags: u32,
    ttl_seconds: Option<i32>,
    kind: MessageKind,
) -> enums::MessageMedia {
    let spoiler = flags & media_flag::SPOILER != 0;
    match view.file.kind {
        FileKind::Photo => types::MessageMediaPhoto {
            spoiler,
            photo: Some(photo(view)),
            ttl_seconds,
            ..types::MessageMediaPhoto::new()
        }
        .into(),
        FileKind::Document => types::MessageMediaDocument {
            spoiler,
            video: matches!(kind, MessageKind::Video | MessageKind::Gif | MessageKind::RoundVideo),
            round: kind == MessageKind::RoundVideo,
            voice: kind == MessageKind::Voice,
            document: Some(document(view)),
            ttl_seconds,
            ..types::MessageMediaDocument::new()
        }
        .into(),
    }
}

/// What was in a message until it was seen: that there was something, and of which kind.
pub(crate) fn seen_media(kind: MessageKind, ttl_seconds: i32) -> enums::MessageMedia {
    let ttl_seconds = Some(ttl_seconds);
    if kind == MessageKind::Photo {
        return types::MessageMediaPhoto { ttl_seconds, ..types::MessageMediaPhoto::new() }.into();
    }
    types::MessageMediaDocument {
        video: matches!(kind, MessageKind::Video | MessageKind::RoundVideo),
        round: kind == MessageKind::RoundVideo,
        voice: kind == MessageKind::Voice,
        ttl_seconds,
        ..types::MessageMediaDocument::new()
    }
    .into()
}

/// All pictures, the one without a head first.
fn sizes(view: &FileView) -> Vec<enums::PhotoSize> {
    let stripped = view.file.stripped.iter();
    let stripped = stripped.map(|bytes| types::PhotoStrippedSize::new("i".to_owned(), bytes.clone()).into());
    stripped.chain(view.file.sizes.iter().map(size)).collect()
}

fn size(size: &PictureSize) -> enums::PhotoSize {
    let bytes = i32::try_from(size.kept.size).unwrap_or(i32::MAX);
    types::PhotoSize::new(size.letter.clone(), size.width, size.height, bytes).into()
}
