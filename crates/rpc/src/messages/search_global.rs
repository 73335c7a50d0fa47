//! `messages.searchGlobal … q:string filter:MessagesFilter min_date:int max_date:int offset_rate:int
//! offset_peer:InputPeer offset_id:int limit:int = messages.Messages`

use boxes::SearchQuery;
use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, SEARCH_QUERY_EMPTY},
    messages::{filter, page, search},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SearchGlobal,
) -> Result<enums::messages::Messages, Error> {
    let any_kind = request.filter == enums::MessagesFilter::InputMessagesFilterEmpty;
    if any_kind && request.q.trim().is_empty() {
        return Err(SEARCH_QUERY_EMPTY);
    }
    let filter = filter::query(&request.filter);
    // There are no groups, channels or archived chats yet.
    let elsewhere =
        request.groups_only || request.broadcasts_only || request.folder_id.is_some_and(|id| id != 0);
    let (Some(filter), false) = (filter, elsewhere || request.community.is_some()) else {
        return page::answer(call, search::nothing()).await;
    };
    let query = SearchQuery {
        text: request.q,
        min_date: request.min_date,
        max_date: request.max_date,
        // All private chats stand in one box: the id alone says where the page before has ended.
        offset_id: request.offset_id,
        limit: page::limit(request.limit),
        ..filter
    };
    let found = call.boxes().search(call.me()?, None, query).await?;
    let next_rate = found.messages.last().map(|message| message.date);
    let answer = page::answer(call, found).await?;
    Ok(match answer {
        enums::messages::Messages::MessagesSlice(mut slice) => {
            slice.next_rate = next_rate;
            enums::messages::Messages::MessagesSlice(slice)
        }
        other => other,
    })
}
