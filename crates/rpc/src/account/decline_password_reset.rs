//! `account.declinePasswordReset = Bool`: ends a reset of the two-step password that waits.

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::account::DeclinePasswordReset,
) -> Result<bool, Error> {
    call.domain().accounts.decline_password_reset(call.me()?).await?;
    Ok(true)
}
