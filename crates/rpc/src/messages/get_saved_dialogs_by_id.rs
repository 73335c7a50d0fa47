//! `messages.getSavedDialogsByID parent_peer:flags.1?InputPeer ids:Vector<InputPeer> = messages.SavedDialogs`

use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, LIMIT_INVALID},
    input,
    messages::{page::PAGE_ITEMS_MAX, saved_dialogs},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetSavedDialogsByID,
) -> Result<enums::messages::SavedDialogs, Error> {
    saved_dialogs::own(request.parent_peer.as_ref())?;
    if request.ids.len() > PAGE_ITEMS_MAX {
        return Err(LIMIT_INVALID);
    }
    let mut peers = Vec::with_capacity(request.ids.len());
    for named in &request.ids {
        peers.push(input::peer(call, named).await?);
    }
    let parts = saved_dialogs::of(call, &peers).await?;
    Ok(saved_dialogs::whole(saved_dialogs::render(call, &parts).await?))
}
