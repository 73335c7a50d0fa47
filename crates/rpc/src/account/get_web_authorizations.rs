//! `account.getWebAuthorizations = account.WebAuthorizations`: no web site signs in through us.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::account::GetWebAuthorizations,
) -> Result<enums::account::WebAuthorizations, Error> {
    Ok(types::account::WebAuthorizations::new(Vec::new(), Vec::new()).into())
}
