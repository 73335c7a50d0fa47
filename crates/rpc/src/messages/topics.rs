//! Topics of a forum as an answer, with what and whom they name.

use boxes::Peer;
use domain::{NotifyTarget, TopicsPage};
use tl::{enums, types};

use crate::{Call, errors::Error, messages::channel};

/// A part of a forum's list.
pub(crate) async fn answer(
    call: &Call<'_>,
    id: i64,
    page: TopicsPage,
) -> Result<enums::messages::ForumTopics, Error> {
    let me = call.me()?;
    let peers = page.topics.iter().filter_map(|view| render::peer_of_topic(id, view));
    let mut named = render::named(call.domain(), me, peers.collect::<Vec<_>>()).await?;
    let mut topics = Vec::with_capacity(page.topics.len());
    for view in &page.topics {
        let notify = call.domain().settings.notify(me, NotifyTarget::Topic(id, view.id)).await?;
        let draft = call.domain().chat_lists.draft(me, Peer::Channel(id), Some(view.id)).await?;
        topics.push(render::topic(id, me, view, &notify, draft.as_ref()));
    }
    let shown: Vec<_> = page.messages.into_iter().map(Some).collect();
    let messages = channel::messages_of(call, id, &shown, &[]).await?;
    let new = |user: &enums::User| !named.users.contains(user);
    let more: Vec<_> = messages.users.into_iter().filter(new).collect();
    named.users.extend(more);
    Ok(types::messages::ForumTopics::new(
        page.count,
        topics,
        messages.messages,
        messages.chats,
        named.users,
        messages.pts,
    )
    .into())
}
