//! `messages.getPersonalChannelHistory user_id:InputUser limit:int max_id:int min_id:int hash:long = messages.Messages`: posts
//! of the channel that somebody's page shows; none where it shows none.

use boxes::{HistoryPage, HistoryQuery};
use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, USER_ID_INVALID},
    input,
    messages::{channel, page},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetPersonalChannelHistory,
) -> Result<enums::messages::Messages, Error> {
    let (domain, me) = (call.domain(), call.me()?);
    let user = input::user(call, &request.user_id).await?;
    let record = domain.users.record(user).await?.ok_or(USER_ID_INVALID)?;
    let shown = record.personal_channel.filter(|_| record.deleted_at.is_none());
    let seen = match shown {
        // Private again, gone, or closed to the caller: as if the page showed none.
        Some(id) => domain.channels.seen(id, me).await.ok().filter(|seen| seen.record.username.is_some()),
        None => None,
    };
    let Some(seen) = seen else {
        let nothing = HistoryPage { messages: Vec::new(), count: 0, offset_id_offset: 0 };
        return page::answer(call, nothing).await;
    };
    let query = HistoryQuery {
        limit: page::limit(request.limit),
        max_id: request.max_id,
        min_id: request.min_id,
        ..HistoryQuery::default()
    };
    let found = domain.channels.history(me, seen.id, query).await?;
    channel::page(call, seen.id, found).await
}
