//! `messages.editChatAbout peer:InputPeer about:string = Bool`

use boxes::Peer;
use tl::functions;

use crate::{
    Call, communities,
    errors::{Error, PEER_ID_INVALID},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::EditChatAbout,
) -> Result<bool, Error> {
    match input::peer(call, &request.peer).await? {
        Peer::Channel(id) if communities::is(call, id).await? => {
            call.domain().channels.set_community_about(call.by()?, id, &request.about).await?;
            Ok(true)
        }
        Peer::Channel(id) => {
            call.domain().channels.set_about(call.by()?, id, &request.about).await?;
            Ok(true)
        }
        Peer::Group(id) => {
            call.domain().groups.describe(call.by()?, id, &request.about).await?;
            Ok(true)
        }
        Peer::User(_) => Err(PEER_ID_INVALID),
    }
}
