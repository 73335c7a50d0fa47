//! `messages.updatePinnedForumTopic peer:InputPeer topic_id:int pinned:Bool = Updates`

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{Call, errors::Error, input, messages::channel};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::UpdatePinnedForumTopic,
) -> Result<enums::Updates, Error> {
    let id = input::forum(call, &request.peer).await?;
    call.domain().channels.pin_topic(call.by()?, id, request.topic_id, request.pinned).await?;
    let update = types::UpdatePinnedForumTopic {
        pinned: request.pinned,
        ..types::UpdatePinnedForumTopic::new(render::peer(Peer::Channel(id)), request.topic_id)
    };
    channel::entries_and(call, id, &[], vec![update.into()]).await
}
