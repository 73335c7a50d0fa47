//! `account.checkUsername username:string = Bool`: whether the caller could take it.

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::CheckUsername,
) -> Result<bool, Error> {
    Ok(call.domain().usernames.is_free(call.me()?, &request.username).await?)
}
