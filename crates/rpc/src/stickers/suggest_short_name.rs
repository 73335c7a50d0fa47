//! `stickers.suggestShortName title:string = stickers.SuggestedShortName`

use domain::StickerError;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, TITLE_INVALID},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::stickers::SuggestShortName,
) -> Result<enums::stickers::SuggestedShortName, Error> {
    match call.domain().stickers.free_name(&request.title).await {
        Ok(name) => Ok(types::stickers::SuggestedShortName::new(name).into()),
        Err(StickerError::Title { .. }) => Err(TITLE_INVALID),
        Err(error) => Err(error.into()),
    }
}
