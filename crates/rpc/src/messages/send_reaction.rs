//! `messages.sendReaction flags:# big:flags.1?true add_to_recent:flags.2?true peer:InputPeer msg_id:int
//! reaction:flags.0?Vector<Reaction> = Updates`

use boxes::Peer;
use domain::Given;
use tl::{enums, functions, types};

use crate::{Call, errors::Error, input, messages::reaction};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SendReaction,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let emoji = request.reaction.iter().flatten().map(reaction::emoji).collect::<Result<Vec<_>, _>>()?;
    let given = Given { emoji, big: request.big, add_to_recent: request.add_to_recent };
    if let Peer::Channel(id) = peer {
        let message = call.domain().channels.react(call.by()?, id, request.msg_id, given).await?;
        let update = render::reactions_update(&message);
        let named = render::named(call.domain(), call.me()?, render::peers_in(&message)).await?;
        let now = call.now().seconds();
        return Ok(types::Updates::new(vec![update], named.users, named.chats, now, 0).into());
    }
    let entry = call.domain().chats.react(call.by()?, peer, request.msg_id, given).await?;
    Ok(render::entries(call.domain(), call.me()?, &[entry]).await?)
}
