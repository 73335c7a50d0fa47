//! `account.resetWebAuthorizations = Bool`: no web site signs in through us, so none is left signed in.

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::account::ResetWebAuthorizations,
) -> Result<bool, Error> {
    Ok(true)
}
