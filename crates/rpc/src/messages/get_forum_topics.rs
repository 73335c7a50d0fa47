//! `messages.getForumTopics peer:InputPeer q:flags.0?string offset_date:int offset_id:int offset_topic:int limit:int
//! = messages.ForumTopics`

use tl::{enums, functions};

use crate::{
    Call,
    errors::Error,
    input,
    messages::{page, topics},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetForumTopics,
) -> Result<enums::messages::ForumTopics, Error> {
    let id = input::forum(call, &request.peer).await?;
    let name = request.q.unwrap_or_default();
    let limit = usize::try_from(page::limit(request.limit)).unwrap_or(0);
    let channels = &call.domain().channels;
    let found = channels.topics(call.me()?, id, &name, request.offset_topic, limit).await?;
    topics::answer(call, id, found).await
}
