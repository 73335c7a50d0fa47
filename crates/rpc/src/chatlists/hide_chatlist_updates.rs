//! `chatlists.hideChatlistUpdates chatlist:InputChatlist = Bool`

use tl::functions;

use crate::{Call, chatlists::not_shared, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::chatlists::HideChatlistUpdates,
) -> Result<bool, Error> {
    Err(not_shared(call, &request.chatlist).await?)
}
