//! `messages.getPinnedSavedDialogs = messages.SavedDialogs`

use tl::{enums, functions};

use crate::{Call, errors::Error, messages::saved_dialogs};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::messages::GetPinnedSavedDialogs,
) -> Result<enums::messages::SavedDialogs, Error> {
    let pinned = call.domain().chat_lists.pinned_saved(call.me()?).await?;
    let parts = saved_dialogs::of(call, &pinned).await?;
    Ok(saved_dialogs::whole(saved_dialogs::render(call, &parts).await?))
}
