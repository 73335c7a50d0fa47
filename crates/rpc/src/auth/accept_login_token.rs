//! `auth.acceptLoginToken token:bytes = Authorization`: signs in the device that shows this token.

use tl::{enums, functions};

use crate::{Call, account::get_authorizations, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::auth::AcceptLoginToken,
) -> Result<enums::Authorization, Error> {
    let accepted = call.domain().accounts.accept_login_token(call.me()?, &request.token).await?;
    Ok(get_authorizations::shown(accepted))
}
