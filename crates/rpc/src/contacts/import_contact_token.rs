//! `contacts.importContactToken token:string = User`: who made the link.

use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, IMPORT_TOKEN_INVALID},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::contacts::ImportContactToken,
) -> Result<enums::User, Error> {
    let user = call.domain().contacts.of_token(&request.token).ok_or(IMPORT_TOKEN_INVALID)?;
    let view = call.domain().users.view(call.me()?, user).await?.filter(|view| !view.deleted);
    Ok(render::user(&view.ok_or(IMPORT_TOKEN_INVALID)?))
}
