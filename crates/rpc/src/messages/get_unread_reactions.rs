//! `messages.getUnreadReactions peer:InputPeer … offset_id:int add_offset:int limit:int max_id:int min_id:int
//! = messages.Messages`: the caller's messages with reactions that he has not seen.

use tl::{enums, functions};

use crate::{
    Call,
    errors::Error,
    input,
    messages::page::{self, PAGE_ITEMS_MAX},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetUnreadReactions,
) -> Result<enums::messages::Messages, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let limit = usize::try_from(page::limit(request.limit)).unwrap_or(PAGE_ITEMS_MAX);
    let window = (request.offset_id, limit);
    let found = call.domain().chats.unread_reactions(call.by()?, peer, window).await?;
    page::answer(call, found).await
}
