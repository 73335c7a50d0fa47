//! `channels.updateEmojiStatus channel:InputChannel emoji_status:EmojiStatus = Updates`: what stands beside its name.

use domain::StyledChannel;
use store::records::channels::ChannelStyle;
use tl::{enums, functions};

use crate::{Call, account::update_emoji_status, channels::changed, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::UpdateEmojiStatus,
) -> Result<enums::Updates, Error> {
    let id = input::channel(call, &request.channel).await?;
    let status = update_emoji_status::checked(call, &request.emoji_status).await?;
    let change = |style: &mut ChannelStyle| style.emoji_status = status;
    call.domain().channels.restyle(call.by()?, id, StyledChannel::Any, change).await?;
    changed(call, id).await
}
