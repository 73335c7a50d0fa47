//! `messages.sendScheduledMessages peer:InputPeer id:Vector<int> = Updates`: now, in the order in which they were
//! due.

use boxes::{Message, Peer};
use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, MESSAGE_ID_INVALID},
    input,
    messages::{channel, page, scheduled, sent},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SendScheduledMessages,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let chats = &call.domain().chats;
    let ids = page::ids(&request.id)?;
    let mut chosen = chats.scheduled(call.me()?, peer).await?;
    chosen.retain(|message| ids.contains(&message.id));
    chosen.reverse();
    if chosen.is_empty() {
        return Err(MESSAGE_ID_INVALID);
    }
    sent::may_write(call, peer).await?;
    if let Peer::Channel(id) = peer {
        return post(call, id, &chosen).await;
    }
    let (mut gone, mut entries) = (Vec::new(), Vec::new());
    for message in &chosen {
        // Somebody else may have been faster; his devices tell.
        if let Some(sent) = chats.send_scheduled(call.by()?, message).await? {
            gone.push((message.id, sent.id));
            entries.push(sent.entry);
        }
    }
    let (ids, sent) = gone.into_iter().unzip();
    let more = vec![scheduled::gone(peer, ids, sent)];
    Ok(render::entries_and(call.domain(), call.me()?, &entries, more, call.now().seconds()).await?)
}

/// The same to a channel.
async fn post(call: &Call<'_>, id: i64, chosen: &[Message]) -> Result<enums::Updates, Error> {
    let (mut gone, mut entries) = (Vec::new(), Vec::new());
    for message in chosen {
        if let Some(entry) = call.domain().channels.send_scheduled(call.by()?, id, message.id).await? {
            gone.push((message.id, entry.pts));
            entries.push(entry);
        }
    }
    let (ids, sent) = gone.into_iter().unzip();
    channel::entries_and(call, id, &entries, vec![scheduled::gone(Peer::Channel(id), ids, sent)]).await
}
