//! `messages.reorderPinnedForumTopics force:flags.0?true peer:InputPeer order:Vector<int> = Updates`

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{Call, errors::Error, input, messages::channel};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ReorderPinnedForumTopics,
) -> Result<enums::Updates, Error> {
    let id = input::forum(call, &request.peer).await?;
    let order = call.domain().channels.order_topics(call.by()?, id, &request.order, request.force).await?;
    let update = types::UpdatePinnedForumTopics {
        order: Some(order),
        ..types::UpdatePinnedForumTopics::new(render::peer(Peer::Channel(id)))
    };
    channel::entries_and(call, id, &[], vec![update.into()]).await
}
