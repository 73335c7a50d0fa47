//! `account.resetNotifySettings = Bool`: forgets them all.

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::account::ResetNotifySettings,
) -> Result<bool, Error> {
    call.domain().settings.reset_notify(call.by()?).await?;
    Ok(true)
}
