//! `messages.deleteTopicHistory peer:InputPeer top_msg_id:int = messages.AffectedHistory`: a topic goes with its
//! messages; `offset` above 0 asks the client to go on.

use tl::{enums, functions, types};

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::DeleteTopicHistory,
) -> Result<enums::messages::AffectedHistory, Error> {
    let id = input::forum(call, &request.peer).await?;
    let channels = &call.domain().channels;
    let (entry, left) = channels.delete_topic(call.by()?, id, request.top_msg_id).await?;
    let (pts, count) = match entry {
        Some(entry) => (entry.pts, entry.pts_count),
        None => (channels.pts(id).await?, 0),
    };
    let left = i32::try_from(left).unwrap_or(i32::MAX);
    Ok(types::messages::AffectedHistory::new(pts, count, left).into())
}
