//! `communities.togglePeerLinkRequestApproval flags:# reject:flags.0?true community:InputChannel peer:InputPeer = Bool`

use tl::functions;

use super::{channel, named};
use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::communities::TogglePeerLinkRequestApproval,
) -> Result<bool, Error> {
    let id = named(call, &request.community).await?;
    let one = channel(call, &request.peer).await?;
    call.domain().channels.answer_link_requests(call.by()?, id, Some(one), !request.reject).await?;
    Ok(true)
}
