//! `account.getContactSignUpNotification = Bool`: true where contacts that sign up are not announced.

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::account::GetContactSignUpNotification,
) -> Result<bool, Error> {
    let settings = call.domain().settings.of(call.me()?).await?;
    Ok(settings.contact_sign_up_silent.unwrap_or(false))
}
