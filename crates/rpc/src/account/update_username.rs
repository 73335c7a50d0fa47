//! `account.updateUsername username:string = User`: an empty name gives the old one up.

use tl::{enums, functions};

use crate::{Call, account::myself, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::UpdateUsername,
) -> Result<enums::User, Error> {
    call.domain().usernames.set(call.by()?, &request.username).await?;
    myself(call).await
}
