//! `messages.saveDraft no_webpage:flags.1?true invert_media:flags.6?true reply_to:flags.4?InputReplyTo peer:InputPeer
//! message:string entities:flags.3?Vector<MessageEntity> media:flags.5?InputMedia effect:flags.7?long … = Bool`

use boxes::MessageId;
use domain::SavedDraft;
use tl::{Layer, enums, functions, types};

use crate::{
    Call,
    errors::{Error, MEDIA_INVALID, REPLY_TO_INVALID, STORY_ID_INVALID},
    input,
    messages::{reply, text},
};

pub(crate) async fn handle(call: &Call<'_>, request: functions::messages::SaveDraft) -> Result<bool, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let topic = reply::topic(call, peer, request.reply_to.as_ref()).await?;
    let draft = draft(call, topic, request).await?;
    call.domain().chat_lists.save_draft(call.by()?, peer, topic, draft).await?;
    Ok(true)
}

/// What is to be kept; none where nothing is written and nothing answered. Who answers a topic answers nothing but
/// writes there.
async fn draft(
    call: &Call<'_>,
    topic: Option<MessageId>,
    request: functions::messages::SaveDraft,
) -> Result<Option<SavedDraft>, Error> {
    if request.suggested_post.is_some() || request.rich_message.is_some() {
        return Err(MEDIA_INVALID);
    }
    let media = match request.media {
        // A preview of an address in the text; other media are sent, not drafted.
        Some(media @ enums::InputMedia::InputMediaWebPage(_)) => Some(media),
        Some(enums::InputMedia::InputMediaEmpty) | None => None,
        Some(_) => return Err(MEDIA_INVALID),
    };
    let reply_to = match request.reply_to {
        Some(reply) => reply_to(call, topic, reply).await?,
        None => None,
    };
    let text = text::untouched(call, request.message, request.entities.unwrap_or_default()).await?;
    if text.text.is_empty() && reply_to.is_none() && media.is_none() {
        return Ok(None);
    }
    let date = call.now().seconds();
    let message = types::DraftMessage {
        no_webpage: request.no_webpage,
        invert_media: request.invert_media,
        reply_to,
        entities: (!text.entities.is_empty()).then_some(text.entities),
        media,
        effect: request.effect,
        ..types::DraftMessage::new(text.text, date)
    };
    let message = tl::encode(&enums::DraftMessage::from(message), Layer::NEWEST);
    Ok(Some(SavedDraft { date, message }))
}

/// The message that the draft answers, which may stand in another chat and may be gone when it is sent.
async fn reply_to(
    call: &Call<'_>,
    topic: Option<MessageId>,
    reply: enums::InputReplyTo,
) -> Result<Option<enums::InputReplyTo>, Error> {
    let reply = match reply {
        enums::InputReplyTo::InputReplyToMessage(reply) => reply,
        enums::InputReplyTo::InputReplyToStory(_) => return Err(STORY_ID_INVALID),
        _ => return Err(REPLY_TO_INVALID),
    };
    if reply.reply_to_msg_id == 0 || topic == Some(reply.reply_to_msg_id) && reply.reply_to_peer_id.is_none()
    {
        return Ok(None);
    }
    if let Some(peer) = &reply.reply_to_peer_id {
        input::peer(call, peer).await?;
    }
    let reply = *reply;
    let quote = reply.quote_text.filter(|words| text::units(words) <= text::MESSAGE_TEXT_CHARS_MAX);
    let styled = reply.quote_entities.unwrap_or_default();
    let entities = quote.as_ref().map(|words| text::quoted(words, styled));
    let kept = types::InputReplyToMessage {
        reply_to_peer_id: reply.reply_to_peer_id,
        top_msg_id: topic,
        quote_offset: reply.quote_offset.filter(|_| quote.is_some()),
        quote_entities: entities.filter(|entities| !entities.is_empty()),
        quote_text: quote,
        ..types::InputReplyToMessage::new(reply.reply_to_msg_id)
    };
    Ok(Some(kept.into()))
}
