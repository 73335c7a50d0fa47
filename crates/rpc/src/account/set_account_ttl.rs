//! `account.setAccountTTL ttl:AccountDaysTTL = Bool`.

use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, TTL_DAYS_INVALID},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::SetAccountTTL,
) -> Result<bool, Error> {
    let enums::AccountDaysTTL::AccountDaysTTL(ttl) = request.ttl;
    if !(30..=730).contains(&ttl.days) {
        return Err(TTL_DAYS_INVALID);
    }
    call.domain().settings.change(call.me()?, |settings| settings.account_ttl_days = Some(ttl.days)).await?;
    Ok(true)
}
