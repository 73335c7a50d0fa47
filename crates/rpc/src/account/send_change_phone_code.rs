//! `account.sendChangePhoneCode phone_number:string settings:CodeSettings = auth.SentCode`: a code goes to the number that
//! the caller's account is to have.

use tl::{enums, functions};

use crate::{
    Call,
    auth::{device, sent_code},
    errors::Error,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::SendChangePhoneCode,
) -> Result<enums::auth::SentCode, Error> {
    let accounts = &call.domain().accounts;
    let sent = accounts.send_change_code(call.by()?, &request.phone_number, &device(call)).await;
    Ok(sent_code(sent.map_err(super::change_phone::error)?))
}
