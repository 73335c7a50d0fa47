//! `auth.requestPasswordRecovery = auth.PasswordRecovery`: a code to the mail address of the two-step password.

use tl::{enums, functions, types};

use crate::{Call, auth::device, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::auth::RequestPasswordRecovery,
) -> Result<enums::auth::PasswordRecovery, Error> {
    let accounts = &call.domain().accounts;
    let pattern = accounts.request_password_recovery(call.entering().await?, &device(call)).await?;
    Ok(types::auth::PasswordRecovery::new(pattern).into())
}
