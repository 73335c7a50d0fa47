//! `account.deleteAutoSaveExceptions = Bool`: for all chats holds what holds for their kind.

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::account::DeleteAutoSaveExceptions,
) -> Result<bool, Error> {
    let set = |kept: &mut domain::preferences::Record| kept.auto_save_exceptions.clear();
    call.domain().preferences.change_auto_save(call.by()?, set).await?;
    Ok(true)
}
