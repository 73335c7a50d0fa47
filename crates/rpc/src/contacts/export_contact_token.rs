//! `contacts.exportContactToken = ExportedContactToken`: a link by which others find the caller for a while, whatever his
//! privacy says about his number.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::contacts::ExportContactToken,
) -> Result<enums::ExportedContactToken, Error> {
    let (token, expires) = call.domain().contacts.export_token(call.me()?);
    Ok(types::ExportedContactToken::new(format!("tg://contact?token={token}"), expires).into())
}
