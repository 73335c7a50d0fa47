//! `messages.getMessagesReactions peer:InputPeer id:Vector<int> = Updates`: what is not there is left out.

use tl::{enums, functions, types};

use crate::{Call, errors::Error, input, messages::page};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetMessagesReactions,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let found = call.boxes().messages(call.me()?, page::ids(&request.id)?).await?;
    let found: Vec<_> = found.into_iter().flatten().filter(|message| message.peer == peer).collect();
    let updates = found.iter().map(render::reactions_update).collect();
    let users = render::people(call.domain(), call.me()?, found.iter().flat_map(render::people_in)).await?;
    Ok(types::Updates::new(updates, users, Vec::new(), call.now().seconds(), 0).into())
}
