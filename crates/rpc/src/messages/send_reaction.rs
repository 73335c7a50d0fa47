//! `messages.sendReaction flags:# big:flags.1?true add_to_recent:flags.2?true peer:InputPeer msg_id:int
//! reaction:flags.0?Vector<Reaction> = Updates`

use domain::Given;
use tl::{enums, functions};

use crate::{Call, errors::Error, input, messages::reaction};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SendReaction,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let emoji = request.reaction.iter().flatten().map(reaction::emoji).collect::<Result<Vec<_>, _>>()?;
    let given = Given {
        emoji: emoji.into_iter().map(str::to_owned).collect(),
        big: request.big,
        add_to_recent: request.add_to_recent,
    };
    let entry = call.domain().chats.react(call.by()?, peer, request.msg_id, given).await?;
    Ok(render::entries(call.domain(), call.me()?, &[entry]).await?)
}
