//! `account.getDefaultEmojiStatuses hash:long = account.EmojiStatuses`: the custom emoji that ship with the program.

use domain::Stickers;
use store::records::stickers::StickerKind;
use tl::{enums, functions};

use crate::{Call, account::emoji_statuses, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::GetDefaultEmojiStatuses,
) -> Result<enums::account::EmojiStatuses, Error> {
    let mut documents = Vec::new();
    for set in Stickers::official(StickerKind::Emoji) {
        let view = call.domain().stickers.view(call.me()?, set).await?;
        documents.extend(view.iter().flat_map(|view| view.set.stickers.iter().map(|sticker| sticker.file)));
    }
    Ok(emoji_statuses(&documents, request.hash))
}
