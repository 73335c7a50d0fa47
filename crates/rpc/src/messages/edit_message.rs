//! `messages.editMessage … peer:InputPeer id:int message:flags.11?string media:flags.14?InputMedia … = Updates`

use boxes::{Content, Media, MessageId, Peer};
use domain::Edit;
use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, MEDIA_INVALID, MEDIA_NEW_INVALID, MESSAGE_EMPTY, SHORTCUT_INVALID},
    input,
    messages::{channel, files, media, polls, scheduled, text},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::EditMessage,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    if request.rich_message.is_some() {
        return Err(MEDIA_INVALID);
    }
    if request.quick_reply_shortcut_id.is_some() {
        return Err(SHORTCUT_INVALID);
    }
    if request.schedule_date.is_some() || request.schedule_repeat_period.is_some() {
        if request.media.is_some() {
            return Err(MEDIA_INVALID);
        }
        return scheduled::edit(call, peer, request).await;
    }
    if let Peer::Channel(id) = peer {
        return edit_in_channel(call, id, request).await;
    }
    if let Some(media) = request.media {
        let words = request.message.map(|text| (text, request.entities.unwrap_or_default()));
        return edit_media(call, peer, request.id, media, words).await;
    }
    // Who may not change a message learns that, whatever the new text is.
    call.domain().chats.editable(call.by()?, peer, request.id).await?;
    let text = request.message.ok_or(MESSAGE_EMPTY)?;
    let text = text::checked(call, &text, request.entities.unwrap_or_default()).await?;
    let edit = Edit { entities: text.stored_entities(), text: text.text };
    let entry = call.domain().chats.edit(call.by()?, peer, request.id, edit).await?;
    Ok(render::entries(call.domain(), call.me()?, &[entry]).await?)
}

/// The same in a channel.
async fn edit_in_channel(
    call: &Call<'_>,
    id: i64,
    request: functions::messages::EditMessage,
) -> Result<enums::Updates, Error> {
    let channels = &call.domain().channels;
    if let Some(media) = request.media {
        let words = request.message.map(|text| (text, request.entities.unwrap_or_default()));
        return edit_media_in_channel(call, id, request.id, media, words).await;
    }
    channels.editable(id, call.me()?, request.id).await?;
    let text = request.message.ok_or(MESSAGE_EMPTY)?;
    let text = text::checked(call, &text, request.entities.unwrap_or_default()).await?;
    let edit = Edit { entities: text.stored_entities(), text: text.text };
    let entry = channels.edit(call.by()?, id, request.id, edit).await?;
    channel::entries(call, id, &[entry]).await
}

async fn edit_media_in_channel(
    call: &Call<'_>,
    channel: i64,
    id: MessageId,
    media: enums::InputMedia,
    words: Option<(String, Vec<enums::MessageEntity>)>,
) -> Result<enums::Updates, Error> {
    let channels = &call.domain().channels;
    let entry = match media {
        enums::InputMedia::InputMediaGeoLive(live) => {
            channels.move_live(call.by()?, channel, id, media::live_place(&live)).await?
        }
        enums::InputMedia::InputMediaPoll(new) if closes(&new.poll) => {
            let view = channels.close_poll(call.by()?, channel, id).await?;
            return polls::answer(call, &view).await;
        }
        media => {
            channels.editable(channel, call.me()?, id).await?;
            let (media, edit) = file_and_words(call, &media, words).await?;
            channels.edit_media(call.by()?, channel, id, media, edit).await?
        }
    };
    channel::entries(call, channel, &[entry]).await
}

/// The file that is to stand there from now on, and the words where they change.
async fn file_and_words(
    call: &Call<'_>,
    media: &enums::InputMedia,
    words: Option<(String, Vec<enums::MessageEntity>)>,
) -> Result<(Media, Option<Edit>), Error> {
    let Some(new) = files::new(call, media).await? else { return Err(MEDIA_NEW_INVALID) };
    let edit = match words {
        None => None,
        Some((text, entities)) => {
            let Content { text, entities, .. } = media::caption(call, &new, &text, entities).await?;
            Some(Edit { text, entities })
        }
    };
    Ok((call.domain().chats.media(call.me()?, new).await?, edit))
}

/// A live place moves or ends, a poll closes, a file takes the place of another.
async fn edit_media(
    call: &Call<'_>,
    peer: Peer,
    id: MessageId,
    media: enums::InputMedia,
    words: Option<(String, Vec<enums::MessageEntity>)>,
) -> Result<enums::Updates, Error> {
    let chats = &call.domain().chats;
    match media {
        enums::InputMedia::InputMediaGeoLive(live) => {
            let entry = chats.move_live(call.by()?, peer, id, media::live_place(&live)).await?;
            Ok(render::entries(call.domain(), call.me()?, &[entry]).await?)
        }
        enums::InputMedia::InputMediaPoll(new) if closes(&new.poll) => {
            let view = chats.close_poll(call.by()?, peer, id).await?;
            polls::answer(call, &view).await
        }
        media => {
            chats.editable(call.by()?, peer, id).await?;
            let (media, edit) = file_and_words(call, &media, words).await?;
            let entry = chats.edit_media(call.by()?, peer, id, media, edit).await?;
            Ok(render::entries(call.domain(), call.me()?, &[entry]).await?)
        }
    }
}

fn closes(poll: &enums::Poll) -> bool {
    let enums::Poll::Poll(poll) = poll;
    poll.closed
}
