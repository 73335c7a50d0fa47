//! `auth.logOut = auth.LoggedOut`: from the next call on, the key is nobody's.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::auth::LogOut,
) -> Result<enums::auth::LoggedOut, Error> {
    let accounts = &call.domain().accounts;
    match call.caller.user {
        Some(me) => accounts.log_out(me, call.caller.auth_key_id).await?,
        // Only the password was missing.
        None => accounts.give_up_password(call.caller.auth_key_id).await?,
    }
    Ok(types::auth::LoggedOut::new().into())
}
