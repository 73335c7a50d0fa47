//! `messages.getSearchCounters peer:InputPeer … filters:Vector<MessagesFilter> = Vector<messages.SearchCounter>`

use boxes::{Peer, SearchQuery};
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, LIMIT_INVALID},
    input,
    messages::filter,
};

/// There are hardly more filters than this.
const FILTERS_MAX: usize = 32;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetSearchCounters,
) -> Result<Vec<enums::messages::SearchCounter>, Error> {
    let peer = input::peer(call, &request.peer).await?;
    if request.filters.len() > FILTERS_MAX {
        return Err(LIMIT_INVALID);
    }
    let me = call.me()?;
    let channels = &call.domain().channels;
    let mut counters = Vec::with_capacity(request.filters.len());
    for filter in request.filters {
        let count = match filter::query(&filter) {
            None if matches!(filter, enums::MessagesFilter::InputMessagesFilterPinned) => {
                let pinned = match peer {
                    Peer::Channel(id) => channels.pinned(me, id).await?,
                    _ => call.boxes().pinned(me, peer).await?,
                };
                i32::try_from(pinned.len()).unwrap_or(i32::MAX)
            }
            None => 0,
            Some(wanted) => {
                let query = SearchQuery { limit: 1, ..wanted };
                match peer {
                    Peer::Channel(id) => channels.search(me, id, request.top_msg_id, &query).await?.count,
                    _ => call.boxes().search(me, Some(peer), query).await?.count,
                }
            }
        };
        counters.push(types::messages::SearchCounter::new(filter, count).into());
    }
    Ok(counters)
}
