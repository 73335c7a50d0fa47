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
    let notify = call.domain().settings.notify(me, NotifyTarget::Peer(Peer::Channel(id))).await?;
    let topics = page.topics.iter().map(|view| render::topic(id, me, view, &notify)).collect();
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
