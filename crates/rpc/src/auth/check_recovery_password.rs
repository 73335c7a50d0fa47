//! `auth.checkRecoveryPassword code:string = Bool`: whether a code that went by mail gets the two-step password back.

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::auth::CheckRecoveryPassword,
) -> Result<bool, Error> {
    call.domain().accounts.check_recovery_code(call.entering().await?, &request.code)?;
    Ok(true)
}
