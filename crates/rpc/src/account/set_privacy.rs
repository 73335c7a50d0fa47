//! `account.setPrivacy key:InputPrivacyKey rules:Vector<InputPrivacyRule> = account.PrivacyRules`.

use domain::PrivacyKey;
use tl::{enums, functions};

use crate::{Call, account::privacy, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::SetPrivacy,
) -> Result<enums::account::PrivacyRules, Error> {
    let key = privacy::key(&request.key);
    let rules = privacy::rules(call, &request.rules).await?;
    call.domain().settings.set_privacy(call.by()?, key, rules).await?;
    if key == PrivacyKey::StatusTimestamp {
        call.domain().presence.tell(call.me()?).await?;
    }
    privacy::shown(call, key).await
}
