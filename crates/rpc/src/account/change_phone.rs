//! `account.changePhone phone_number:string phone_code_hash:string phone_code:string = User`: the caller's account has that
//! number from now on.

use domain::AccountError;
use tl::{enums, functions};

use crate::{
    Call,
    account::myself,
    auth::device,
    errors::{Error, FRESH_CHANGE_PHONE_FORBIDDEN},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::ChangePhone,
) -> Result<enums::User, Error> {
    let functions::account::ChangePhone { phone_number, phone_code_hash, phone_code } = request;
    let (domain, by) = (call.domain(), call.by()?);
    let (accounts, device) = (&domain.accounts, device(call));
    let changed = accounts.change_phone(by, &phone_number, &phone_code_hash, &phone_code, &device);
    let before = changed.await.map_err(error)?;
    domain.tell_phone(by, &before).await?;
    myself(call).await
}

/// What a device that has just signed in is told is another thing here than where it ends others.
pub(super) fn error(error: AccountError) -> Error {
    match error {
        AccountError::SessionFresh { .. } => FRESH_CHANGE_PHONE_FORBIDDEN,
        error => error.into(),
    }
}
