//! `channels.updateColor flags:# for_profile:flags.1?true channel:InputChannel color:flags.2?int
//! background_emoji_id:flags.0?long = Updates`: of the name, or of the page.

use domain::{PersonColor, StyledChannel};
use store::records::channels::ChannelStyle;
use tl::{enums, functions};

use crate::{
    Call,
    channels::changed,
    errors::{COLOR_INVALID, DOCUMENT_INVALID, Error},
    help::peer_colors,
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::UpdateColor,
) -> Result<enums::Updates, Error> {
    let id = input::channel(call, &request.channel).await?;
    if request.color.is_some_and(|color| !peer_colors::is_offered(color, request.for_profile)) {
        return Err(COLOR_INVALID);
    }
    if let Some(emoji) = request.background_emoji_id
        && !call.domain().stickers.is_emoji(emoji).await?
    {
        return Err(DOCUMENT_INVALID);
    }
    let color = PersonColor { color: request.color, background_emoji: request.background_emoji_id };
    let color = Some(color).filter(|color| *color != PersonColor::default());
    let change = |style: &mut ChannelStyle| match request.for_profile {
        true => style.profile_color = color,
        false => style.color = color,
    };
    call.domain().channels.restyle(call.by()?, id, StyledChannel::Any, change).await?;
    changed(call, id).await
}
