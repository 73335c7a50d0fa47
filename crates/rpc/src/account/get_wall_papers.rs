//! `account.getWallPapers hash:long = account.WallPapers`: there are none yet.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::account::GetWallPapers,
) -> Result<enums::account::WallPapers, Error> {
    Ok(types::account::WallPapers::new(0, Vec::new()).into())
}
