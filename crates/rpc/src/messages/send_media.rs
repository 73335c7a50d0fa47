//! `messages.sendMedia … peer:InputPeer reply_to:flags.0?InputReplyTo media:InputMedia message:string random_id:long
//! … = Updates`: everything that is no file.

use boxes::{Content, Media, MessageKind};
use domain::Draft;
use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, MEDIA_INVALID, RANDOM_ID_EMPTY, SHORTCUT_INVALID},
    input,
    messages::{effects, files, media, pages, reply, scheduled, send_as, sent},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SendMedia,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    refuse_what_is_not_served(&request)?;
    let scheduled = request.schedule_date.is_some();
    let send_as = Box::pin(send_as::asked(call, peer, request.send_as.as_ref(), scheduled)).await?;
    let chats = &call.domain().chats;
    sent::may_write(call, peer).await?;
    let repeated = sent::was_sent(call, peer, request.random_id).await?;
    let reply_to = match reply::checked(call, peer, request.reply_to.as_ref()).await {
        // As for texts: a send that is repeated gets its first answer.
        Err(_) if repeated => None,
        checked => checked?,
    };
    let when = (request.schedule_date, request.schedule_repeat_period);
    // Before the medium is made: what is sent now is made for that, what is refused is not made at all.
    let schedule = scheduled::later(call, peer, &[request.random_id], when).await?;
    let content = if repeated {
        // The first one's poll or throw of dice stays the only one.
        Content::default()
    } else if let enums::InputMedia::InputMediaWebPage(page) = &request.media {
        pages::chosen(call, peer, page, &request.message, request.entities.unwrap_or_default()).await?
    } else {
        files::may_go_to(call, peer, &request.media)?;
        let new = media::new(call, request.media).await?;
        let caption =
            media::caption(call, &new, &request.message, request.entities.unwrap_or_default()).await?;
        Content { media: Some(chats.media(call.me()?, new).await?), ..caption }
    };
    let draft = Draft {
        reply_to,
        thread: reply::thread(peer, request.reply_to.as_ref()),
        send_as,
        silent: request.silent,
        no_forwards: request.noforwards,
        invert_media: request.invert_media,
        effect: effects::checked(peer, request.effect)?,
        ..Draft::new(request.random_id, content)
    };
    if let Some(schedule) = schedule {
        let drafts = std::slice::from_ref(&draft);
        if let Some(answer) = scheduled::schedule(call, peer, drafts, schedule).await? {
            return Ok(answer);
        }
    }
    let used = sticker(&draft.content);
    let answer = sent::send(call, peer, vec![draft], (None, None)).await?;
    if let Some(file) = used.filter(|_| !repeated) {
        call.domain().stickers.sent(call.by()?, file).await;
    }
    if request.clear_draft {
        sent::clear_draft(call, peer, request.reply_to.as_ref()).await?;
    }
    Ok(answer)
}

/// The sticker that a message is.
fn sticker(content: &Content) -> Option<i64> {
    match &content.media {
        Some(Media::Document { id, kind, .. }) if *kind == MessageKind::Sticker.code() => Some(*id),
        _ => None,
    }
}

/// What cannot be done yet is an error: a message that is less than was asked for would be a lie.
fn refuse_what_is_not_served(request: &functions::messages::SendMedia) -> Result<(), Error> {
    if request.random_id == 0 {
        return Err(RANDOM_ID_EMPTY);
    }
    if request.quick_reply_shortcut.is_some() {
        return Err(SHORTCUT_INVALID);
    }
    if request.suggested_post.is_some() {
        return Err(MEDIA_INVALID);
    }
    Ok(())
}
