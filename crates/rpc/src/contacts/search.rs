//! `contacts.search broadcasts:flags.0?true bots:flags.1?true q:string limit:int = contacts.Found`: the caller's
//! contacts by name, and the person who has exactly this username.

use tl::{enums, functions, types};

use crate::{
    Call,
    contacts::peer,
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
    // Channels and bots alone are asked for: there are none yet.
    let people_wanted = !request.broadcasts && !request.bots;
    let mut mine = Vec::new();
    let mut others = Vec::new();
    if people_wanted {
        mine = call.domain().contacts.search(me, words, limit).await?;
        if let Ok(Some(user)) = call.domain().usernames.resolve(query).await
            && !mine.contains(&user)
        {
            others.push(user);
        }
    }
    let users = render::people(call.domain(), me, mine.iter().chain(&others).copied()).await?;
    let peers = |people: Vec<_>| people.into_iter().map(peer).collect();
    Ok(types::contacts::Found::new(peers(mine), peers(others), Vec::new(), users).into())
}
