//! `chatlists.exportChatlistInvite chatlist:InputChatlist title:string peers:Vector<InputPeer>
//! = chatlists.ExportedChatlistInvite`: people cannot be shared, so nothing is left to share.

use tl::{enums, functions};

use crate::{
    Call,
    chatlists::known,
    errors::{Error, FILTER_INCLUDE_TOO_MUCH, PEERS_LIST_EMPTY},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::chatlists::ExportChatlistInvite,
) -> Result<enums::chatlists::ExportedChatlistInvite, Error> {
    known(call, &request.chatlist).await?;
    if request.peers.len() > domain::FILTER_CHATS_MAX {
        return Err(FILTER_INCLUDE_TOO_MUCH);
    }
    for peer in &request.peers {
        input::peer(call, peer).await?;
    }
    Err(PEERS_LIST_EMPTY)
}
