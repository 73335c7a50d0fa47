//! `contacts.getContactIDs hash:long = Vector<int>`: from the days of 32-bit ids; an id that does not fit is left out.

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::contacts::GetContactIDs,
) -> Result<Vec<i32>, Error> {
    let contacts = call.domain().contacts.all(call.me()?).await?;
    Ok(contacts.into_iter().filter_map(|(user, _)| i32::try_from(user.0).ok()).collect())
}
