//! `account.resetAuthorization hash:long = Bool`: ends another session of the caller.

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::ResetAuthorization,
) -> Result<bool, Error> {
    let key = call.caller.auth_key_id;
    call.domain().accounts.reset_authorization(call.me()?, key, request.hash).await?;
    Ok(true)
}
