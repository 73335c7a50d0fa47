//! `account.getWallPapers hash:long = account.WallPapers`: those that the caller keeps, and those that ship with the
//! program.

use tl::{enums, functions, types};

use crate::{Call, contacts::hash_of, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::GetWallPapers,
) -> Result<enums::account::WallPapers, Error> {
    let views = call.domain().looks.wallpapers(call.me()?).await?;
    // What is up with other colours is another one.
    let colors =
        |bytes: &Vec<u8>| bytes.iter().fold(0_i64, |sum, byte| sum.wrapping_mul(31) + i64::from(*byte));
    let hash =
        hash_of(views.iter().flat_map(|view| [view.worn.id, view.worn.settings.as_ref().map_or(0, colors)]));
    if request.hash == hash && hash != 0 {
        return Ok(enums::account::WallPapers::WallPapersNotModified);
    }
    let papers = views.iter().map(render::wallpaper).collect();
    Ok(types::account::WallPapers::new(hash, papers).into())
}
