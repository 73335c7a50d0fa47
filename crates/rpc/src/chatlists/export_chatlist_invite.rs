//! `chatlists.exportChatlistInvite chatlist:InputChatlist title:string peers:Vector<InputPeer>
//! = chatlists.ExportedChatlistInvite`: makes a link to chats of a folder.

use tl::{enums, functions, types};

use crate::{
    Call,
    chatlists::{id, peers, shown},
    errors::Error,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::chatlists::ExportChatlistInvite,
) -> Result<enums::chatlists::ExportedChatlistInvite, Error> {
    let (id, peers) = (id(&request.chatlist), peers(call, &request.peers).await?);
    let folders = &call.domain().shared_folders;
    let (link, filter) = folders.export(call.by()?, id, &request.title, &peers).await?;
    let filter = render::dialog_filter(&call.domain().access, call.me()?, id, Some(&filter));
    Ok(types::chatlists::ExportedChatlistInvite::new(filter, shown(&link)).into())
}
