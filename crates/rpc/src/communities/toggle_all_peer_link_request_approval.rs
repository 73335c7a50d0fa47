//! `communities.toggleAllPeerLinkRequestApproval flags:# reject:flags.0?true community:InputChannel = Bool`

use tl::functions;

use super::named;
use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::communities::ToggleAllPeerLinkRequestApproval,
) -> Result<bool, Error> {
    let id = named(call, &request.community).await?;
    call.domain().channels.answer_link_requests(call.by()?, id, None, !request.reject).await?;
    Ok(true)
}
