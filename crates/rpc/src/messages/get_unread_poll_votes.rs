//! `messages.getUnreadPollVotes peer:InputPeer top_msg_id:flags.0?int offset_id:int add_offset:int limit:int max_id:int
//! min_id:int = messages.Messages`: the caller's messages with polls in which there are votes that he has not seen.

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
    request: functions::messages::GetUnreadPollVotes,
) -> Result<enums::messages::Messages, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let limit = usize::try_from(page::limit(request.limit)).unwrap_or(PAGE_ITEMS_MAX);
    if let Peer::Channel(id) = peer {
        call.domain().channels.seen(id, call.me()?).await?;
    }
    let mut found = call.domain().chats.unread_poll_votes(call.by()?, peer).await?;
    if let Peer::Channel(id) = peer {
        found = call.domain().channels.only_of_thread(call.me()?, id, request.top_msg_id, found).await?;
    }
    let count = i32::try_from(found.len()).unwrap_or(i32::MAX);
    let is_asked_for = |id: i32| {
        (request.offset_id <= 0 || id < request.offset_id)
            && (request.max_id <= 0 || id <= request.max_id)
            && id >= request.min_id
    };
    let messages = found.into_iter().filter(|one| is_asked_for(one.id)).take(limit).collect();
    let page = HistoryPage { messages, count, offset_id_offset: 0 };
    match peer {
        Peer::Channel(id) => channel::page(call, id, page).await,
        Peer::User(_) | Peer::Group(_) => page::answer(call, page).await,
    }
}
