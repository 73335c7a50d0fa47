//! `messages.searchStickers flags:# emojis:flags.0?true q:string emoticon:string lang_code:Vector<string> offset:int
//! limit:int hash:long = messages.FoundStickers`

use domain::emoji;
use store::records::stickers::StickerKind;
use tl::{enums, functions, types};

use crate::{
    Call,
    contacts::hash_of,
    errors::{Error, LIMIT_INVALID, OFFSET_INVALID},
    messages::sticker_sets,
};

/// Stickers of one page.
const PAGE_MAX: usize = 100;
/// Emoji that are looked for at a time.
const EMOJI_MAX: usize = 100;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SearchStickers,
) -> Result<enums::messages::FoundStickers, Error> {
    let offset = usize::try_from(request.offset).map_err(|_| OFFSET_INVALID)?;
    let limit = usize::try_from(request.limit).map_err(|_| LIMIT_INVALID)?.min(PAGE_MAX);
    let kind = if request.emojis { StickerKind::Emoji } else { StickerKind::Sticker };
    let words = request.q.trim().to_lowercase();
    let mut wanted: Vec<&str> = request.emoticon.split_whitespace().collect();
    wanted.extend(Some(words.as_str()).filter(|words| !words.is_empty()));
    if !words.is_empty() {
        wanted.extend(emoji::led_to_by(&words));
    }
    wanted.truncate(EMOJI_MAX);
    let found = call.domain().stickers.search_single(call.me()?, kind, &wanted, &words).await?;
    let end = offset.saturating_add(limit).min(found.len());
    let page = found.get(offset..end).unwrap_or_default();
    let next_offset = Some(end).filter(|end| *end < found.len() && limit > 0);
    let next_offset = next_offset.and_then(|end| i32::try_from(end).ok());
    let hash = hash_of(page.iter().copied());
    if request.hash == hash && hash != 0 {
        let mut same = types::messages::FoundStickersNotModified::new();
        same.next_offset = next_offset;
        return Ok(same.into());
    }
    let documents = sticker_sets::in_their_sets(call, page).await?;
    let mut stickers = types::messages::FoundStickers::new(hash, documents);
    stickers.next_offset = next_offset;
    Ok(stickers.into())
}
