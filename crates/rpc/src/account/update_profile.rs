//! `account.updateProfile first_name:flags.0?string last_name:flags.1?string about:flags.2?string = User`.

use domain::ProfileChange;
use tl::{enums, functions};

use crate::{Call, account::myself, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::UpdateProfile,
) -> Result<enums::User, Error> {
    let functions::account::UpdateProfile { first_name, last_name, about } = request;
    call.domain().users.change_profile(call.by()?, ProfileChange { first_name, last_name, about }).await?;
    myself(call).await
}
