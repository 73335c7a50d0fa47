//! `account.invalidateSignInCodes codes:Vector<string> = Bool`: a device noticed that codes were seen by others.

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::InvalidateSignInCodes,
) -> Result<bool, Error> {
    call.domain().accounts.invalidate_codes(call.me()?, &request.codes).await?;
    Ok(true)
}
