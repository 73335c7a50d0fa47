//! `account.getMultiWallPapers wallpapers:Vector<InputWallPaper> = Vector<WallPaper>`: one for each, in the same order.

use tl::{enums, functions};

use crate::{
    Call,
    account::looks,
    errors::{Error, LIMIT_INVALID},
};

/// Wallpapers of one call.
const WALLPAPERS_MAX: usize = 100;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::GetMultiWallPapers,
) -> Result<Vec<enums::WallPaper>, Error> {
    if request.wallpapers.len() > WALLPAPERS_MAX {
        return Err(LIMIT_INVALID);
    }
    let mut papers = Vec::with_capacity(request.wallpapers.len());
    for named in &request.wallpapers {
        papers.push(render::wallpaper(&looks::wallpaper(call, named).await?));
    }
    Ok(papers)
}
