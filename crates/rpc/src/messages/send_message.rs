//! `messages.sendMessage … peer:InputPeer reply_to:flags.0?InputReplyTo message:string random_id:long
//! reply_markup:flags.2?ReplyMarkup entities:flags.3?Vector<MessageEntity> … = Updates`

use std::num::NonZero;

use boxes::{Content, Peer, Sent, UserId};
use domain::Draft;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, MEDIA_INVALID, RANDOM_ID_EMPTY, SHORTCUT_INVALID},
    input,
    messages::{effects, pages, reply, scheduled, send_as, sent, text},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SendMessage,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    refuse_what_is_not_served(&request)?;
    if request.send_as.is_some() {
        let scheduled = request.schedule_date.is_some();
        Box::pin(send_as::asked(call, peer, request.send_as.as_ref(), scheduled)).await?;
    }
    let text = text::checked(call, &request.message, request.entities.unwrap_or_default()).await?;
    let reply_to = match reply::checked(call, peer, request.reply_to.as_ref()).await {
        // A send that is repeated gets its first answer, whatever has become of the message that it answered.
        Err(_) if Box::pin(sent::was_sent(call, peer, request.random_id)).await? => None,
        checked => checked?,
    };
    let page = match call.domain().pages.on() {
        true => Box::pin(pages::linked(call, peer, &text.text, &text.entities, request.no_webpage)).await?,
        false => None,
    };
    // In one word: it waits with the call.
    let pending = pages::pending(page).filter(|_| request.schedule_date.is_none()).and_then(NonZero::new);
    // Nothing large stays behind in this future: a call that waits for its commit is one of thousands.
    let drafts = vec![Draft {
        reply_to,
        silent: request.silent,
        no_forwards: request.noforwards,
        invert_media: request.invert_media,
        effect: effects::checked(peer, request.effect)?,
        thread: reply::thread(peer, request.reply_to.as_ref()),
        ..Draft::new(request.random_id, Content { page: page.map(|(page, _)| page), ..text.into_content() })
    }];
    let when = (request.schedule_date, request.schedule_repeat_period);
    let answer = match peer {
        Peer::User(to) => send_to_person(call, to, drafts, when).await?,
        chat => Box::pin(send_as::send(call, chat, (drafts, when), request.send_as)).await?,
    };
    if pending.is_some() {
        Box::pin(pages::stands_at(call, peer, pending.map(NonZero::get))).await?;
    }
    if request.clear_draft {
        Box::pin(sent::clear_draft(call, peer, request.reply_to.as_ref())).await?;
    }
    Ok(answer)
}

/// As for any chat, with the short answer: the client knows what it has sent and to whom; it is told the rest.
async fn send_to_person(
    call: &Call<'_>,
    to: UserId,
    drafts: Vec<Draft>,
    when: (Option<i32>, Option<i32>),
) -> Result<enums::Updates, Error> {
    if let Some(answer) = scheduled::instead(call, Peer::User(to), &drafts, when).await? {
        return Ok(answer);
    }
    let sent = call.domain().chats.send(call.by()?, to, drafts).await?;
    match sent.as_slice() {
        [one] if to != call.me()? && can_be_short(one) => Ok(short(one)),
        all => Box::pin(sent::answer(call, all)).await,
    }
}

/// What cannot be done yet is an error: a message that is less than was asked for would be a lie.
fn refuse_what_is_not_served(request: &functions::messages::SendMessage) -> Result<(), Error> {
    if request.random_id == 0 {
        return Err(RANDOM_ID_EMPTY);
    }
    if request.quick_reply_shortcut.is_some() {
        return Err(SHORTCUT_INVALID);
    }
    if request.rich_message.is_some() || request.suggested_post.is_some() {
        return Err(MEDIA_INVALID);
    }
    Ok(())
}

/// Whether the short answer leaves nothing out that the client does not know.
fn can_be_short(sent: &Sent) -> bool {
    let boxes::Event::New(message) = &sent.entry.event else { return true };
    message.effect.is_none()
        && message.content.page.is_none()
        && message.reply_to.as_ref().is_none_or(|reply| reply.elsewhere.is_none())
}

fn short(sent: &Sent) -> enums::Updates {
    let entry = &sent.entry;
    let (entities, ttl_period) = match &entry.event {
        boxes::Event::New(message) => (render::content_entities(&message.content), message.ttl_period),
        _ => (None, None),
    };
    types::UpdateShortSentMessage {
        out: true,
        entities,
        ttl_period,
        ..types::UpdateShortSentMessage::new(sent.id, entry.pts, entry.pts_count, entry.date)
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the future of a handler takes while it waits.
    fn room<'a, F: Future>(_: impl FnOnce(&'a Call<'a>, functions::messages::SendMessage) -> F) -> usize {
        size_of::<F>()
    }

    #[test]
    fn a_send_that_waits_for_its_commit_takes_little_room() {
        assert!(room(handle) <= 2560, "{} bytes; box what is rare in it", room(handle));
    }
}
