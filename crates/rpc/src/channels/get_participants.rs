//! `channels.getParticipants channel:InputChannel filter:ChannelParticipantsFilter offset:int limit:int hash:long
//! = channels.ChannelParticipants`

use boxes::Peer;
use domain::ParticipantsFilter;
use tl::{enums, functions, types};

use crate::{Call, communities, errors::Error, input};

/// People of one page.
const PAGE_MAX: usize = 200;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::GetParticipants,
) -> Result<enums::channels::ChannelParticipants, Error> {
    use enums::ChannelParticipantsFilter as Asked;
    let me = call.me()?;
    let id = input::channel(call, &request.channel).await?;
    if communities::is(call, id).await? {
        let part = (request.offset, request.limit);
        return communities::people::list(call, id, &request.filter, part).await;
    }
    let all_kicked =
        matches!(&request.filter, Asked::ChannelParticipantsKicked(kicked) if kicked.q.is_empty());
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
    let mut people: Vec<enums::ChannelParticipant> =
        page.people.iter().map(|listed| render::participant(&seen.record, listed, me, now)).collect();
    let peers = page.people.iter().flat_map(render::peers_of_participant).chain([Peer::Channel(id)]);
    let mut peers: Vec<Peer> = peers.collect();
    // Channels as which nobody may write stand behind the people who were thrown out.
    let senders = seen.record.banned_senders.as_deref().filter(|_| all_kicked).unwrap_or_default();
    let behind = offset.saturating_sub(usize::try_from(page.count).unwrap_or(0));
    for one in senders.iter().skip(behind).take(limit.min(PAGE_MAX).saturating_sub(people.len())) {
        people.push(render::banned_sender(one));
        peers.extend([Peer::Channel(one.channel), Peer::User(one.by)]);
    }
    let count = page.count.saturating_add(i32::try_from(senders.len()).unwrap_or(i32::MAX));
    let named = render::named(call.domain(), me, peers).await?;
    Ok(types::channels::ChannelParticipants::new(count, people, named.chats, named.users).into())
}
