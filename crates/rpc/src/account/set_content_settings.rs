//! `account.setContentSettings flags:# sensitive_enabled:flags.0?true = Bool`

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::SetContentSettings,
) -> Result<bool, Error> {
    let set = |kept: &mut domain::preferences::Record| kept.sensitive = request.sensitive_enabled;
    call.domain().preferences.change(call.me()?, set).await?;
    Ok(true)
}
