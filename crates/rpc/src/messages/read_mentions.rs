//! `messages.readMentions peer:InputPeer top_msg_id:flags.0?int = messages.AffectedHistory`

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ReadMentions,
) -> Result<enums::messages::AffectedHistory, Error> {
    let peer = input::peer(call, &request.peer).await?;
    if let Peer::Channel(id) = peer {
        let channels = &call.domain().channels;
        let ids = match request.top_msg_id {
            Some(root) => {
                let me = call.me()?;
                let unread = channels.unread_mentions(me, id).await?;
                let here = channels.only_of_thread(me, id, Some(root), unread).await?;
                Some(here.into_iter().map(|message| message.id).collect::<Vec<_>>())
            }
            None => None,
        };
        channels.read_mentions(call.by()?, id, ids.as_deref()).await?;
        // That is no event of the channel: its pts stands.
        return Ok(types::messages::AffectedHistory::new(channels.pts(id).await?, 0, 0).into());
    }
    let read = call.boxes().read_mentions(call.by()?, peer, None).await?;
    Ok(types::messages::AffectedHistory::new(read.pts, read.pts_count, read.offset).into())
}
