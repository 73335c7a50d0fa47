//! `account.toggleUsername username:string active:Bool = Bool`: names beside the one that can be changed are switched on and
//! off. A person here has that one alone, and it is always on.

use tl::functions;

use crate::{
    Call,
    errors::{Error, USERNAME_INVALID, USERNAME_NOT_MODIFIED},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::ToggleUsername,
) -> Result<bool, Error> {
    let record = call.domain().users.record(call.me()?).await?;
    let own = record.and_then(|record| record.username.clone());
    let own = own.is_some_and(|name| name.eq_ignore_ascii_case(&request.username));
    Err(if own && request.active { USERNAME_NOT_MODIFIED } else { USERNAME_INVALID })
}
