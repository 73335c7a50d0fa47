//! `messages.readPollVotes peer:InputPeer top_msg_id:flags.0?int = messages.AffectedHistory`: the caller has seen the votes
//! in his polls of a chat.

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ReadPollVotes,
) -> Result<enums::messages::AffectedHistory, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let (domain, by) = (call.domain(), call.by()?);
    if let Peer::Channel(id) = peer {
        domain.channels.seen(id, by.user).await?;
    }
    let mut found = domain.chats.unread_poll_votes(by, peer).await?;
    if let Peer::Channel(id) = peer {
        found = domain.channels.only_of_thread(by.user, id, request.top_msg_id, found).await?;
    }
    let ids: Vec<_> = found.into_iter().map(|one| one.id).collect();
    domain.chats.read_poll_votes(by, peer, &ids).await?;
    // It takes no place in any log.
    let pts = match peer {
        Peer::Channel(id) => domain.channels.pts(id).await?,
        Peer::User(_) | Peer::Group(_) => call.boxes().state(by.user).await?.pts,
    };
    Ok(types::messages::AffectedHistory::new(pts, 0, 0).into())
}
