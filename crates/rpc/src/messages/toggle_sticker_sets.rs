//! `messages.toggleStickerSets flags:# uninstall:flags.0?true archive:flags.1?true unarchive:flags.2?true
//! stickersets:Vector<InputStickerSet> = Bool`

use tl::functions;

use crate::{
    Call,
    errors::{Error, LIMIT_INVALID},
    messages::sticker_sets,
};

/// Sets of one call.
const SETS_MAX: usize = 2 * domain::stickers::INSTALLED_MAX;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ToggleStickerSets,
) -> Result<bool, Error> {
    if request.stickersets.len() > SETS_MAX {
        return Err(LIMIT_INVALID);
    }
    let (by, stickers) = (call.by()?, &call.domain().stickers);
    let mut views = Vec::with_capacity(request.stickersets.len());
    for set in &request.stickersets {
        views.push(sticker_sets::named(call, set).await?);
    }
    for view in views {
        if request.uninstall {
            stickers.uninstall(by, view.id).await?;
        } else if request.archive || request.unarchive {
            stickers.install(by, view.id, request.archive).await?;
        }
    }
    Ok(true)
}
