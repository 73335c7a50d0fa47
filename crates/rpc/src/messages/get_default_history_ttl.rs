//! `messages.getDefaultHistoryTTL = DefaultHistoryTTL`: messages stay until they are deleted.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::messages::GetDefaultHistoryTTL,
) -> Result<enums::DefaultHistoryTTL, Error> {
    Ok(types::DefaultHistoryTTL::new(0).into())
}
