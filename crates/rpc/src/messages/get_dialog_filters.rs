//! `messages.getDialogFilters = messages.DialogFilters`: the one folder that everybody has, "all chats".

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::messages::GetDialogFilters,
) -> Result<enums::messages::DialogFilters, Error> {
    // TDLib complains of an answer without the default one.
    Ok(types::messages::DialogFilters::new(vec![enums::DialogFilter::DialogFilterDefault]).into())
}
