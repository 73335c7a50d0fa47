//! `messages.deleteSavedHistory parent_peer:flags.0?InputPeer peer:InputPeer max_id:int min_date:flags.2?int
//! max_date:flags.3?int = messages.AffectedHistory`: one part of the chat with oneself goes.

use boxes::DeleteHistory;
use tl::{enums, functions, types};

use crate::{Call, errors::Error, input, messages::saved_dialogs};

/// Messages of one call; clients call again while some are left.
const DELETED_MAX: usize = 1_000;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::DeleteSavedHistory,
) -> Result<enums::messages::AffectedHistory, Error> {
    saved_dialogs::own(request.parent_peer.as_ref())?;
    let peer = input::peer(call, &request.peer).await?;
    let what = DeleteHistory {
        max_id: request.max_id,
        min_date: request.min_date,
        max_date: request.max_date,
        ..DeleteHistory::default()
    };
    let mut ids = call.boxes().saved_ids(call.me()?, peer, what).await?;
    let left = ids.len().saturating_sub(DELETED_MAX);
    ids.truncate(DELETED_MAX);
    let affected = call.boxes().delete(call.by()?, &ids, false).await?;
    let left = i32::try_from(left).unwrap_or(i32::MAX);
    Ok(types::messages::AffectedHistory::new(affected.pts, affected.pts_count, left).into())
}
