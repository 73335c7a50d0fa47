//! `account.setReactionsNotifySettings settings:ReactionsNotifySettings = ReactionsNotifySettings`

use tl::{enums, functions};

use crate::{Call, account::notify, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::SetReactionsNotifySettings,
) -> Result<enums::ReactionsNotifySettings, Error> {
    let settings = notify::reactions(&request.settings);
    let shown = notify::reactions_shown(&settings);
    call.domain().reactions.set_notify(call.by()?, settings).await?;
    Ok(shown)
}
