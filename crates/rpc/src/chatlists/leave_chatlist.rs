//! `chatlists.leaveChatlist chatlist:InputChatlist peers:Vector<InputPeer> = Updates`: takes a shared folder away and
//! leaves these chats of it.

use tl::{enums, functions, types};

use crate::{
    Call,
    chatlists::{id, peers, told},
    errors::Error,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::chatlists::LeaveChatlist,
) -> Result<enums::Updates, Error> {
    let (id, peers) = (id(&request.chatlist), peers(call, &request.peers).await?);
    let left = call.domain().shared_folders.leave(call.by()?, id, &peers).await?;
    told(call, &left, types::UpdateDialogFilter::new(id).into(), Vec::new()).await
}
