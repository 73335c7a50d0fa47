//! Sets of stickers as one viewer sees them, with the hashes by which clients tell whether they have one already.

use boxes::UserId;
use domain::{Domain, Fault, Origin, SetView};
use store::records::stickers::{StickerKind, StickerOf};
use tl::{enums, types};

use crate::files::{DC, document};

/// A set without its stickers.
fn sticker_set(view: &SetView, thumb: Option<&enums::Document>) -> enums::StickerSet {
    let set = &view.set;
    let emojis = set.kind == StickerKind::Emoji;
    let thumbs = match thumb {
        Some(enums::Document::Document(file)) if !emojis => Some(vec![thumb_size(file)]),
        _ => None,
    };
    types::StickerSet {
        archived: view.archived,
        official: view.official,
        masks: set.kind == StickerKind::Mask,
        emojis,
        text_color: set.text_color,
        creator: view.own,
        installed_date: view.installed,
        thumb_dc_id: thumbs.as_ref().map(|_| DC),
        thumb_version: thumbs.as_ref().map(|_| set.version.cast_signed()),
        thumbs,
        thumb_document_id: set.thumb.filter(|_| emojis),
        ..types::StickerSet::new(
            view.id,
            view.access_hash,
            set.title.clone(),
            set.short_name.clone(),
            i32::try_from(set.stickers.len()).unwrap_or(i32::MAX),
            sticker_set_hash(view),
        )
    }
    .into()
}

/// By this a client tells whether it has a set as it is: never 0, which clients send that have nothing.
pub fn sticker_set_hash(view: &SetView) -> i32 {
    let folded = (view.id ^ (view.id >> 32)).cast_unsigned() as u32;
    let mixed = (folded ^ view.set.version.wrapping_mul(0x9e37_79b1)).wrapping_mul(0x85eb_ca6b);
    ((mixed ^ (mixed >> 15)) >> 1).max(1).cast_signed()
}

/// A set without its stickers, with what stands for it.
///
/// # Errors
/// Where a record cannot be read.
pub async fn sticker_set_alone(
    domain: &Domain,
    viewer: UserId,
    view: &SetView,
) -> Result<enums::StickerSet, Fault> {
    let thumb = match view.set.thumb {
        Some(thumb) => documents(domain, viewer, Origin::Stickers(view.id), [thumb]).await?,
        None => Vec::new(),
    };
    Ok(sticker_set(view, thumb.first()))
}

/// A whole set.
///
/// # Errors
/// Where a record cannot be read.
pub async fn whole_sticker_set(
    domain: &Domain,
    viewer: UserId,
    view: &SetView,
) -> Result<types::messages::StickerSet, Fault> {
    let files = view.set.stickers.iter().map(|sticker| sticker.file);
    let documents = documents(domain, viewer, Origin::Stickers(view.id), files).await?;
    let keywords = view.set.stickers.iter().filter(|sticker| !sticker.keywords.is_empty());
    let keywords =
        keywords.map(|sticker| types::StickerKeyword::new(sticker.file, sticker.keywords.clone()).into());
    let emoji = view.set.stickers.iter().map(|sticker| (sticker.file, sticker.emoji.as_slice()));
    Ok(types::messages::StickerSet::new(
        sticker_set_alone(domain, viewer, view).await?,
        sticker_packs(emoji),
        keywords.collect(),
        documents,
    ))
}

/// Which documents stand for which emoji.
pub fn sticker_packs<'a>(stickers: impl IntoIterator<Item = (i64, &'a [String])>) -> Vec<enums::StickerPack> {
    let mut packs: Vec<(&str, Vec<i64>)> = Vec::new();
    for (file, emoji) in stickers {
        for emoji in emoji {
            match packs.iter_mut().find(|(known, _)| known == emoji) {
                Some((_, files)) => files.push(file),
                None => packs.push((emoji, vec![file])),
            }
        }
    }
    let pack = |(emoji, files): (&str, Vec<i64>)| types::StickerPack::new(emoji.to_owned(), files).into();
    packs.into_iter().map(pack).collect()
}

/// A set with the sticker that clients show for it.
///
/// # Errors
/// Where a record cannot be read.
pub async fn covered_sticker_set(
    domain: &Domain,
    viewer: UserId,
    view: &SetView,
) -> Result<enums::StickerSetCovered, Fault> {
    let first = view.set.stickers.first().map(|sticker| sticker.file);
    let cover = documents(domain, viewer, Origin::Stickers(view.id), first).await?.pop();
    let set = sticker_set_alone(domain, viewer, view).await?;
    Ok(match cover {
        Some(cover) => types::StickerSetCovered::new(set, cover).into(),
        None => types::StickerSetNoCovered::new(set).into(),
    })
}

/// Files as `viewer` sees them at `origin`; those that are gone are passed over.
///
/// # Errors
/// Where a record cannot be read.
pub async fn documents(
    domain: &Domain,
    viewer: UserId,
    origin: Origin,
    files: impl IntoIterator<Item = i64> + Send,
) -> Result<Vec<enums::Document>, Fault> {
    let files: Vec<i64> = files.into_iter().collect();
    let mut documents = Vec::with_capacity(files.len());
    for file in files {
        let view = domain.files.view(viewer, origin, file).await?;
        documents.extend(view.as_ref().map(document));
    }
    Ok(documents)
}

/// What a file says of itself that stands in a set.
pub(crate) fn attributes(of: &StickerOf, mime_type: &str, set_hash: i64) -> Vec<enums::DocumentAttribute> {
    let (sides, name) = match mime_type {
        "video/webm" => {
            let seconds = f64::from(of.duration.unwrap_or(0)) / 1000.0;
            let video = types::DocumentAttributeVideo::new(seconds, of.width, of.height);
            (types::DocumentAttributeVideo { nosound: true, ..video }.into(), "sticker.webm")
        }
        "application/x-tgsticker" => {
            (types::DocumentAttributeImageSize::new(of.width, of.height).into(), "AnimatedSticker.tgs")
        }
        _ => (types::DocumentAttributeImageSize::new(of.width, of.height).into(), "sticker.webp"),
    };
    let set = types::InputStickerSetID::new(of.set, set_hash).into();
    let sticker = match of.kind {
        // Free for all: nobody pays here.
        StickerKind::Emoji => types::DocumentAttributeCustomEmoji {
            free: true,
            text_color: of.text_color,
            ..types::DocumentAttributeCustomEmoji::new(of.emoji.clone(), set)
        }
        .into(),
        kind => types::DocumentAttributeSticker {
            mask: kind == StickerKind::Mask,
            mask_coords: of.mask_coords.as_deref().and_then(|coords| tl::decode(coords).ok()),
            ..types::DocumentAttributeSticker::new(of.emoji.clone(), set)
        }
        .into(),
    };
    vec![sides, sticker, types::DocumentAttributeFilename::new(name.to_owned()).into()]
}

/// The letter says what it is: a picture, an animation out of shapes, a video.
fn thumb_size(file: &types::Document) -> enums::PhotoSize {
    let letter = match file.mime_type.as_str() {
        "application/x-tgsticker" => "a",
        "video/webm" => "v",
        _ => "s",
    };
    let size = i32::try_from(file.size).unwrap_or(i32::MAX);
    types::PhotoSize::new(letter.to_owned(), THUMB_SIDE, THUMB_SIDE, size).into()
}

const THUMB_SIDE: i32 = 100;
