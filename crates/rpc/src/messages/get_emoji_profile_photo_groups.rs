//! `messages.getEmojiProfilePhotoGroups hash:int = messages.EmojiGroups`

use domain::emoji::Shelf;
use tl::{enums, functions};

use crate::{Call, errors::Error, messages::emoji_groups};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetEmojiProfilePhotoGroups,
) -> Result<enums::messages::EmojiGroups, Error> {
    emoji_groups::on(call, Shelf::Photos, request.hash)
}
