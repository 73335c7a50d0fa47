//! `messages.reorderPinnedDialogs force:flags.0?true folder_id:int order:Vector<InputDialogPeer> = Bool`

use domain::PINNED_ARCHIVED_MAX;
use tl::functions;

use crate::{
    Call,
    errors::{Error, PINNED_DIALOGS_TOO_MUCH},
    messages::get_peer_dialogs,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ReorderPinnedDialogs,
) -> Result<bool, Error> {
    if request.order.len() > PINNED_ARCHIVED_MAX {
        return Err(PINNED_DIALOGS_TOO_MUCH);
    }
    let mut order = Vec::with_capacity(request.order.len());
    for named in &request.order {
        order.push(get_peer_dialogs::meant(call, named).await?);
    }
    let lists = &call.domain().chat_lists;
    lists.reorder_pins(call.by()?, request.folder_id, &order, request.force).await?;
    Ok(true)
}
