//! A community's people, which `channels.getParticipants` and `channels.getParticipant` answer: who looks after it and,
//! for them, who was thrown out. It has no list of members.

use boxes::{Peer, UserId};
use tl::{enums, types};

use crate::{
    Call,
    errors::{CHAT_ADMIN_REQUIRED, Error, PARTICIPANT_ID_INVALID, USER_NOT_PARTICIPANT},
    input,
};

/// People of one page.
const PAGE_MAX: usize = 200;

/// One line of such a list, and whom it names.
type Line = (enums::ChannelParticipant, Vec<UserId>);

/// The person that the caller means.
///
/// # Errors
/// `PARTICIPANT_ID_INVALID` for groups and channels.
pub(super) async fn person(call: &Call<'_>, named: &enums::InputPeer) -> Result<UserId, Error> {
    match input::peer(call, named).await? {
        Peer::User(user) => Ok(user),
        Peer::Group(_) | Peer::Channel(_) => Err(PARTICIPANT_ID_INVALID),
    }
}

pub(crate) async fn list(
    call: &Call<'_>,
    id: i64,
    filter: &enums::ChannelParticipantsFilter,
    (offset, limit): (i32, i32),
) -> Result<enums::channels::ChannelParticipants, Error> {
    use enums::ChannelParticipantsFilter as Asked;
    let me = call.me()?;
    let lines = match filter {
        Asked::ChannelParticipantsAdmins => looking_after(call, id).await?,
        Asked::ChannelParticipantsKicked(kicked) => thrown_out(call, id, &kicked.q).await?,
        _ => {
            call.domain().channels.community_seen(id, me).await?;
            Vec::new()
        }
    };
    let count = i32::try_from(lines.len()).unwrap_or(i32::MAX);
    let offset = usize::try_from(offset).unwrap_or(0);
    let limit = usize::try_from(limit).unwrap_or(0).min(PAGE_MAX);
    let page: Vec<Line> = lines.into_iter().skip(offset).take(limit).collect();
    let people = page.iter().flat_map(|(_, named)| named.iter().copied()).map(Peer::User);
    let peers: Vec<Peer> = people.chain([Peer::Channel(id)]).collect();
    let named = render::named(call.domain(), me, peers).await?;
    let page = page.into_iter().map(|(line, _)| line).collect();
    Ok(types::channels::ChannelParticipants::new(count, page, named.chats, named.users).into())
}

pub(crate) async fn one(
    call: &Call<'_>,
    id: i64,
    participant: &enums::InputPeer,
) -> Result<enums::channels::ChannelParticipant, Error> {
    let me = call.me()?;
    let channels = &call.domain().channels;
    let user = person(call, participant).await?;
    let view = channels.community_seen(id, me).await?;
    let known = looking_after(call, id).await;
    let found = known?.into_iter().find(|(_, named)| named.first() == Some(&user));
    let found = match found {
        Some(found) => Some(found),
        None if user == me && view.role.is_in() => {
            Some((types::ChannelParticipantSelf::new(me.0, me.0, view.since).into(), vec![me]))
        }
        None if view.role.is_admin() => channels
            .community_ban(id, user)
            .await?
            .map(|ban| (render::community_banned(user, &ban), vec![user, ban.by])),
        None => None,
    };
    let (line, people) = found.ok_or(USER_NOT_PARTICIPANT)?;
    let peers = people.into_iter().map(Peer::User).chain([Peer::Channel(id)]);
    let named = render::named(call.domain(), me, peers.collect::<Vec<_>>()).await?;
    Ok(types::channels::ChannelParticipant::new(line, named.chats, named.users).into())
}

/// The creator and the admins, for whose the community is.
async fn looking_after(call: &Call<'_>, id: i64) -> Result<Vec<Line>, Error> {
    let me = call.me()?;
    let view = call.domain().channels.community_seen(id, me).await?;
    if !view.role.is_in() {
        return Err(CHAT_ADMIN_REQUIRED);
    }
    let record = &view.record;
    let mut lines = vec![(render::community_creator(&view), vec![record.creator])];
    lines.extend(
        record
            .admins
            .iter()
            .map(|admin| (render::community_admin(record, admin, me), vec![admin.user, admin.promoted_by])),
    );
    Ok(lines)
}

/// Who was thrown out, with this in his name.
async fn thrown_out(call: &Call<'_>, id: i64, q: &str) -> Result<Vec<Line>, Error> {
    let (domain, me) = (call.domain(), call.me()?);
    let wanted = q.trim().to_lowercase();
    let mut lines = Vec::new();
    for (user, ban) in domain.channels.banned_from_community(id, me).await? {
        if !wanted.is_empty() {
            let Some(view) = domain.users.view(me, user).await? else { continue };
            let name = format!("{} {}", view.first_name, view.last_name).to_lowercase();
            let username = view.username.unwrap_or_default().to_lowercase();
            if !name.contains(&wanted) && !username.contains(&wanted) {
                continue;
            }
        }
        lines.push((render::community_banned(user, &ban), vec![user, ban.by]));
    }
    Ok(lines)
}
