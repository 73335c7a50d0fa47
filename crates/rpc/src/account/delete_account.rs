//! `account.deleteAccount reason:string password:flags.0?InputCheckPasswordSRP = Bool`: at once, or for who does not
//! know the two-step password after a wait. What the person wrote stays with those who got it.

use domain::PasswordProof;
use tl::functions;

use crate::{
    Call,
    account::password::proof,
    auth::device,
    errors::{AUTH_KEY_UNREGISTERED, Error},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::DeleteAccount,
) -> Result<bool, Error> {
    let user = call.entering().await?;
    let proof = request.password.map_or(PasswordProof::Nothing, proof);
    call.domain().accounts.may_delete(user, &proof, &device(call)).await?;
    match call.domain().delete_account(user, Some(call.caller.auth_key_id)).await? {
        true => Ok(true),
        false => Err(AUTH_KEY_UNREGISTERED),
    }
}
