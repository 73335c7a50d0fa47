//! `contacts.getBlocked my_stories_from:flags.0?true offset:int limit:int = contacts.Blocked`: newest first.

use tl::{enums, functions, types};

use crate::{Call, contacts::peer, errors::Error};

/// People of one answer.
const PAGE_MAX: i32 = 100;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::contacts::GetBlocked,
) -> Result<enums::contacts::Blocked, Error> {
    let me = call.me()?;
    if request.my_stories_from {
        return Ok(types::contacts::Blocked::new(Vec::new(), Vec::new(), Vec::new()).into());
    }
    let offset = usize::try_from(request.offset).unwrap_or_default();
    let limit = usize::try_from(request.limit.clamp(0, PAGE_MAX)).unwrap_or_default();
    let page = call.domain().blocks.page(me, offset, limit).await?;
    let users = render::people(call.domain(), me, page.people.iter().map(|(user, _)| *user)).await?;
    let whole = offset == 0 && page.people.len() == page.count;
    let people = page.people.into_iter();
    let blocked = people.map(|(user, date)| types::PeerBlocked::new(peer(user), date).into()).collect();
    if whole {
        return Ok(types::contacts::Blocked::new(blocked, Vec::new(), users).into());
    }
    let count = i32::try_from(page.count).unwrap_or(i32::MAX);
    Ok(types::contacts::BlockedSlice::new(count, blocked, Vec::new(), users).into())
}
