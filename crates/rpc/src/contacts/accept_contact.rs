//! `contacts.acceptContact id:InputUser = Updates`: a contact may see the caller's number from now on.

use domain::NewContact;
use tl::{enums, functions};

use crate::{
    Call,
    contacts::changed,
    errors::{CONTACT_REQ_MISSING, Error},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::contacts::AcceptContact,
) -> Result<enums::Updates, Error> {
    let user = input::user(call, &request.id).await?;
    let contacts = &call.domain().contacts;
    let known = contacts.get(call.me()?, user).await?.ok_or(CONTACT_REQ_MISSING)?;
    let new = NewContact {
        first_name: known.first_name.clone(),
        last_name: known.last_name.clone(),
        phone: String::new(),
        shares_phone: true,
    };
    contacts.add(call.by()?, user, new).await?;
    changed(call, &[user]).await
}
