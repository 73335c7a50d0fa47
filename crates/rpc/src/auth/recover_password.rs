//! `auth.recoverPassword flags:# code:string new_settings:flags.0?account.PasswordInputSettings = auth.Authorization`:
//! a code that went by mail, for a new two-step password or for none.

use tl::{enums, functions};

use crate::{
    Call,
    account::password::change,
    auth::{authorization, device},
    errors::Error,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::auth::RecoverPassword,
) -> Result<enums::auth::Authorization, Error> {
    let user = call.entering().await?;
    let change = request.new_settings.map(change).transpose()?;
    call.domain().accounts.recover_password(user, &request.code, change, &device(call)).await?;
    authorization(call, user).await
}
