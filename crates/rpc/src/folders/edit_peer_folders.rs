//! `folders.editPeerFolders folder_peers:Vector<InputFolderPeer> = Updates`: to the archive (1) and out of it (0).

use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, LIMIT_INVALID},
    input,
    messages::page::PAGE_ITEMS_MAX,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::folders::EditPeerFolders,
) -> Result<enums::Updates, Error> {
    if request.folder_peers.len() > PAGE_ITEMS_MAX {
        return Err(LIMIT_INVALID);
    }
    let mut moves = Vec::with_capacity(request.folder_peers.len());
    for named in &request.folder_peers {
        let enums::InputFolderPeer::InputFolderPeer(named) = named;
        moves.push((input::peer(call, &named.peer).await?, named.folder_id));
    }
    let affected = call.domain().chat_lists.move_to_folders(call.by()?, &moves).await?;
    let now = call.now().seconds();
    Ok(render::entries_and(call.domain(), call.me()?, &affected.entries, Vec::new(), now).await?)
}
