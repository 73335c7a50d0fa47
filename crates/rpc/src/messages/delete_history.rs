//! `messages.deleteHistory just_clear:flags.0?true revoke:flags.1?true peer:InputPeer max_id:int
//! min_date:flags.2?int max_date:flags.3?int = messages.AffectedHistory`

use boxes::DeleteHistory;
use tl::{enums, functions, types};

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::DeleteHistory,
) -> Result<enums::messages::AffectedHistory, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let range = DeleteHistory {
        max_id: request.max_id,
        min_date: request.min_date,
        max_date: request.max_date,
        just_clear: request.just_clear,
        revoke: request.revoke,
    };
    let affected = call.boxes().delete_history(call.by()?, peer, range).await?;
    Ok(types::messages::AffectedHistory::new(affected.pts, affected.pts_count, affected.offset).into())
}
