//! `contacts.getContacts hash:long = contacts.Contacts`: the address book, also when it is empty (Telegram Desktop
//! shows no chats before it has one).

use tl::{enums, functions, types};

use crate::{Call, contacts::hash_of, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::contacts::GetContacts,
) -> Result<enums::contacts::Contacts, Error> {
    let me = call.me()?;
    let ids: Vec<_> = call.domain().contacts.all(me).await?.into_iter().map(|(user, _)| user).collect();
    let saved_count = 0;
    // The count of saved numbers comes first in the hash, then the ids.
    let hash = hash_of(std::iter::once(saved_count).chain(ids.iter().map(|user| user.0)));
    if !ids.is_empty() && request.hash == hash {
        return Ok(enums::contacts::Contacts::ContactsNotModified);
    }
    let views = call.domain().users.views(me, &ids).await?;
    let contacts =
        views.iter().map(|view| types::Contact::new(view.id.0, view.mutual_contact).into()).collect();
    let users = views.iter().map(render::user).collect();
    Ok(types::contacts::Contacts::new(contacts, 0, users).into())
}
