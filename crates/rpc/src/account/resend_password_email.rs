//! `account.resendPasswordEmail = Bool`: another code to the mail address that waits to be proven.

use tl::functions;

use crate::{Call, auth::device, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::account::ResendPasswordEmail,
) -> Result<bool, Error> {
    call.domain().accounts.resend_password_mail(call.me()?, &device(call)).await?;
    Ok(true)
}
