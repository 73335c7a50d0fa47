//! `account.getTmpPassword password:InputCheckPasswordSRP period:int = account.TmpPassword`: what stands for the
//! two-step password on this device for a while.

use domain::PasswordError;
use tl::{enums, functions, types};

use crate::{
    Call,
    account::password::proof,
    errors::{Error, TMP_PASSWORD_DISABLED},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::GetTmpPassword,
) -> Result<enums::account::TmpPassword, Error> {
    let (accounts, key) = (&call.domain().accounts, call.caller.auth_key_id);
    match accounts.tmp_password(call.me()?, key, &proof(request.password), request.period).await {
        Ok(given) => Ok(types::account::TmpPassword::new(given.bytes, given.valid_until).into()),
        // Clients know another name here than elsewhere.
        Err(PasswordError::Empty) => Err(TMP_PASSWORD_DISABLED),
        Err(error) => Err(error.into()),
    }
}
