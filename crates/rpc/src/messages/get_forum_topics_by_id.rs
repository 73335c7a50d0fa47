//! `messages.getForumTopicsByID peer:InputPeer topics:Vector<int> = messages.ForumTopics`: each in its place,
//! `forumTopicDeleted` for what is not there.

use tl::{enums, functions};

use crate::{
    Call,
    errors::Error,
    input,
    messages::{page, topics},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetForumTopicsByID,
) -> Result<enums::messages::ForumTopics, Error> {
    let id = input::forum(call, &request.peer).await?;
    let ids = page::ids(&request.topics)?;
    let found = call.domain().channels.topics_by_id(call.me()?, id, ids).await?;
    topics::answer(call, id, found).await
}
