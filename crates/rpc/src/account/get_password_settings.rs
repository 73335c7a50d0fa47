//! `account.getPasswordSettings password:InputCheckPasswordSRP = account.PasswordSettings`: the mail address by which
//! the two-step password is won back, for who knows it.

use tl::{enums, functions, types};

use crate::{Call, account::password::proof, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::GetPasswordSettings,
) -> Result<enums::account::PasswordSettings, Error> {
    let email = call.domain().accounts.recovery_mail(call.me()?, &proof(request.password)).await?;
    Ok(types::account::PasswordSettings { email, ..types::account::PasswordSettings::new() }.into())
}
