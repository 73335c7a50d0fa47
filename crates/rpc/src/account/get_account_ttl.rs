//! `account.getAccountTTL = AccountDaysTTL`: kept as the person set it.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

/// Until a person chooses.
const ACCOUNT_TTL_DAYS: i32 = 548;

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::account::GetAccountTTL,
) -> Result<enums::AccountDaysTTL, Error> {
    let settings = call.domain().settings.of(call.me()?).await?;
    Ok(types::AccountDaysTTL::new(settings.account_ttl_days.unwrap_or(ACCOUNT_TTL_DAYS)).into())
}
