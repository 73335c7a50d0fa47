//! `account.getWallPaper wallpaper:InputWallPaper = WallPaper`

use tl::{enums, functions};

use crate::{Call, account::looks, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::GetWallPaper,
) -> Result<enums::WallPaper, Error> {
    Ok(render::wallpaper(&looks::wallpaper(call, &request.wallpaper).await?))
}
