//! `contacts.search broadcasts:flags.0?true bots:flags.1?true q:string limit:int = contacts.Found`: the caller's
//! contacts and channels by name, and the person or channel with exactly this username.

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, QUERY_TOO_SHORT},
};

/// People of one answer.
const FOUND_MAX: i32 = 100;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::contacts::Search,
) -> Result<enums::contacts::Found, Error> {
    let me = call.me()?;
    let query = request.q.trim();
    if query.trim_start_matches('@').is_empty() {
        return Err(QUERY_TOO_SHORT);
    }
    let limit = usize::try_from(request.limit.clamp(1, FOUND_MAX)).unwrap_or(1);
    let words = query.trim_start_matches('@');
    // Channels or bots alone may be asked for; there are no bots yet.
    let people_wanted = !request.broadcasts && !request.bots;
    let mut mine: Vec<Peer> = Vec::new();
    let mut others = Vec::new();
    if people_wanted {
        mine.extend(call.domain().contacts.search(me, words, limit).await?.into_iter().map(Peer::User));
    }
    if !request.bots {
        mine.extend(call.domain().channels.called(me, words, limit).await?.into_iter().map(Peer::Channel));
        mine.truncate(limit);
        if let Ok(Some(found)) = call.domain().usernames.resolve(query).await
            && !mine.contains(&found)
            && (people_wanted || matches!(found, Peer::Channel(_)))
        {
            others.push(found);
        }
    }
    let named = render::named(call.domain(), me, mine.iter().chain(&others).copied()).await?;
    let peers = |found: Vec<Peer>| found.into_iter().map(render::peer).collect();
    Ok(types::contacts::Found::new(peers(mine), peers(others), named.chats, named.users).into())
}
