//! `messages.clearAllDrafts = Bool`

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(call: &Call<'_>, _: functions::messages::ClearAllDrafts) -> Result<bool, Error> {
    call.domain().chat_lists.clear_drafts(call.by()?).await?;
    Ok(true)
}
