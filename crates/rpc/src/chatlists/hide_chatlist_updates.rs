//! `chatlists.hideChatlistUpdates chatlist:InputChatlist = Bool`: does not want what was put behind the link since.

use tl::functions;

use crate::{Call, chatlists::id, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::chatlists::HideChatlistUpdates,
) -> Result<bool, Error> {
    call.domain().shared_folders.hide_news(call.by()?, id(&request.chatlist)).await?;
    Ok(true)
}
