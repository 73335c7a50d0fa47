//! `stickers.checkShortName short_name:string = Bool`

use domain::StickerError;
use tl::functions;

use crate::{
    Call,
    errors::{Error, SHORT_NAME_INVALID, SHORT_NAME_OCCUPIED},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::stickers::CheckShortName,
) -> Result<bool, Error> {
    match call.domain().stickers.check_name(&request.short_name).await {
        Ok(()) => Ok(true),
        // Under other names than where a set is made.
        Err(StickerError::Name) => Err(SHORT_NAME_INVALID),
        Err(StickerError::NameTaken) => Err(SHORT_NAME_OCCUPIED),
        Err(error) => Err(error.into()),
    }
}
