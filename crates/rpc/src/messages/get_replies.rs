//! `messages.getReplies peer:InputPeer msg_id:int offset_id:int offset_date:int add_offset:int limit:int max_id:int
//! min_id:int hash:long = messages.Messages`: comments to a post, a topic's messages, answers to a message.

use boxes::HistoryQuery;
use tl::{enums, functions};

use crate::{
    Call,
    errors::Error,
    input,
    messages::{channel, page},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetReplies,
) -> Result<enums::messages::Messages, Error> {
    let me = call.me()?;
    let id = input::thread_peer(call, &request.peer).await?;
    let query = HistoryQuery {
        offset_id: request.offset_id,
        offset_date: request.offset_date,
        add_offset: request.add_offset,
        limit: page::limit(request.limit),
        max_id: request.max_id,
        min_id: request.min_id,
    };
    let channels = &call.domain().channels;
    let thread = channels.thread(me, id, request.msg_id).await?;
    let found = channels.thread_history(me, &thread, query).await?;
    channel::page(call, thread.channel, found).await
}
