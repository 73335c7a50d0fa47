//! `communities.toggleParticipantBanned flags:# unban:flags.0?true community:InputChannel participant:InputPeer = Bool`

use tl::functions;

use super::{named, people::person};
use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::communities::ToggleParticipantBanned,
) -> Result<bool, Error> {
    let id = named(call, &request.community).await?;
    let user = person(call, &request.participant).await?;
    let (channels, by) = (&call.domain().channels, call.by()?);
    match request.unban {
        true => channels.unban_from_community(by, id, user).await?,
        false => channels.ban_from_community(by, id, user).await?,
    }
    Ok(true)
}
