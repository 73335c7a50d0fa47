//! `messages.getUnreadReactions peer:InputPeer … offset_id:int add_offset:int limit:int max_id:int min_id:int
//! = messages.Messages`: the caller's messages with reactions that he has not seen.

use boxes::{HistoryPage, Peer};
use tl::{enums, functions};

use crate::{
    Call,
    errors::Error,
    input,
    messages::{
        channel,
        page::{self, PAGE_ITEMS_MAX},
    },
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetUnreadReactions,
) -> Result<enums::messages::Messages, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let limit = usize::try_from(page::limit(request.limit)).unwrap_or(PAGE_ITEMS_MAX);
    if let Peer::Channel(id) = peer {
        let (me, channels) = (call.me()?, &call.domain().channels);
        let found = channels.unread_reactions(me, id).await?;
        let found = channels.only_of_thread(me, id, request.top_msg_id, found).await?;
        let count = i32::try_from(found.len()).unwrap_or(i32::MAX);
        let messages = found.into_iter().filter(|one| request.offset_id <= 0 || one.id < request.offset_id);
        let messages = messages.take(limit).collect();
        return channel::page(call, id, HistoryPage { messages, count, offset_id_offset: 0 }).await;
    }
    let window = (request.offset_id, limit);
    let found = call.domain().chats.unread_reactions(call.by()?, peer, window).await?;
    page::answer(call, found).await
}
