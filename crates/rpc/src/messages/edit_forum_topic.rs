//! `messages.editForumTopic peer:InputPeer topic_id:int title:flags.0?string icon_emoji_id:flags.1?long
//! closed:flags.2?Bool hidden:flags.3?Bool = Updates`

use domain::TopicChange;
use tl::{enums, functions};

use crate::{Call, errors::Error, input, messages::channel};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::EditForumTopic,
) -> Result<enums::Updates, Error> {
    let id = input::forum(call, &request.peer).await?;
    let change = TopicChange {
        title: request.title,
        icon_emoji_id: request.icon_emoji_id,
        closed: request.closed,
        hidden: request.hidden,
    };
    let entry = call.domain().channels.edit_topic(call.by()?, id, request.topic_id, change).await?;
    channel::entries(call, id, &[entry]).await
}
