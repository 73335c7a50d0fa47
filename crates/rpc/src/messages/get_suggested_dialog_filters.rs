//! `messages.getSuggestedDialogFilters = Vector<DialogFilterSuggested>`: none are suggested.

use tl::{enums, functions};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::messages::GetSuggestedDialogFilters,
) -> Result<Vec<enums::DialogFilterSuggested>, Error> {
    Ok(Vec::new())
}
