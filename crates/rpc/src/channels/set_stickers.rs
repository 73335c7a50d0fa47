//! `channels.setStickers channel:InputChannel stickerset:InputStickerSet = Bool`: the set of stickers that members of a
//! supergroup are offered.

use domain::StyledChannel;
use store::records::stickers::StickerKind;
use tl::functions;

use crate::{Call, channels::set_of_kind, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::SetStickers,
) -> Result<bool, Error> {
    let id = input::channel(call, &request.channel).await?;
    let set = set_of_kind(call, &request.stickerset, StickerKind::Sticker).await?;
    let change = |style: &mut store::records::channels::ChannelStyle| style.sticker_set = set;
    call.domain().channels.restyle(call.by()?, id, StyledChannel::Supergroup, change).await?;
    Ok(true)
}
