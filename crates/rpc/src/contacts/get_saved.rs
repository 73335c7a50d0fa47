//! `contacts.getSaved = Vector<SavedContact>`: numbers without an account are not kept.

use tl::{enums, functions};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::contacts::GetSaved,
) -> Result<Vec<enums::SavedContact>, Error> {
    Ok(Vec::new())
}
