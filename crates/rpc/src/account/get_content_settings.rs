//! `account.getContentSettings = account.ContentSettings`: nothing is hidden here, so nothing can be switched on.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::account::GetContentSettings,
) -> Result<enums::account::ContentSettings, Error> {
    Ok(types::account::ContentSettings::new().into())
}
