//! `account.getPrivacy key:InputPrivacyKey = account.PrivacyRules`.

use tl::{enums, functions};

use crate::{Call, account::privacy, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::GetPrivacy,
) -> Result<enums::account::PrivacyRules, Error> {
    privacy::shown(call, privacy::key(&request.key)).await
}
