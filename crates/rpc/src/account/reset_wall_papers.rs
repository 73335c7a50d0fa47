//! `account.resetWallPapers = Bool`: the list is again what ships with the program.

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(call: &Call<'_>, _: functions::account::ResetWallPapers) -> Result<bool, Error> {
    call.domain().collections.reset_wallpapers(call.me()?).await?;
    Ok(true)
}
