//! `account.updatePasswordSettings password:InputCheckPasswordSRP new_settings:account.PasswordInputSettings = Bool`:
//! sets, changes or removes the two-step password and its mail address, whose proof may come first.

use tl::functions;

use crate::{
    Call,
    account::password::{change, proof},
    auth::device,
    errors::Error,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::UpdatePasswordSettings,
) -> Result<bool, Error> {
    let (proof, change) = (proof(request.password), change(request.new_settings)?);
    call.domain().accounts.change_password(call.me()?, &proof, change, &device(call)).await?;
    Ok(true)
}
