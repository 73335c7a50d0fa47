//! `messages.readMentions peer:InputPeer top_msg_id:flags.0?int = messages.AffectedHistory`: in chats that keep none there
//! is nothing to read.

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ReadMentions,
) -> Result<enums::messages::AffectedHistory, Error> {
    if let Peer::Channel(id) = input::peer(call, &request.peer).await? {
        let channels = &call.domain().channels;
        channels.read_mentions(call.by()?, id, None).await?;
        // That is no event of the channel: its pts stands.
        return Ok(types::messages::AffectedHistory::new(channels.pts(id).await?, 0, 0).into());
    }
    let state = call.boxes().state(call.me()?).await?;
    Ok(types::messages::AffectedHistory::new(state.pts, 0, 0).into())
}
