//! `chatlists.getLeaveChatlistSuggestions chatlist:InputChatlist = Vector<Peer>`: the chats that the caller came into
//! by the folder's link.

use tl::{enums, functions};

use crate::{
    Call,
    chatlists::{id, shown_peers},
    errors::Error,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::chatlists::GetLeaveChatlistSuggestions,
) -> Result<Vec<enums::Peer>, Error> {
    let came = call.domain().shared_folders.came(call.me()?, id(&request.chatlist)).await?;
    Ok(shown_peers(&came))
}
