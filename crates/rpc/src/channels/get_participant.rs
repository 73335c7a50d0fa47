//! `channels.getParticipant channel:InputChannel participant:InputPeer = channels.ChannelParticipant`

use boxes::Peer;
use domain::{ChannelAction, Listed};
use tl::{enums, functions, types};

use crate::{
    Call, communities,
    errors::{CHAT_ADMIN_REQUIRED, Error, PARTICIPANT_ID_INVALID, USER_NOT_PARTICIPANT},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::GetParticipant,
) -> Result<enums::channels::ChannelParticipant, Error> {
    let me = call.me()?;
    let id = input::channel(call, &request.channel).await?;
    if communities::is(call, id).await? {
        return communities::people::one(call, id, &request.participant).await;
    }
    let user = match input::peer(call, &request.participant).await? {
        Peer::User(user) => user,
        Peer::Channel(sender) => return banned_sender(call, id, sender).await,
        Peer::Group(_) => return Err(PARTICIPANT_ID_INVALID),
    };
    let channels = &call.domain().channels;
    let seen = channels.seen(id, me).await?;
    let row = channels.participant(id, user).await?.ok_or(USER_NOT_PARTICIPANT)?;
    let known = row.member || row.banned.is_some() && seen.standing.is_admin();
    if !known {
        return Err(USER_NOT_PARTICIPANT);
    }
    if user != me && !seen.standing.may(&seen.record, ChannelAction::SeeMembers) && row.admin.is_none() {
        return Err(CHAT_ADMIN_REQUIRED);
    }
    let listed = Listed { user, row };
    let shown = render::participant(&seen.record, &listed, me, call.now().seconds());
    let peers = render::peers_of_participant(&listed).into_iter().chain([Peer::Channel(id)]);
    let named = render::named(call.domain(), me, peers.collect::<Vec<_>>()).await?;
    Ok(types::channels::ChannelParticipant::new(shown, named.chats, named.users).into())
}

/// A channel as which nobody may write; others take no part.
async fn banned_sender(
    call: &Call<'_>,
    id: i64,
    sender: i64,
) -> Result<enums::channels::ChannelParticipant, Error> {
    let me = call.me()?;
    let seen = call.domain().channels.allowed(id, me, ChannelAction::SeeLog).await?;
    let found = seen.record.banned_senders.iter().flatten().find(|one| one.channel == sender);
    let found = found.ok_or(USER_NOT_PARTICIPANT)?;
    let peers = [Peer::Channel(id), Peer::Channel(sender), Peer::User(found.by)];
    let named = render::named(call.domain(), me, peers).await?;
    let shown = render::banned_sender(found);
    Ok(types::channels::ChannelParticipant::new(shown, named.chats, named.users).into())
}
