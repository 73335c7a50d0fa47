//! `account.getPasskeys = account.Passkeys`: what signs in to the caller's account without a code.

use tl::{enums, functions, types};

use crate::{Call, account::passkeys::passkey, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::account::GetPasskeys,
) -> Result<enums::account::Passkeys, Error> {
    let passkeys = call.domain().accounts.passkeys(call.me()?).await?;
    Ok(types::account::Passkeys::new(passkeys.into_iter().map(passkey).collect()).into())
}
