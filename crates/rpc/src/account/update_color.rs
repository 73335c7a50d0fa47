//! `account.updateColor flags:# for_profile:flags.1?true color:flags.2?PeerColor = Bool`: of the name, or of the page.

use domain::PersonColor;
use tl::{enums, functions};

use crate::{
    Call,
    errors::{COLOR_INVALID, DOCUMENT_INVALID, Error},
    help::peer_colors,
};

pub(crate) async fn handle(call: &Call<'_>, request: functions::account::UpdateColor) -> Result<bool, Error> {
    let color = match &request.color {
        None => PersonColor::default(),
        Some(enums::PeerColor::PeerColor(given)) => {
            PersonColor { color: given.color, background_emoji: given.background_emoji_id }
        }
        // Nobody has such gifts here.
        Some(_) => return Err(COLOR_INVALID),
    };
    if color.color.is_some_and(|color| !peer_colors::is_offered(color, request.for_profile)) {
        return Err(COLOR_INVALID);
    }
    if let Some(emoji) = color.background_emoji
        && !call.domain().stickers.is_emoji(emoji).await?
    {
        return Err(DOCUMENT_INVALID);
    }
    let color = Some(color).filter(|color| *color != PersonColor::default());
    call.domain().users.set_color(call.by()?, request.for_profile, color).await?;
    Ok(true)
}
