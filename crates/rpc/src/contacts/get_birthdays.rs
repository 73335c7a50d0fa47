//! `contacts.getBirthdays = contacts.ContactBirthdays`: whose birthday is about now.

use domain::birthdays;
use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::contacts::GetBirthdays,
) -> Result<enums::contacts::ContactBirthdays, Error> {
    let (me, domain) = (call.me()?, call.domain());
    let today = call.now().seconds();
    let near = birthdays::near(&domain.users, &domain.contacts, &domain.privacy, me, today).await?;
    let contacts = near
        .iter()
        .map(|(user, birthday)| types::ContactBirthday::new(user.0, render::birthday(*birthday)).into());
    let contacts = contacts.collect();
    let users = render::people(domain, me, near.into_iter().map(|(user, _)| user)).await?;
    Ok(types::contacts::ContactBirthdays::new(contacts, users).into())
}
