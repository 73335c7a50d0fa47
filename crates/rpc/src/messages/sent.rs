//! Sending to a chat of any kind, and what the session that sent is answered: the ids that its messages got, then
//! the messages. Here, and in the methods that ask one chat, it is told apart what kind of chat a peer is.

use boxes::{Peer, Sent};
use domain::{Draft, files::Held};
use store::ids::Owner;
use tl::enums;

use crate::{
    Call,
    errors::Error,
    messages::{channel, group, reply, scheduled},
};

/// Sends drafts, or schedules them where `when` (the date and after what time again) asks for that.
pub(crate) async fn send(
    call: &Call<'_>,
    peer: Peer,
    drafts: Vec<Draft>,
    when: (Option<i32>, Option<i32>),
) -> Result<enums::Updates, Error> {
    match peer {
        Peer::User(to) => {
            if let Some(answer) = scheduled::instead(call, peer, &drafts, when).await? {
                return Ok(answer);
            }
            answer(call, &call.domain().chats.send(call.by()?, to, drafts).await?).await
        }
        Peer::Group(group) => {
            if let Some(answer) = scheduled::instead(call, peer, &drafts, when).await? {
                return Ok(answer);
            }
            group::send(call, group, drafts).await
        }
        Peer::Channel(id) => {
            let _held = share(call, id, &drafts).await?;
            channel::send(call, id, drafts, when).await
        }
    }
}

/// Lets a channel refer to the files of posts before they are there, and keeps that until they are.
async fn share(call: &Call<'_>, channel: i64, drafts: &[Draft]) -> Result<Held, Error> {
    let ids: Vec<i64> = drafts.iter().filter_map(|draft| draft.content.file()).collect();
    let files = &call.domain().files;
    let held = files.hold(ids.iter().copied());
    for id in ids {
        files.shared(id, call.me()?.into(), &[Owner::Channel(channel)]).await?;
    }
    Ok(held)
}

/// Takes away the draft of what was sent: of the topic that it went to, or of the chat.
pub(crate) async fn clear_draft(
    call: &Call<'_>,
    peer: Peer,
    reply: Option<&enums::InputReplyTo>,
) -> Result<(), Error> {
    // Whatever it answered, it was sent.
    let topic = reply::topic(call, peer, reply).await.unwrap_or_default();
    Ok(call.domain().chat_lists.save_draft(call.by()?, peer, topic, None).await?)
}

/// Whether the caller may write to this chat at all.
pub(crate) async fn may_write(call: &Call<'_>, peer: Peer) -> Result<(), Error> {
    match peer {
        Peer::User(to) => Ok(call.domain().chats.may_write(call.me()?, to).await?),
        Peer::Group(group) => Ok(call.domain().groups.may_write(call.me()?, group).await?),
        Peer::Channel(id) => Ok(call.domain().channels.may_write(id, call.me()?).await?),
    }
}

/// Whether the caller has sent something to this chat under this number lately.
pub(crate) async fn was_sent(call: &Call<'_>, peer: Peer, random_id: i64) -> Result<bool, Error> {
    match peer {
        Peer::User(_) | Peer::Group(_) => Ok(call.boxes().was_sent(call.me()?, random_id).await?),
        Peer::Channel(id) => Ok(call.boxes().channels().was_posted(id, call.me()?, random_id).await?),
    }
}

/// Messages of the caller's own box as the answer to the session that sent them.
pub(crate) async fn answer(call: &Call<'_>, sent: &[Sent]) -> Result<enums::Updates, Error> {
    let entries: Vec<_> = sent.iter().map(|sent| sent.entry.clone()).collect();
    Ok(render::sent(call.domain(), call.me()?, &entries).await?)
}
