//! `account.installTheme flags:# dark:flags.0?true theme:flags.1?InputTheme format:flags.2?string
//! base_theme:flags.3?BaseTheme = Bool`: a device is shown in this theme now, or in its client's own; which, each device
//! remembers by itself.

use tl::functions;

use crate::{Call, account::looks, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::InstallTheme,
) -> Result<bool, Error> {
    if let Some(format) = &request.format {
        looks::check_format(format)?;
    }
    if let Some(theme) = &request.theme {
        let view = looks::theme(call, theme).await?;
        call.domain().collections.keep_theme(call.me()?, view.id, false).await?;
    }
    Ok(true)
}
