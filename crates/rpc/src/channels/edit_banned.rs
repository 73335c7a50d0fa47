//! `channels.editBanned channel:InputChannel participant:InputPeer banned_rights:ChatBannedRights = Updates`: of people,
//! and of channels as which people write.

use boxes::Peer;
use domain::channel_rights::banned;
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
    let (bans, until) = render::banned_bits(&request.banned_rights);
    let channels = &call.domain().channels;
    let entries = match input::peer(call, &request.participant).await? {
        Peer::User(user) => channels.set_banned(call.by()?, id, user, bans, until).await?,
        // As a channel one writes, or does not.
        Peer::Channel(sender) => {
            let banned = bans & banned::VIEW_MESSAGES != 0;
            channels.ban_sender(call.by()?, id, sender, banned).await?;
            Vec::new()
        }
        Peer::Group(_) => return Err(PARTICIPANT_ID_INVALID),
    };
    channel::entries_and(call, id, &entries, vec![types::UpdateChannel::new(id).into()]).await
}
