//! `messages.sendMultiMedia … peer:InputPeer reply_to:flags.0?InputReplyTo multi_media:Vector<InputSingleMedia> …
//! = Updates`: an album.

use boxes::{Content, MessageKind};
use domain::{Draft, NewMedia};
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{
        Error, MEDIA_INVALID, MULTI_MEDIA_TOO_LONG, RANDOM_ID_DUPLICATE, RANDOM_ID_EMPTY, SHORTCUT_INVALID,
    },
    input,
    messages::{effects, files, media, reply, scheduled, send_as, sent},
};

/// Messages of one album.
const ALBUM_MAX: usize = 10;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SendMultiMedia,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    refuse_what_is_not_served(&request)?;
    let scheduled = request.schedule_date.is_some();
    let send_as = Box::pin(send_as::asked(call, peer, request.send_as.as_ref(), scheduled)).await?;
    let items: Vec<types::InputSingleMedia> = request
        .multi_media
        .into_iter()
        .map(|enums::InputSingleMedia::InputSingleMedia(item)| *item)
        .collect();
    let random_ids = distinct(&items)?;
    sent::may_write(call, peer).await?;
    let mut repeated = Vec::with_capacity(items.len());
    for item in &items {
        files::may_go_to(call, peer, &item.media)?;
    }
    for random_id in &random_ids {
        repeated.push(sent::was_sent(call, peer, *random_id).await?);
    }
    let reply_to = match reply::checked(call, peer, request.reply_to.as_ref()).await {
        // As for texts: a send that is repeated gets its first answer.
        Err(_) if repeated.iter().all(|repeated| *repeated) => None,
        checked => checked?,
    };
    let when = (request.schedule_date, None);
    let schedule = scheduled::later(call, peer, &random_ids, when).await?;
    let grouped_id = Some(call.services.world.chance.long());
    let mut drafts = Vec::with_capacity(items.len());
    for (item, repeated) in items.into_iter().zip(repeated) {
        let random_id = item.random_id;
        let content = if repeated { Content::default() } else { self::content(call, item).await? };
        drafts.push(Draft {
            reply_to: reply_to.clone(),
            thread: reply::thread(peer, request.reply_to.as_ref()),
            send_as,
            silent: request.silent,
            no_forwards: request.noforwards,
            invert_media: request.invert_media,
            effect: effects::checked(peer, request.effect)?,
            grouped_id,
            ..Draft::new(random_id, content)
        });
    }
    if !together(&drafts) {
        return Err(MEDIA_INVALID);
    }
    if let Some(schedule) = schedule
        && let Some(answer) = scheduled::schedule(call, peer, &drafts, schedule).await?
    {
        return Ok(answer);
    }
    let answer = sent::send(call, peer, drafts, (None, None)).await?;
    if request.clear_draft {
        sent::clear_draft(call, peer, request.reply_to.as_ref()).await?;
    }
    Ok(answer)
}

async fn content(call: &Call<'_>, item: types::InputSingleMedia) -> Result<Content, Error> {
    let Some(new @ NewMedia::File(_)) = files::new(call, &item.media).await? else {
        return Err(MEDIA_INVALID);
    };
    let caption = media::caption(call, &new, &item.message, item.entities.unwrap_or_default()).await?;
    Ok(Content { media: Some(call.domain().chats.media(call.me()?, new).await?), ..caption })
}

/// Photos and videos stand together; music and other files stand with their like alone.
fn together(drafts: &[Draft]) -> bool {
    let shelf = |draft: &Draft| match draft.content.kind() {
        MessageKind::Photo | MessageKind::Video => Some(0),
        MessageKind::Document => Some(1),
        MessageKind::Music => Some(2),
        // A repeated send, whose content is the first one's.
        MessageKind::Text => None,
        _ => Some(3),
    };
    let mut shelves = drafts.iter().filter_map(shelf);
    let first = shelves.next();
    first != Some(3) && shelves.all(|shelf| Some(shelf) == first)
}

fn distinct(items: &[types::InputSingleMedia]) -> Result<Vec<i64>, Error> {
    if items.is_empty() {
        return Err(MEDIA_INVALID);
    }
    if items.len() > ALBUM_MAX {
        return Err(MULTI_MEDIA_TOO_LONG);
    }
    let mut ids: Vec<i64> = Vec::with_capacity(items.len());
    for item in items {
        if item.random_id == 0 {
            return Err(RANDOM_ID_EMPTY);
        }
        if ids.contains(&item.random_id) {
            return Err(RANDOM_ID_DUPLICATE);
        }
        ids.push(item.random_id);
    }
    Ok(ids)
}

/// What cannot be done yet is an error: an album that is less than was asked for would be a lie.
fn refuse_what_is_not_served(request: &functions::messages::SendMultiMedia) -> Result<(), Error> {
    if request.quick_reply_shortcut.is_some() {
        return Err(SHORTCUT_INVALID);
    }
    Ok(())
}
