//! `messages.getMessagesViews peer:InputPeer id:Vector<int> increment:Bool = messages.MessageViews`: how often posts of
//! a channel were seen; messages of other chats are not counted, so each answers with nothing known.

use boxes::Peer;
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
    let shown = |counts: &Option<(i32, i32)>| {
        types::MessageViews {
            views: counts.map(|(views, _)| views),
            forwards: counts.map(|(_, forwards)| forwards),
            ..types::MessageViews::new()
        }
        .into()
    };
    let views = counts.iter().map(shown).collect();
    Ok(types::messages::MessageViews::new(views, Vec::new(), Vec::new()).into())
}
