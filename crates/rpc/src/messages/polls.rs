//! What a call about a poll is answered: the poll as it is now, with everybody whom it names.

use boxes::{Action, Content, MessageId, Peer, ReplyTo};
use domain::{Draft, PollView};
use tl::{enums, types};

use crate::{
    Call,
    errors::Error,
    messages::{channel, todo},
};

pub(crate) async fn answer(call: &Call<'_>, view: &PollView) -> Result<enums::Updates, Error> {
    Ok(news(call, view).await?.into())
}

/// The same where the poll was changed for everybody, which is said in the chat as well, as an answer to its message.
pub(crate) async fn told(
    call: &Call<'_>,
    (peer, id): (Peer, MessageId),
    view: &PollView,
    action: Action,
) -> Result<enums::Updates, Error> {
    let mut news = news(call, view).await?;
    let content = Content { action: Some(action), ..Content::default() };
    let draft = Draft { reply_to: Some(ReplyTo::here(id, None)), ..Draft::new(0, content) };
    let (domain, by) = (call.domain(), call.by()?);
    // Who may not say it has done it all the same: the poll shows that.
    let said = match peer {
        Peer::Channel(id) => match domain.channels.post(by, id, vec![(draft, Vec::new())]).await {
            Ok(posted) => {
                let entries: Vec<_> = posted.into_iter().map(|posted| posted.entry).collect();
                Some(channel::entries(call, id, &entries).await?)
            }
            Err(_) => None,
        },
        Peer::User(_) | Peer::Group(_) => {
            let entries = todo::say(call, by, peer, draft).await;
            Some(render::entries(domain, by.user, &entries).await?)
        }
    };
    if let Some(enums::Updates::Updates(said)) = said {
        news.updates.extend(said.updates);
        news.users.extend(said.users);
        news.chats.extend(said.chats);
    }
    Ok(news.into())
}

async fn news(call: &Call<'_>, view: &PollView) -> Result<types::Updates, Error> {
    let people = render::people_of_poll(view).into_iter().map(Peer::User);
    let peers = people.chain(render::chat_of_poll(view)).collect::<Vec<_>>();
    let named = render::named(call.domain(), call.me()?, peers).await?;
    let update = render::poll_update(view);
    Ok(types::Updates::new(vec![update], named.users, named.chats, call.now().seconds(), 0))
}
