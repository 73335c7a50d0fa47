//! `auth.importLoginToken token:bytes = auth.LoginToken`: a client that takes this server for another data centre comes
//! back with the token that it was given.

use tl::{enums, functions};

use crate::{
    Call,
    auth::{device, login_token},
    errors::Error,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::auth::ImportLoginToken,
) -> Result<enums::auth::LoginToken, Error> {
    let token = call.domain().accounts.import_login_token(&request.token, &device(call))?;
    login_token(call, token).await
}
