//! `chatlists.editExportedInvite chatlist:InputChatlist slug:string title:flags.1?string
//! peers:flags.2?Vector<InputPeer> = ExportedChatlistInvite`

use tl::{enums, functions};

use crate::{
    Call,
    chatlists::{id, peers, shown, slug},
    errors::Error,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::chatlists::EditExportedInvite,
) -> Result<enums::ExportedChatlistInvite, Error> {
    let (id, slug) = (id(&request.chatlist), slug(&request.slug)?);
    let named = match &request.peers {
        Some(named) => Some(peers(call, named).await?),
        None => None,
    };
    let folders = &call.domain().shared_folders;
    let link = folders.edit(call.by()?, id, slug, request.title.as_deref(), named.as_deref()).await?;
    Ok(shown(&link))
}
