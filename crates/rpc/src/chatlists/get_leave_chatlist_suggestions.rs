//! `chatlists.getLeaveChatlistSuggestions chatlist:InputChatlist = Vector<Peer>`

use tl::{enums, functions};

use crate::{Call, chatlists::not_shared, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::chatlists::GetLeaveChatlistSuggestions,
) -> Result<Vec<enums::Peer>, Error> {
    Err(not_shared(call, &request.chatlist).await?)
}
