//! `help.getSupport = help.Support`: the service account.

use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, USER_ID_INVALID},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::help::GetSupport,
) -> Result<enums::help::Support, Error> {
    let view = call.domain().users.view(call.me()?, domain::SERVICE_USER).await?.ok_or(USER_ID_INVALID)?;
    Ok(types::help::Support::new(String::new(), render::user(&view)).into())
}
