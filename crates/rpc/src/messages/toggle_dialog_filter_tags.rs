//! `messages.toggleDialogFilterTags enabled:Bool = Bool`

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ToggleDialogFilterTags,
) -> Result<bool, Error> {
    call.domain().chat_lists.set_filter_tags(call.by()?, request.enabled).await?;
    Ok(true)
}
