//! `communities.togglePeerLink flags:# visible:flags.0?true hidden:flags.1?true deleted:flags.2?true
//! community:InputChannel peer:InputPeer = Bool`

use tl::functions;

use super::{channel, chat, named};
use crate::{
    Call,
    errors::{CHAT_ADMIN_REQUIRED, Error},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::communities::TogglePeerLink,
) -> Result<bool, Error> {
    let id = named(call, &request.community).await?;
    let (channels, by) = (&call.domain().channels, call.by()?);
    if request.deleted {
        let linked = channel(call, &request.peer).await?;
        channels.unlink_from_community(by, id, linked).await?;
    } else {
        // Nobody's group becomes another kind of chat for a community that is not his.
        if !channels.community_seen(id, by.user).await?.role.is_in() {
            return Err(CHAT_ADMIN_REQUIRED);
        }
        let linked = chat(call, &request.peer).await?;
        channels.link_to_community(by, id, linked, request.hidden && !request.visible).await?;
    }
    Ok(true)
}
