//! `auth.resetLoginEmail phone_number:string phone_code_hash:string = auth.SentCode`: whoever signs in does not have
//! the account's mail address any more.

use tl::{enums, functions};

use crate::{
    Call,
    auth::{device, sent_code},
    errors::Error,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::auth::ResetLoginEmail,
) -> Result<enums::auth::SentCode, Error> {
    let accounts = &call.domain().accounts;
    let sent =
        accounts.reset_login_mail(&request.phone_number, &request.phone_code_hash, &device(call)).await?;
    Ok(sent_code(sent))
}
