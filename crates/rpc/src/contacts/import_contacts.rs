//! `contacts.importContacts contacts:Vector<InputContact> = contacts.ImportedContacts`: numbers that nobody has, and
//! those whose owners do not want to be found, look the same.

use domain::PhoneContact;
use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::contacts::ImportContacts,
) -> Result<enums::contacts::ImportedContacts, Error> {
    let lines = request.contacts.into_iter().map(|line| {
        let enums::InputContact::InputPhoneContact(line) = line;
        let types::InputPhoneContact { client_id, phone, first_name, last_name, .. } = *line;
        PhoneContact { client_id, phone, first_name, last_name }
    });
    let result = call.domain().contacts.import(call.by()?, lines.collect()).await?;
    let people = result.imported.iter().map(|(user, _)| *user);
    let users = render::people(call.domain(), call.me()?, people).await?;
    let imported = result.imported.iter();
    let imported = imported.map(|(user, line)| types::ImportedContact::new(user.0, *line).into()).collect();
    Ok(types::contacts::ImportedContacts::new(imported, Vec::new(), result.retry, users).into())
}
