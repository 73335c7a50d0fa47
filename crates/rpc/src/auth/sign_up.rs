//! `auth.signUp no_joined_notifications:flags.0?true phone_number:string phone_code_hash:string first_name:string
//! last_name:string = auth.Authorization`: after the right code for a free number.

use tl::{enums, functions};

use crate::{
    Call,
    auth::{authorization, device},
    errors::Error,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::auth::SignUp,
) -> Result<enums::auth::Authorization, Error> {
    let functions::auth::SignUp { phone_number, phone_code_hash, first_name, last_name, .. } = request;
    let accounts = &call.domain().accounts;
    let device = device(call);
    let user = accounts.sign_up(&phone_number, &phone_code_hash, &first_name, &last_name, &device).await?;
    authorization(call, user).await
}
