//! `messages.getMessagesViews peer:InputPeer id:Vector<int> increment:Bool = messages.MessageViews`: how often posts of
//! a channel were seen; messages of other chats are not counted, so each answers with nothing known.

use boxes::{Peer, Replies};
use tl::{enums, functions, types};

use crate::{Call, errors::Error, input, messages::page};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetMessagesViews,
) -> Result<enums::messages::MessageViews, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let ids = page::ids(&request.id)?;
    let counts = match peer {
        Peer::Channel(id) => call.domain().channels.views(call.me()?, id, ids, request.increment).await?,
        Peer::User(_) | Peer::Group(_) => vec![None; ids.len()],
    };
    let answers = match peer {
        Peer::Channel(id) => call.domain().channels.messages(call.me()?, id, ids).await?,
        Peer::User(_) | Peer::Group(_) => vec![None; ids.len()],
    };
    let answers: Vec<Option<Replies>> = answers
        .into_iter()
        .map(|message| message.and_then(|message| message.posted).and_then(|posted| posted.replies))
        .collect();
    let peers = answers.iter().flatten().flat_map(|replies| {
        replies.recent.iter().copied().chain(replies.in_group.map(Peer::Channel)).collect::<Vec<_>>()
    });
    let named = render::named(call.domain(), call.me()?, peers.collect::<Vec<_>>()).await?;
    let shown = |(counts, replies): (&Option<(i32, i32)>, &Option<Replies>)| {
        types::MessageViews {
            views: counts.map(|(views, _)| views),
            forwards: counts.map(|(_, forwards)| forwards),
            replies: replies.as_ref().map(render::replies),
        }
        .into()
    };
    let views = counts.iter().zip(&answers).map(shown).collect();
    Ok(types::messages::MessageViews::new(views, named.chats, named.users).into())
}
