//! `account.setAuthorizationTTL authorization_ttl_days:int = Bool`.

use tl::functions;

use crate::{
    Call,
    errors::{Error, TTL_DAYS_INVALID},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::SetAuthorizationTTL,
) -> Result<bool, Error> {
    let days = request.authorization_ttl_days;
    if !(1..=366).contains(&days) {
        return Err(TTL_DAYS_INVALID);
    }
    call.domain()
        .settings
        .change(call.me()?, |settings| settings.authorization_ttl_days = Some(days))
        .await?;
    Ok(true)
}
