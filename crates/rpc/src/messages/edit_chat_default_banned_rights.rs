//! `messages.editChatDefaultBannedRights peer:InputPeer banned_rights:ChatBannedRights = Updates`

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{
    Call, communities,
    errors::{Error, PEER_ID_INVALID},
    input,
    messages::{channel, group},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::EditChatDefaultBannedRights,
) -> Result<enums::Updates, Error> {
    let (bans, _) = render::banned_bits(&request.banned_rights);
    match input::peer(call, &request.peer).await? {
        Peer::Channel(id) if communities::is(call, id).await? => {
            call.domain().channels.set_community_banned(call.by()?, id, bans).await?;
            communities::changed(call, id).await
        }
        Peer::Channel(id) => {
            call.domain().channels.set_default_banned(call.by()?, id, bans).await?;
            channel::entries_and(call, id, &[], vec![types::UpdateChannel::new(id).into()]).await
        }
        Peer::Group(id) => {
            let changed = call.domain().groups.set_banned(call.by()?, id, bans).await?;
            group::changed(call, &changed).await
        }
        Peer::User(_) => Err(PEER_ID_INVALID),
    }
}
