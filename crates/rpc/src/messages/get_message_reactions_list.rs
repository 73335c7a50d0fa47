//! `messages.getMessageReactionsList flags:# peer:InputPeer id:int reaction:flags.0?Reaction offset:flags.1?string
//! limit:int = messages.MessageReactionsList`

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, MESSAGE_ID_INVALID},
    input,
    messages::{
        page::{self, PAGE_ITEMS_MAX},
        reaction,
    },
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetMessageReactionsList,
) -> Result<enums::messages::MessageReactionsList, Error> {
    let me = call.me()?;
    let peer = input::peer(call, &request.peer).await?;
    // mtcute names an empty reaction where it means any.
    let wanted = request.reaction.as_ref().filter(|wanted| **wanted != enums::Reaction::ReactionEmpty);
    let wanted = wanted.map(reaction::emoji).transpose()?;
    let wanted = wanted.map(|emoji| domain::reactions::known(&emoji).map_or(emoji, str::to_owned));
    let found = call.domain().chats.of_chat(me, peer, &[request.id]).await?;
    let message = found.into_iter().flatten().next();
    let message = message.ok_or(MESSAGE_ID_INVALID)?;
    let reactions = match peer {
        Peer::Channel(id) => call.domain().channels.reactions_to(me, id, request.id).await?,
        _ => message.reactions.iter().rev().cloned().collect(),
    };
    // The newest first; the offset is how many the client has.
    let mut fitting: Vec<_> = reactions.iter().collect();
    fitting.retain(|one| wanted.as_ref().is_none_or(|wanted| one.emoji == *wanted));
    let from = request.offset.as_deref().and_then(|offset| offset.parse().ok()).unwrap_or(0_usize);
    let limit = usize::try_from(page::limit(request.limit)).unwrap_or(PAGE_ITEMS_MAX);
    let shown: Vec<_> = fitting.iter().skip(from).take(limit).collect();
    let next = from.saturating_add(shown.len());
    let users = render::people(call.domain(), me, shown.iter().map(|one| one.user)).await?;
    let list = types::messages::MessageReactionsList::new(
        i32::try_from(fitting.len()).unwrap_or(i32::MAX),
        shown.iter().map(|one| render::peer_reaction(one, me)).collect(),
        Vec::new(),
        users,
    );
    let next_offset = (next < fitting.len() && !shown.is_empty()).then(|| next.to_string());
    Ok(types::messages::MessageReactionsList { next_offset, ..list }.into())
}
