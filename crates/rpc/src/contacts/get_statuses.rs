//! `contacts.getStatuses = Vector<ContactStatus>`: the presence of contacts, as far as each lets it be seen.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::contacts::GetStatuses,
) -> Result<Vec<enums::ContactStatus>, Error> {
    let me = call.me()?;
    let ids: Vec<_> = call.domain().contacts.all(me).await?.into_iter().map(|(user, _)| user).collect();
    let views = call.domain().users.views(me, &ids).await?;
    Ok(views
        .iter()
        .map(|view| types::ContactStatus::new(view.id.0, render::status(view.status)).into())
        .collect())
}
