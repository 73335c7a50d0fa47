//! `communities.getPeerLinkRequests community:InputChannel offset:string limit:int = communities.PeerLinkRequests`: the
//! newest first; an offset is the last channel of the page before.

use boxes::Peer;
use tl::{enums, functions, types};

use super::named;
use crate::{
    Call,
    errors::{Error, OFFSET_INVALID},
};

/// Requests of one page.
const PAGE_MAX: usize = 100;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::communities::GetPeerLinkRequests,
) -> Result<enums::communities::PeerLinkRequests, Error> {
    let me = call.me()?;
    let id = named(call, &request.community).await?;
    let waiting = call.domain().channels.link_requests(id, me).await?;
    let first = match request.offset.as_str() {
        "" => 0,
        after => {
            let after: i64 = after.parse().map_err(|_| OFFSET_INVALID)?;
            // One that was answered in between begins the list anew; clients leave out what they have.
            waiting.iter().position(|request| request.channel == after).map_or(0, |at| at + 1)
        }
    };
    let limit = usize::try_from(request.limit).unwrap_or(0).clamp(1, PAGE_MAX);
    let page: Vec<_> = waiting.iter().skip(first).take(limit).collect();
    let more = first + page.len() < waiting.len();
    let next_offset = page.last().filter(|_| more).map(|request| request.channel.to_string());
    let requests = page.iter().map(|request| render::community_request(request)).collect();
    let people = page.iter().map(|request| Peer::User(request.by));
    let named = render::named(call.domain(), me, people.chain([Peer::Channel(id)])).await?;
    let mut chats = named.chats;
    for request in &page {
        // Whoever decides sees what it is about.
        let view = call.domain().channels.view_of_request(me, request.channel).await?;
        chats.extend(view.as_ref().map(render::channel));
    }
    let count = i32::try_from(waiting.len()).unwrap_or(i32::MAX);
    let answer = types::communities::PeerLinkRequests::new(count, requests, chats, named.users);
    Ok(types::communities::PeerLinkRequests { next_offset, ..answer }.into())
}
