//! `messages.searchSentMedia q:string filter:MessagesFilter limit:int = messages.Messages`: what the caller has sent
//! along in private chats and groups, the newest first.

use boxes::SearchQuery;
use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, FILTER_NOT_SUPPORTED},
    messages::{filter, page},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SearchSentMedia,
) -> Result<enums::messages::Messages, Error> {
    let me = call.me()?;
    // Of what is no file nobody wants a list to choose from.
    let filter =
        filter::query(&request.filter).filter(|filter| filter.kinds.iter().any(|kind| kind.code() >= 10));
    let filter = filter.ok_or(FILTER_NOT_SUPPORTED)?;
    let limit = page::limit(request.limit);
    let query = SearchQuery { text: request.q, from: Some(me), limit, ..filter };
    page::answer(call, call.boxes().search(me, None, query).await?).await
}
