//! `contacts.deleteContacts id:Vector<InputUser> = Updates`.

use tl::{enums, functions};

use crate::{Call, contacts::changed, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::contacts::DeleteContacts,
) -> Result<enums::Updates, Error> {
    let mut people = Vec::with_capacity(request.id.len());
    for named in &request.id {
        people.push(input::user(call, named).await?);
    }
    let deleted = call.domain().contacts.delete(call.by()?, &people).await?;
    changed(call, &deleted).await
}
