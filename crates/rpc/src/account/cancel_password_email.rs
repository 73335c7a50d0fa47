//! `account.cancelPasswordEmail = Bool`: what waits for a mail address to be proven is not done.

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::account::CancelPasswordEmail,
) -> Result<bool, Error> {
    call.domain().accounts.cancel_password_mail(call.me()?).await?;
    Ok(true)
}
