//! `contacts.getTopPeers correspondents:flags.0?true … offset:int limit:int hash:long = contacts.TopPeers`: the people
//! whom the caller writes to most; the other categories are empty.

use boxes::{Peer, UserId};
use tl::{enums, functions, types};

use crate::{Call, contacts::hash_of, errors::Error};

/// People of one answer.
const TOP_PEERS_MAX: i32 = 100;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::contacts::GetTopPeers,
) -> Result<enums::contacts::TopPeers, Error> {
    let me = call.me()?;
    if call.domain().settings.of(me).await?.top_peers_disabled == Some(true) {
        return Ok(enums::contacts::TopPeers::TopPeersDisabled);
    }
    if !request.correspondents {
        return Ok(types::contacts::TopPeers::new(Vec::new(), Vec::new(), Vec::new()).into());
    }
    let found = call.domain().chat_lists.correspondents(me).await?;
    let count = i32::try_from(found.len()).unwrap_or(i32::MAX);
    let skip = usize::try_from(request.offset).unwrap_or(0);
    let limit = usize::try_from(request.limit.clamp(0, TOP_PEERS_MAX)).unwrap_or(0);
    let shown: Vec<_> = found.into_iter().skip(skip).take(limit).collect();
    let people: Vec<UserId> = shown
        .iter()
        .filter_map(|top| match top.peer {
            Peer::User(user) => Some(user),
            _ => None,
        })
        .collect();
    if request.hash != 0 && request.hash == hash_of(people.iter().map(|user| user.0)) {
        return Ok(enums::contacts::TopPeers::TopPeersNotModified);
    }
    let peers = shown.iter().map(|top| types::TopPeer::new(render::peer(top.peer), top.rating).into());
    let category = types::TopPeerCategoryPeers::new(
        enums::TopPeerCategory::TopPeerCategoryCorrespondents,
        count,
        peers.collect(),
    );
    let users = render::people(call.domain(), me, people).await?;
    Ok(types::contacts::TopPeers::new(vec![category.into()], Vec::new(), users).into())
}
