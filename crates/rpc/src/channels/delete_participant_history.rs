//! `channels.deleteParticipantHistory channel:InputChannel participant:InputPeer = messages.AffectedHistory`: what
//! somebody has written in a supergroup goes; `offset` above 0 asks the client to go on.

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, PARTICIPANT_ID_INVALID},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::DeleteParticipantHistory,
) -> Result<enums::messages::AffectedHistory, Error> {
    let id = input::channel(call, &request.channel).await?;
    let Peer::User(author) = input::peer(call, &request.participant).await? else {
        return Err(PARTICIPANT_ID_INVALID);
    };
    let channels = &call.domain().channels;
    let (entry, left) = channels.delete_all_of(call.by()?, id, author).await?;
    let (pts, count) = match entry {
        Some(entry) => (entry.pts, entry.pts_count),
        None => (channels.pts(id).await?, 0),
    };
    Ok(types::messages::AffectedHistory::new(pts, count, left).into())
}
