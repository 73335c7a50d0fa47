//! `channels.editBanned channel:InputChannel participant:InputPeer banned_rights:ChatBannedRights = Updates`

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, PARTICIPANT_ID_INVALID},
    input,
    messages::channel,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::EditBanned,
) -> Result<enums::Updates, Error> {
    let id = input::channel(call, &request.channel).await?;
    let Peer::User(user) = input::peer(call, &request.participant).await? else {
        return Err(PARTICIPANT_ID_INVALID);
    };
    let (bans, until) = render::banned_bits(&request.banned_rights);
    let entries = call.domain().channels.set_banned(call.by()?, id, user, bans, until).await?;
    channel::entries_and(call, id, &entries, vec![types::UpdateChannel::new(id).into()]).await
}
