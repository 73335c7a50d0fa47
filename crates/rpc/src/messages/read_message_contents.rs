//! `messages.readMessageContents id:Vector<int> = messages.AffectedMessages`: reactions to the caller's messages are
//! seen, and votes in his polls, and that he is mentioned; voice and round video messages of private chats are opened, for both sides.

use std::collections::BTreeMap;

use boxes::{Media, MessageId, Peer};
use tl::{enums, functions, types};

use crate::{Call, errors::Error, messages::page};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ReadMessageContents,
) -> Result<enums::messages::AffectedMessages, Error> {
    let chats_of = &call.domain().chats;
    let found = call.boxes().messages(call.me()?, page::ids(&request.id)?).await?;
    let mut chats: BTreeMap<Peer, Vec<MessageId>> = BTreeMap::new();
    let mut mentions: BTreeMap<Peer, Vec<MessageId>> = BTreeMap::new();
    let mut opened: BTreeMap<Peer, Vec<MessageId>> = BTreeMap::new();
    for message in found.into_iter().flatten() {
        if message.out && matches!(message.content.media, Some(Media::Poll { .. })) {
            chats_of.read_poll_votes(call.by()?, message.peer, &[message.id]).await?;
        }
        if message.media_unread && !message.out && !message.mentioned {
            opened.entry(message.peer).or_default().push(message.id);
        }
        if message.mentioned && message.media_unread {
            mentions.entry(message.peer).or_default().push(message.id);
        }
        if message.has_unread_reactions() {
            chats.entry(message.peer).or_default().push(message.id);
        }
    }
    let mut affected = (call.boxes().state(call.me()?).await?.pts, 0);
    for (peer, ids) in chats {
        let read = call.domain().chats.read_reactions(call.by()?, peer, Some(&ids)).await?;
        affected = (read.pts, affected.1 + read.pts_count);
    }
    for (peer, ids) in mentions {
        let read = call.boxes().read_mentions(call.by()?, peer, Some(&ids)).await?;
        affected = (read.pts, affected.1 + read.pts_count);
    }
    for (peer, ids) in opened {
        let read = call.boxes().read_contents(call.by()?, peer, &ids).await?;
        affected = (read.pts, affected.1 + read.pts_count);
    }
    Ok(types::messages::AffectedMessages::new(affected.0, affected.1).into())
}
