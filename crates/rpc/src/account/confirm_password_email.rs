//! `account.confirmPasswordEmail code:string = Bool`: the code that went to the mail address of the two-step password;
//! what waited for it is done.

use tl::functions;

use crate::{Call, auth::device, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::ConfirmPasswordEmail,
) -> Result<bool, Error> {
    call.domain().accounts.confirm_password_mail(call.me()?, &request.code, &device(call)).await?;
    Ok(true)
}
