//! `auth.resendCode phone_number:string phone_code_hash:string reason:flags.0?string = auth.SentCode`: the same code
//! the same way, as one more send of the day.

use tl::{enums, functions};

use crate::{
    Call,
    auth::{device, sent_code},
    errors::Error,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::auth::ResendCode,
) -> Result<enums::auth::SentCode, Error> {
    let accounts = &call.domain().accounts;
    let sent = accounts.resend_code(&request.phone_number, &request.phone_code_hash, &device(call)).await?;
    Ok(sent_code(sent))
}
