//! `account.getSavedRingtones hash:long = account.SavedRingtones`: none can be saved yet.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::account::GetSavedRingtones,
) -> Result<enums::account::SavedRingtones, Error> {
    Ok(types::account::SavedRingtones::new(0, Vec::new()).into())
}
