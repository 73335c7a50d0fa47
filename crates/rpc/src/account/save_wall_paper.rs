//! `account.saveWallPaper wallpaper:InputWallPaper unsave:Bool settings:WallPaperSettings = Bool`

use tl::functions;

use crate::{Call, account::looks, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::SaveWallPaper,
) -> Result<bool, Error> {
    let (domain, me) = (call.domain(), call.me()?);
    let worn = looks::worn(call, &request.wallpaper, Some(&request.settings)).await?;
    if request.unsave {
        let ships = worn.plain && domain.looks.shipped_wallpaper(worn.id).is_some();
        domain.collections.drop_wallpaper(me, &worn, ships).await?;
    } else {
        domain.collections.keep_wallpaper(me, worn).await?;
    }
    Ok(true)
}
