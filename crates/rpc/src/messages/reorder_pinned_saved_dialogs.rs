//! `messages.reorderPinnedSavedDialogs force:flags.0?true order:Vector<InputDialogPeer> = Bool`

use domain::PINNED_SAVED_MAX;
use tl::functions;

use crate::{
    Call,
    errors::{Error, PINNED_DIALOGS_TOO_MUCH},
    messages::get_peer_dialogs,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ReorderPinnedSavedDialogs,
) -> Result<bool, Error> {
    if request.order.len() > PINNED_SAVED_MAX {
        return Err(PINNED_DIALOGS_TOO_MUCH);
    }
    let mut order = Vec::with_capacity(request.order.len());
    for named in &request.order {
        order.push(get_peer_dialogs::meant(call, named).await?);
    }
    call.domain().chat_lists.reorder_saved_pins(call.by()?, &order, request.force).await?;
    Ok(true)
}
