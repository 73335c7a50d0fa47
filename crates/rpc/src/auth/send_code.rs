//! `auth.sendCode phone_number:string api_id:int api_hash:string settings:CodeSettings = auth.SentCode`: the code
//! goes to the operator and to the account's devices. Any application is welcome.

use tl::{enums, functions};

use crate::{
    Call,
    auth::{device, sent_code},
    errors::Error,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::auth::SendCode,
) -> Result<enums::auth::SentCode, Error> {
    let sent = call.domain().accounts.send_code(&request.phone_number, request.api_id, &device(call))?;
    Ok(sent_code(sent))
}
