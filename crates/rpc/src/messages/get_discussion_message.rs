//! `messages.getDiscussionMessage peer:InputPeer msg_id:int = messages.DiscussionMessage`: where a post is discussed, or
//! where a thread of a supergroup begins, and how far the caller has read there.

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{Call, errors::Error, input, messages::channel};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetDiscussionMessage,
) -> Result<enums::messages::DiscussionMessage, Error> {
    let me = call.me()?;
    let id = input::thread_peer(call, &request.peer).await?;
    let channels = &call.domain().channels;
    let thread = channels.thread(me, id, request.msg_id).await?;
    let beginning = channels.beginning(me, &thread).await?;
    let read = channels.thread_read(me, &thread).await?;
    let shown: Vec<_> = beginning.into_iter().map(Some).collect();
    let page = channel::messages_of(call, thread.channel, &shown, &[]).await?;
    let mut chats = page.chats;
    if let Some((broadcast, _)) = thread.of_post {
        let named = render::named(call.domain(), me, [Peer::Channel(broadcast)]).await?;
        let known = |chat: &enums::Chat| chats.iter().any(|other| other == chat);
        let more: Vec<_> = named.chats.into_iter().filter(|chat| !known(chat)).collect();
        chats.extend(more);
    }
    let unread = i32::try_from(read.state.unread).unwrap_or(i32::MAX);
    Ok(types::messages::DiscussionMessage {
        max_id: Some(read.state.top).filter(|top| *top > 0),
        read_inbox_max_id: read.read_max_id,
        // Everybody's messages count as read in a supergroup.
        read_outbox_max_id: Some(read.state.top).filter(|top| *top > 0),
        ..types::messages::DiscussionMessage::new(page.messages, unread, chats, page.users)
    }
    .into())
}
