//! `account.getContentSettings = account.ContentSettings`: whether the caller wants what is sensitive hidden. Nothing is
//! marked as that by this server; clients remember the choice.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::account::GetContentSettings,
) -> Result<enums::account::ContentSettings, Error> {
    let kept = call.domain().preferences.of(call.me()?).await?;
    Ok(types::account::ContentSettings { sensitive_enabled: kept.sensitive, sensitive_can_change: true }
        .into())
}
