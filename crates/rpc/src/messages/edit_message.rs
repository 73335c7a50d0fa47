//! `messages.editMessage … peer:InputPeer id:int message:flags.11?string media:flags.14?InputMedia … = Updates`

use boxes::{Content, Media, MessageId, Peer};
use domain::Edit;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, MEDIA_INVALID, MEDIA_NEW_INVALID, MESSAGE_EMPTY, SHORTCUT_INVALID},
    input,
    messages::{channel, files, media, pages, polls, scheduled, text, todo},
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
    let (edit, pending) = words(call, peer, &text, request.entities, request.no_webpage).await?;
    let entry = call.domain().chats.edit(call.by()?, peer, request.id, edit).await?;
    pages::stands_at(call, peer, pending).await?;
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
    let (edit, pending) = words(call, Peer::Channel(id), &text, request.entities, request.no_webpage).await?;
    let entry = channels.edit(call.by()?, id, request.id, edit).await?;
    pages::stands_at(call, Peer::Channel(id), pending).await?;
    channel::entries(call, id, &[entry]).await
}

/// New words, and the page that is looked at for them.
async fn words(
    call: &Call<'_>,
    chat: Peer,
    words: &str,
    entities: Option<Vec<enums::MessageEntity>>,
    no_webpage: bool,
) -> Result<(Edit, Option<i64>), Error> {
    let text = text::checked(call, words, entities.unwrap_or_default()).await?;
    let page = pages::linked(call, chat, &text.text, &text.entities, no_webpage).await?;
    let edit = Edit { entities: text.stored_entities(), text: text.text, page: page.map(|(page, _)| page) };
    Ok((edit, pages::pending(page)))
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
        enums::InputMedia::InputMediaTodo(list) => {
            channels.editable(channel, call.me()?, id).await?;
            let change = todo::replacing(call, list.todo).await?;
            channels.change_todo(call.by()?, channel, id, &change).await?.entry
        }
        enums::InputMedia::InputMediaWebPage(page) => {
            channels.editable(channel, call.me()?, id).await?;
            let edit = edit_page(call, Peer::Channel(channel), &page, words).await?;
            channels.edit(call.by()?, channel, id, edit).await?
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
            Some(Edit { text, entities, page: None })
        }
    };
    Ok((call.domain().chats.media(call.me()?, new).await?, edit))
}

/// Words with a page that their author has chosen.
async fn edit_page(
    call: &Call<'_>,
    chat: Peer,
    page: &types::InputMediaWebPage,
    words: Option<(String, Vec<enums::MessageEntity>)>,
) -> Result<Edit, Error> {
    let (words, entities) = words.ok_or(MESSAGE_EMPTY)?;
    let Content { text, entities, page, .. } = pages::chosen(call, chat, page, &words, entities).await?;
    Ok(Edit { text, entities, page })
}

/// A live place moves or ends, a poll closes, a list of tasks is another, a file takes the place of another.
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
        enums::InputMedia::InputMediaTodo(list) => {
            chats.editable(call.by()?, peer, id).await?;
            let change = todo::replacing(call, list.todo).await?;
            let entry = chats.change_todo(call.by()?, peer, id, change).await?.entry;
            Ok(render::entries(call.domain(), call.me()?, &[entry]).await?)
        }
        enums::InputMedia::InputMediaWebPage(page) => {
            chats.editable(call.by()?, peer, id).await?;
            let edit = edit_page(call, peer, &page, words).await?;
            let entry = chats.edit(call.by()?, peer, id, edit).await?;
            Ok(render::entries(call.domain(), call.me()?, &[entry]).await?)
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
