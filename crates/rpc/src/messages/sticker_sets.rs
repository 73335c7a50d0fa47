//! Sets of stickers as callers name them, and the lists in which they get them.

use boxes::UserId;
use domain::{
    Origin, SetName, SetView,
    stickers::{EMPTY_SHORT_NAMES, MOVING_EMOJI_SHORT_NAME, game_short_name, official_short_name},
};
use store::records::stickers::StickerKind;
use tl::{enums, types};

use crate::{
    Call,
    contacts::hash_of,
    errors::{Error, STICKER_ID_INVALID, STICKERSET_INVALID},
    messages::files::{known_document, seen_document},
};

/// The set that the caller means.
///
/// # Errors
/// `STICKERSET_INVALID` for none. Special sets in which this server has nothing are there and empty: TDLib asks again
/// and again, every 5 to 10 minutes, for one that is none.
pub(crate) async fn named(call: &Call<'_>, input: &enums::InputStickerSet) -> Result<SetView, Error> {
    use enums::InputStickerSet as Input;
    let name = match input {
        Input::InputStickerSetID(set) => SetName::Id(set.id, set.access_hash),
        Input::InputStickerSetShortName(set) => SetName::ShortName(&set.short_name),
        // What topics, people and channels are marked with.
        Input::InputStickerSetEmojiDefaultTopicIcons
        | Input::InputStickerSetEmojiDefaultStatuses
        | Input::InputStickerSetEmojiChannelDefaultStatuses => {
            SetName::ShortName(official_short_name(StickerKind::Emoji).ok_or(STICKERSET_INVALID)?)
        }
        // What moves in place of an emoji that stands alone.
        Input::InputStickerSetAnimatedEmoji => SetName::ShortName(MOVING_EMOJI_SHORT_NAME),
        Input::InputStickerSetDice(game) => {
            SetName::ShortName(game_short_name(&game.emoticon).ok_or(STICKERSET_INVALID)?)
        }
        Input::InputStickerSetAnimatedEmojiAnimations => SetName::ShortName(EMPTY_SHORT_NAMES[0]),
        Input::InputStickerSetEmojiGenericAnimations => SetName::ShortName(EMPTY_SHORT_NAMES[1]),
        Input::InputStickerSetPremiumGifts => SetName::ShortName(EMPTY_SHORT_NAMES[2]),
        Input::InputStickerSetTonGifts => SetName::ShortName(EMPTY_SHORT_NAMES[3]),
        Input::InputStickerSetEmpty => return Err(STICKERSET_INVALID),
    };
    Ok(call.domain().stickers.named(call.me()?, name).await?)
}

/// The kind that two flags name.
pub(crate) fn kind(masks: bool, emojis: bool) -> StickerKind {
    match (masks, emojis) {
        (_, true) => StickerKind::Emoji,
        (true, false) => StickerKind::Mask,
        (false, false) => StickerKind::Sticker,
    }
}

/// The sets of a kind that the caller keeps.
///
/// # Errors
/// Where a record cannot be read.
pub(crate) async fn all(
    call: &Call<'_>,
    kind: StickerKind,
    known: i64,
) -> Result<enums::messages::AllStickers, Error> {
    let me = call.me()?;
    let views = call.domain().stickers.installed(me, kind).await?;
    let hash = hash_of(views.iter().map(|view| i64::from(render::sticker_set_hash(view))));
    if known == hash && known != 0 {
        return Ok(enums::messages::AllStickers::AllStickersNotModified);
    }
    let mut sets = Vec::with_capacity(views.len());
    for view in &views {
        sets.push(render::sticker_set_alone(call.domain(), me, view).await?);
    }
    Ok(types::messages::AllStickers::new(hash, sets).into())
}

/// Sets with what clients show for each.
///
/// # Errors
/// Where a record cannot be read.
pub(crate) async fn covered(
    call: &Call<'_>,
    views: &[SetView],
) -> Result<Vec<enums::StickerSetCovered>, Error> {
    let mut sets = Vec::with_capacity(views.len());
    for view in views {
        sets.push(render::covered_sticker_set(call.domain(), call.me()?, view).await?);
    }
    Ok(sets)
}

/// The sets of a kind that are shown to everybody: those that ship with the program. None is new to anybody.
///
/// # Errors
/// Where a record cannot be read.
pub(crate) async fn featured(
    call: &Call<'_>,
    kind: StickerKind,
    known: i64,
) -> Result<enums::messages::FeaturedStickers, Error> {
    let official = domain::Stickers::official(kind);
    let views = call.domain().stickers.views(call.me()?, official).await?;
    let count = i32::try_from(views.len()).unwrap_or(i32::MAX);
    let hash = hash_of(views.iter().map(|view| view.id));
    if known == hash {
        return Ok(types::messages::FeaturedStickersNotModified::new(count).into());
    }
    let sets = covered(call, &views).await?;
    Ok(types::messages::FeaturedStickers::new(hash, count, sets, Vec::new()).into())
}

/// The sets whose name has these words in it.
///
/// # Errors
/// Where a record cannot be read.
pub(crate) async fn found(
    call: &Call<'_>,
    kind: StickerKind,
    (words, exclude_featured): (&str, bool),
    known: i64,
) -> Result<enums::messages::FoundStickerSets, Error> {
    let mut views = call.domain().stickers.search(call.me()?, kind, words).await?;
    views.retain(|view| !(exclude_featured && view.official));
    let hash = hash_of(views.iter().map(|view| view.id));
    if known == hash && known != 0 {
        return Ok(enums::messages::FoundStickerSets::FoundStickerSetsNotModified);
    }
    Ok(types::messages::FoundStickerSets::new(hash, covered(call, &views).await?).into())
}

/// The caller's own files, and which of them stand for which emoji.
///
/// # Errors
/// Where a record cannot be read.
pub(crate) async fn own_documents(
    call: &Call<'_>,
    me: UserId,
    files: impl IntoIterator<Item = i64> + Send,
) -> Result<(Vec<enums::Document>, Vec<enums::StickerPack>), Error> {
    let documents = render::documents(call.domain(), me, Origin::Own, files).await?;
    let emoji: Vec<(i64, Vec<String>)> = documents.iter().filter_map(emoji_of).collect();
    let packs = render::sticker_packs(emoji.iter().map(|(file, emoji)| (*file, emoji.as_slice())));
    Ok((documents, packs))
}

fn emoji_of(document: &enums::Document) -> Option<(i64, Vec<String>)> {
    let enums::Document::Document(file) = document else { return None };
    file.attributes.iter().find_map(|attribute| match attribute {
        enums::DocumentAttribute::DocumentAttributeSticker(sticker) => {
            Some((file.id, vec![sticker.alt.clone()]))
        }
        _ => None,
    })
}

/// A sticker that the caller has seen; he refers to it from here on. What he lets go of he need only have seen.
///
/// # Errors
/// `STICKER_ID_INVALID` for what is none, and what is wrong with its reference.
pub(crate) async fn sticker(
    call: &Call<'_>,
    input: &enums::InputDocument,
    letting_go: bool,
) -> Result<i64, Error> {
    let (id, file) = seen_document(call, input).await.map_err(named_sticker)?;
    let is_sticker = match &file.sticker {
        Some(of) => of.kind != StickerKind::Emoji,
        None => {
            let attributes = file.attributes.as_deref().and_then(|bytes| tl::decode(bytes).ok());
            let attributes: Vec<enums::DocumentAttribute> = attributes.unwrap_or_default();
            let sticker = |one: &_| matches!(one, enums::DocumentAttribute::DocumentAttributeSticker(_));
            attributes.iter().any(sticker)
        }
    };
    if !is_sticker {
        return Err(STICKER_ID_INVALID);
    }
    if !letting_go {
        known_document(call, input).await.map_err(named_sticker)?;
    }
    Ok(id)
}

/// What is no file for the caller is no sticker.
pub(crate) fn named_sticker(error: Error) -> Error {
    let none = error == crate::errors::FILE_ID_INVALID || error == crate::errors::DOCUMENT_INVALID;
    if none { STICKER_ID_INVALID } else { error }
}

/// Stickers of sets, as the caller sees them there.
///
/// # Errors
/// Where a record cannot be read.
pub(crate) async fn in_their_sets(call: &Call<'_>, files: &[i64]) -> Result<Vec<enums::Document>, Error> {
    let mut documents = Vec::with_capacity(files.len());
    for file in files {
        if let Some(set) = call.domain().stickers.set_of(*file).await? {
            let origin = Origin::Stickers(set);
            documents.extend(render::documents(call.domain(), call.me()?, origin, [*file]).await?);
        }
    }
    Ok(documents)
}

/// Sets of one page.
const PAGE_MAX: usize = 100;

/// The sets behind the one that a client has last, as many as it wants.
pub(crate) fn page(views: &[SetView], offset_id: i64, limit: i32) -> &[SetView] {
    let behind = views.iter().position(|view| view.id == offset_id).map_or(0, |at| at + 1);
    let limit = usize::try_from(limit).unwrap_or(0).min(PAGE_MAX);
    let end = behind.saturating_add(limit).min(views.len());
    views.get(behind..end).unwrap_or_default()
}
