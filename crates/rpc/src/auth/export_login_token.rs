//! `auth.exportLoginToken api_id:int api_hash:string except_ids:Vector<long> = auth.LoginToken`: a token to be shown as
//! a QR code; once somebody has accepted it, who that is.

use tl::{enums, functions};

use crate::{
    Call,
    auth::{device, login_token},
    errors::{API_ID_INVALID, Error},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::auth::ExportLoginToken,
) -> Result<enums::auth::LoginToken, Error> {
    let mut device = device(call);
    if device.api_id.is_some_and(|said| said != request.api_id) {
        return Err(API_ID_INVALID);
    }
    device.api_id = Some(request.api_id);
    let token = match (call.caller.user, call.awaited().await?) {
        (None, None) => Some(call.domain().accounts.export_login_token(&device, request.except_ids)),
        _ => None,
    };
    login_token(call, token).await
}
