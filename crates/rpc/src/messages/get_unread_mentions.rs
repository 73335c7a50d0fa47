//! `messages.getUnreadMentions peer:InputPeer … = messages.Messages`: what mentions the caller and he has not seen.

use boxes::{HistoryPage, Peer};
use tl::{enums, functions};

use crate::{
    Call,
    errors::Error,
    input,
    messages::{channel, page},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetUnreadMentions,
) -> Result<enums::messages::Messages, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let me = call.me()?;
    let found = match peer {
        Peer::Channel(id) => {
            let channels = &call.domain().channels;
            let found = channels.unread_mentions(me, id).await?;
            channels.only_of_thread(me, id, request.top_msg_id, found).await?
        }
        Peer::User(_) | Peer::Group(_) => {
            let ids = call.boxes().unread_mentions(me, peer).await?;
            call.boxes().messages(me, &ids).await?.into_iter().flatten().collect()
        }
    };
    let count = i32::try_from(found.len()).unwrap_or(i32::MAX);
    let newer = found.iter().take_while(|message| request.offset_id > 0 && message.id >= request.offset_id);
    let from = i64::try_from(newer.count()).unwrap_or(0) + i64::from(request.add_offset);
    let from = usize::try_from(from.max(0)).unwrap_or(0);
    let limit = usize::try_from(page::limit(request.limit)).unwrap_or(0);
    let messages = found.into_iter().skip(from).take(limit).collect();
    let offset_id_offset = i32::try_from(from).unwrap_or(i32::MAX).min(count);
    let shown = HistoryPage { messages, count, offset_id_offset };
    match peer {
        Peer::Channel(id) => channel::page(call, id, shown).await,
        Peer::User(_) | Peer::Group(_) => page::answer(call, shown).await,
    }
}
