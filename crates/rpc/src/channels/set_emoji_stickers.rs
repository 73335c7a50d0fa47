//! `channels.setEmojiStickers channel:InputChannel stickerset:InputStickerSet = Bool`: the set of custom emoji that members of a
//! supergroup are offered.

use domain::StyledChannel;
use store::records::stickers::StickerKind;
use tl::functions;

use crate::{Call, channels::set_of_kind, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::SetEmojiStickers,
) -> Result<bool, Error> {
    let id = input::channel(call, &request.channel).await?;
    let set = set_of_kind(call, &request.stickerset, StickerKind::Emoji).await?;
    let change = |style: &mut store::records::channels::ChannelStyle| style.emoji_set = set;
    call.domain().channels.restyle(call.by()?, id, StyledChannel::Supergroup, change).await?;
    Ok(true)
}
