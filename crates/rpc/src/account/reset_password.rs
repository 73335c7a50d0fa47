//! `account.resetPassword = account.ResetPasswordResult`: the two-step password of somebody who has forgotten it goes
//! after a wait.

use domain::PasswordReset;
use tl::{enums, functions, types};

use crate::{Call, auth::device, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::account::ResetPassword,
) -> Result<enums::account::ResetPasswordResult, Error> {
    Ok(match call.domain().accounts.reset_password(call.me()?, &device(call)).await? {
        PasswordReset::Done => enums::account::ResetPasswordResult::ResetPasswordOk,
        PasswordReset::Waits(due) => types::account::ResetPasswordRequestedWait::new(due).into(),
        PasswordReset::Declined(again) => types::account::ResetPasswordFailedWait::new(again).into(),
    })
}
