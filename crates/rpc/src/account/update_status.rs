//! `account.updateStatus offline:Bool = Bool`: kept in memory, told to those who know the caller.

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::UpdateStatus,
) -> Result<bool, Error> {
    call.domain().presence.update(call.by()?, request.offline).await?;
    Ok(true)
}
