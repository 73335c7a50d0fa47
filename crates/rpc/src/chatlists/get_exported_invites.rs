//! `chatlists.getExportedInvites chatlist:InputChatlist = chatlists.ExportedInvites`: the caller's links to a folder.

use tl::{enums, functions, types};

use crate::{
    Call,
    chatlists::{id, shown},
    errors::Error,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::chatlists::GetExportedInvites,
) -> Result<enums::chatlists::ExportedInvites, Error> {
    let me = call.me()?;
    let links = call.domain().shared_folders.exported(me, id(&request.chatlist)).await?;
    let peers: Vec<_> = links.iter().flat_map(|link| link.invite.peers.iter().copied()).collect();
    let named = render::named(call.domain(), me, peers).await?;
    let links = links.iter().map(shown).collect();
    Ok(types::chatlists::ExportedInvites::new(links, named.chats, named.users).into())
}
