//! `messages.getMessagesReactions peer:InputPeer id:Vector<int> = Updates`: what is not there is left out.

use tl::{enums, functions, types};

use crate::{Call, errors::Error, input, messages::page};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetMessagesReactions,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let found = call.domain().chats.of_chat(call.me()?, peer, page::ids(&request.id)?).await?;
    let found: Vec<_> = found.into_iter().flatten().collect();
    let updates = found.iter().map(render::reactions_update).collect();
    let named = render::named(call.domain(), call.me()?, found.iter().flat_map(render::peers_in)).await?;
    Ok(types::Updates::new(updates, named.users, named.chats, call.now().seconds(), 0).into())
}
