//! `messages.sendMedia … peer:InputPeer reply_to:flags.0?InputReplyTo media:InputMedia message:string random_id:long
//! … = Updates`: everything that is no file.

use boxes::{Content, Peer};
use domain::Draft;
use tl::{enums, functions};

use crate::{
    Call,
    errors::{
        EFFECT_ID_INVALID, Error, MEDIA_INVALID, RANDOM_ID_EMPTY, SEND_AS_PEER_INVALID, SHORTCUT_INVALID,
    },
    input,
    messages::{media, reply, scheduled, sent},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SendMedia,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let to = input::person(peer)?;
    refuse_what_is_not_served(call, &request).await?;
    let chats = &call.domain().chats;
    chats.may_write(call.me()?, to).await?;
    let repeated = call.boxes().was_sent(call.me()?, request.random_id).await?;
    let reply_to = match reply::checked(call, peer, request.reply_to.as_ref()).await {
        // As for texts: a send that is repeated gets its first answer.
        Err(_) if repeated => None,
        checked => checked?,
    };
    let when = (request.schedule_date, request.schedule_repeat_period);
    let schedule = scheduled::later(call, to, &[request.random_id], when).await?;
    let content = if repeated {
        // The first one's poll or throw of dice stays the only one.
        Content::default()
    } else {
        let new = media::new(call, request.media).await?;
        let caption =
            media::caption(call, &new, &request.message, request.entities.unwrap_or_default()).await?;
        Content { media: Some(chats.media(call.me()?, new).await?), ..caption }
    };
    let draft = Draft {
        reply_to,
        silent: request.silent,
        no_forwards: request.noforwards,
        invert_media: request.invert_media,
        ..Draft::new(request.random_id, content)
    };
    if let Some(schedule) = schedule
        && let Some(answer) = scheduled::schedule(call, to, std::slice::from_ref(&draft), schedule).await?
    {
        return Ok(answer);
    }
    let sent = chats.send(call.by()?, to, vec![draft]).await?;
    sent::answer(call, &sent).await
}

/// What cannot be done yet is an error: a message that is less than was asked for would be a lie.
async fn refuse_what_is_not_served(
    call: &Call<'_>,
    request: &functions::messages::SendMedia,
) -> Result<(), Error> {
    if request.random_id == 0 {
        return Err(RANDOM_ID_EMPTY);
    }
    if request.quick_reply_shortcut.is_some() {
        return Err(SHORTCUT_INVALID);
    }
    if request.effect.is_some_and(|effect| effect != 0) {
        return Err(EFFECT_ID_INVALID);
    }
    if request.suggested_post.is_some() {
        return Err(MEDIA_INVALID);
    }
    match &request.send_as {
        Some(send_as) if input::peer(call, send_as).await? != Peer::User(call.me()?) => {
            Err(SEND_AS_PEER_INVALID)
        }
        _ => Ok(()),
    }
}
