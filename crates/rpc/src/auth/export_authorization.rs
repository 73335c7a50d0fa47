//! `auth.exportAuthorization dc_id:int = auth.ExportedAuthorization`: what a client signs the key of another data centre
//! in with; here, every data centre is this server.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::auth::ExportAuthorization,
) -> Result<enums::auth::ExportedAuthorization, Error> {
    let accounts = &call.domain().accounts;
    let exported = accounts.export_authorization(call.me()?, call.caller.auth_key_id, request.dc_id)?;
    Ok(types::auth::ExportedAuthorization::new(exported.id, exported.bytes).into())
}
