//! `account.deleteAccount reason:string password:flags.0?InputCheckPasswordSRP = Bool`: at once, since no account has a
//! two-step password yet. What the person wrote stays with those who got it.

use tl::functions;

use crate::{
    Call,
    errors::{AUTH_KEY_UNREGISTERED, Error},
};

pub(crate) async fn handle(call: &Call<'_>, _: functions::account::DeleteAccount) -> Result<bool, Error> {
    match call.domain().delete_account(call.me()?, Some(call.caller.auth_key_id)).await? {
        true => Ok(true),
        false => Err(AUTH_KEY_UNREGISTERED),
    }
}
