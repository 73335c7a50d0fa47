//! `messages.createForumTopic title_missing:flags.4?true peer:InputPeer title:string icon_color:flags.0?int
//! icon_emoji_id:flags.3?long random_id:long send_as:flags.2?InputPeer = Updates`

use boxes::Peer;
use domain::NewTopic;
use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, RANDOM_ID_EMPTY, SEND_AS_PEER_INVALID},
    input,
    messages::channel,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::CreateForumTopic,
) -> Result<enums::Updates, Error> {
    let id = input::forum(call, &request.peer).await?;
    if request.random_id == 0 {
        return Err(RANDOM_ID_EMPTY);
    }
    match &request.send_as {
        Some(send_as) if input::peer(call, send_as).await? != Peer::User(call.me()?) => {
            return Err(SEND_AS_PEER_INVALID);
        }
        _ => {}
    }
    let new = NewTopic {
        title: request.title,
        title_missing: request.title_missing,
        icon_color: request.icon_color,
        icon_emoji_id: request.icon_emoji_id,
        random_id: request.random_id,
    };
    let entry = call.domain().channels.create_topic(call.by()?, id, new).await?;
    channel::entries(call, id, &[entry]).await
}
