//! `auth.resetAuthorizations = Bool`: ends all other sessions.

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(call: &Call<'_>, _: functions::auth::ResetAuthorizations) -> Result<bool, Error> {
    call.domain().accounts.reset_authorizations(call.me()?, call.caller.auth_key_id).await?;
    Ok(true)
}
