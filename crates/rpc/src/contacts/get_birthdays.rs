//! `contacts.getBirthdays = contacts.ContactBirthdays`: none can be told yet.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::contacts::GetBirthdays,
) -> Result<enums::contacts::ContactBirthdays, Error> {
    Ok(types::contacts::ContactBirthdays::new(Vec::new(), Vec::new()).into())
}
