//! `account.reorderUsernames order:Vector<string> = Bool`: a person here has one name at most, so there is one order.

use tl::functions;

use crate::{
    Call,
    errors::{Error, USERNAME_INVALID, USERNAME_NOT_MODIFIED},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::ReorderUsernames,
) -> Result<bool, Error> {
    let record = call.domain().users.record(call.me()?).await?;
    let own = record.and_then(|record| record.username.as_ref().map(|name| name.to_lowercase()));
    let asked = request.order.iter().map(|name| name.to_lowercase());
    Err(if own.into_iter().eq(asked) { USERNAME_NOT_MODIFIED } else { USERNAME_INVALID })
}
