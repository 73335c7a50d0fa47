//! `auth.sendCode phone_number:string api_id:int api_hash:string settings:CodeSettings = auth.SentCode`: the code
//! goes where the answer says. Any application is welcome.

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
    let accounts = &call.domain().accounts;
    let sent = accounts.send_code(&request.phone_number, request.api_id, &device(call)).await?;
    Ok(sent_code(sent))
}
