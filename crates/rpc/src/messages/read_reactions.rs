//! `messages.readReactions peer:InputPeer … = messages.AffectedHistory`

use tl::{enums, functions, types};

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ReadReactions,
) -> Result<enums::messages::AffectedHistory, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let read = call.domain().chats.read_reactions(call.by()?, peer, None).await?;
    Ok(types::messages::AffectedHistory::new(read.pts, read.pts_count, read.offset).into())
}
