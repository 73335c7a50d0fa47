//! `account.installWallPaper wallpaper:InputWallPaper settings:WallPaperSettings = Bool`: the caller has it up now, so it
//! comes first in his list.

use tl::functions;

use crate::{Call, account::looks, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::InstallWallPaper,
) -> Result<bool, Error> {
    let worn = looks::worn(call, &request.wallpaper, Some(&request.settings)).await?;
    call.domain().collections.keep_wallpaper(call.me()?, worn).await?;
    Ok(true)
}
