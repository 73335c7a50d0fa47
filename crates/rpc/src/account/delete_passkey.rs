//! `account.deletePasskey id:string = Bool`: the passkey opens nothing any more.

use tl::functions;

use crate::{Call, account::passkeys, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::DeletePasskey,
) -> Result<bool, Error> {
    let credential_id = passkeys::read(&request.id)?;
    call.domain().accounts.remove_passkey(call.me()?, &credential_id).await?;
    Ok(true)
}
