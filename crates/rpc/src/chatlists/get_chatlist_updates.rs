//! `chatlists.getChatlistUpdates chatlist:InputChatlist = chatlists.ChatlistUpdates`

use tl::{enums, functions};

use crate::{Call, chatlists::not_shared, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::chatlists::GetChatlistUpdates,
) -> Result<enums::chatlists::ChatlistUpdates, Error> {
    Err(not_shared(call, &request.chatlist).await?)
}
