//! `contacts.addContact add_phone_privacy_exception:flags.0?true id:InputUser first_name:string last_name:string
//! phone:string note:flags.1?TextWithEntities = Updates`: adds or renames.

use domain::NewContact;
use tl::{enums, functions};

use crate::{
    Call,
    contacts::{changed, update_contact_note},
    errors::Error,
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::contacts::AddContact,
) -> Result<enums::Updates, Error> {
    let user = input::user(call, &request.id).await?;
    let new = NewContact {
        first_name: request.first_name,
        last_name: request.last_name,
        phone: request.phone,
        shares_phone: request.add_phone_privacy_exception,
    };
    let note = request.note.map(update_contact_note::stored).transpose()?;
    call.domain().contacts.add(call.by()?, user, new).await?;
    if let Some(note) = note {
        call.domain().contacts.set_note(call.by()?, user, note).await?;
    }
    changed(call, &[user]).await
}
