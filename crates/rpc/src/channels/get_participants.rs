//! `channels.getParticipants channel:InputChannel filter:ChannelParticipantsFilter offset:int limit:int hash:long
//! = channels.ChannelParticipants`

use boxes::Peer;
use domain::ParticipantsFilter;
use tl::{enums, functions, types};

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::GetParticipants,
) -> Result<enums::channels::ChannelParticipants, Error> {
    use enums::ChannelParticipantsFilter as Asked;
    let me = call.me()?;
    let id = input::channel(call, &request.channel).await?;
    let filter = match request.filter {
        Asked::ChannelParticipantsRecent => ParticipantsFilter::Members,
        Asked::ChannelParticipantsAdmins => ParticipantsFilter::Admins,
        Asked::ChannelParticipantsKicked(kicked) => ParticipantsFilter::Kicked(kicked.q),
        Asked::ChannelParticipantsBots => ParticipantsFilter::Bots,
        Asked::ChannelParticipantsBanned(banned) => ParticipantsFilter::Restricted(banned.q),
        Asked::ChannelParticipantsSearch(search) if search.q.is_empty() => ParticipantsFilter::Members,
        Asked::ChannelParticipantsSearch(search) => ParticipantsFilter::Search(search.q),
        Asked::ChannelParticipantsContacts(contacts) => ParticipantsFilter::Contacts(contacts.q),
        Asked::ChannelParticipantsMentions(mentions) => match mentions.q {
            Some(q) if !q.is_empty() => ParticipantsFilter::Search(q),
            _ => ParticipantsFilter::Members,
        },
    };
    let offset = usize::try_from(request.offset).unwrap_or(0);
    let limit = usize::try_from(request.limit).unwrap_or(0);
    let channels = &call.domain().channels;
    let page = channels.people(me, id, filter, offset, limit).await?;
    let seen = channels.seen(id, me).await?;
    let now = call.now().seconds();
    let people =
        page.people.iter().map(|listed| render::participant(&seen.record, listed, me, now)).collect();
    let peers = page.people.iter().flat_map(render::peers_of_participant).chain([Peer::Channel(id)]);
    let named = render::named(call.domain(), me, peers.collect::<Vec<_>>()).await?;
    Ok(types::channels::ChannelParticipants::new(page.count, people, named.chats, named.users).into())
}
