//! `account.getGlobalPrivacySettings = GlobalPrivacySettings`: kept as the person set them.

use tl::{enums, functions};

use crate::{Call, account::privacy, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::account::GetGlobalPrivacySettings,
) -> Result<enums::GlobalPrivacySettings, Error> {
    let settings = call.domain().settings.of(call.me()?).await?;
    Ok(privacy::global(settings.global_privacy.clone().unwrap_or_default()))
}
