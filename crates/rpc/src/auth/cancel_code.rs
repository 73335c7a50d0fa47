//! `auth.cancelCode phone_number:string phone_code_hash:string = Bool`.

use tl::functions;

use crate::{Call, auth::device, errors::Error};

pub(crate) async fn handle(call: &Call<'_>, request: functions::auth::CancelCode) -> Result<bool, Error> {
    call.domain().accounts.cancel_code(&request.phone_number, &request.phone_code_hash, &device(call))?;
    Ok(true)
}
