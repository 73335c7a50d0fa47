//! What a message answers: `InputReplyTo` checked against what the caller sees of the chat. A message of another chat
//! is told in words to those who read the answer.

use boxes::{Content, Peer, Quote, ReplyTo};
use domain::{ChannelError, ChatError};
use tl::{Layer, enums, types};

use crate::{
    Call,
    errors::{Error, QUOTE_TEXT_INVALID, REPLY_MESSAGE_ID_INVALID, REPLY_TO_INVALID, STORY_ID_INVALID},
    input,
    messages::text,
};

/// As `config.quote_length_max` tells clients, in UTF-16 units.
const QUOTE_CHARS_MAX: usize = 1024;

/// The message that is answered, of this chat or another one, with the part of it that is meant.
///
/// # Errors
/// `REPLY_MESSAGE_ID_INVALID` for a message that is not in the chat, `QUOTE_TEXT_INVALID` for words that are not
/// in the message, `CHAT_FORWARDS_RESTRICTED` for a message of another chat that may not be told of, and errors for
/// what is not served yet (stories).
pub(crate) async fn checked(
    call: &Call<'_>,
    peer: Peer,
    reply: Option<&enums::InputReplyTo>,
) -> Result<Option<ReplyTo>, Error> {
    let reply = match reply {
        None => return Ok(None),
        Some(enums::InputReplyTo::InputReplyToMessage(reply)) => reply,
        Some(enums::InputReplyTo::InputReplyToStory(_)) => return Err(STORY_ID_INVALID),
        Some(
            enums::InputReplyTo::InputReplyToMonoForum(_)
            | enums::InputReplyTo::InputReplyToEphemeralMessage(_),
        ) => return Err(REPLY_TO_INVALID),
    };
    if reply.reply_to_msg_id == 0 {
        return Ok(None);
    }
    Box::pin(answered(call, peer, reply)).await.map(Some)
}

/// What a message that names another one answers.
async fn answered(call: &Call<'_>, peer: Peer, reply: &types::InputReplyToMessage) -> Result<ReplyTo, Error> {
    let stands_in = match &reply.reply_to_peer_id {
        Some(named) => input::peer(call, named).await?,
        None => peer,
    };
    let found = call.domain().chats.of_chat(call.me()?, stands_in, &[reply.reply_to_msg_id]).await?;
    let answered = found.into_iter().flatten().next();
    let answered = answered.ok_or(REPLY_MESSAGE_ID_INVALID)?;
    let quote = match &reply.quote_text {
        Some(words) if !words.is_empty() => Some(quote(reply, words, &answered.content.text)?),
        _ => None,
    };
    if stands_in == peer {
        return Ok(ReplyTo::here(reply.reply_to_msg_id, quote));
    }
    let words = all_words(&answered.content);
    let chats = &call.domain().chats;
    let elsewhere = chats.elsewhere(call.me()?, &answered, quote, words).await;
    let elsewhere = elsewhere.map_err(|error| match error {
        ChatError::NoSuchMessage => REPLY_MESSAGE_ID_INVALID,
        error => error.into(),
    })?;
    Ok(ReplyTo::elsewhere(elsewhere))
}

/// The thread of a supergroup in which a message is to stand, as far as the caller names it.
pub(crate) fn thread(peer: Peer, reply: Option<&enums::InputReplyTo>) -> Option<i32> {
    match (peer, reply) {
        (Peer::Channel(_), Some(enums::InputReplyTo::InputReplyToMessage(reply))) => reply.top_msg_id,
        _ => None,
    }
}

/// The topic of a forum that is meant: the one that is named, or the one that is answered. None in all other chats, and
/// where the message that is answered is no topic.
///
/// # Errors
/// `TOPIC_ID_INVALID` for a topic that is named and not there, and as for the chat itself.
pub(crate) async fn topic(
    call: &Call<'_>,
    peer: Peer,
    reply: Option<&enums::InputReplyTo>,
) -> Result<Option<i32>, Error> {
    let (Peer::Channel(channel), Some(enums::InputReplyTo::InputReplyToMessage(reply))) = (peer, reply)
    else {
        return Ok(None);
    };
    let named = reply.top_msg_id.filter(|named| *named > 0);
    let id = named.unwrap_or(reply.reply_to_msg_id);
    if id <= 0 || reply.reply_to_peer_id.is_some() && named.is_none() {
        return Ok(None);
    }
    match call.domain().channels.has_topic(call.me()?, channel, id).await {
        Ok(()) => Ok(Some(id)),
        Err(ChannelError::NotAForum) => Ok(None),
        Err(ChannelError::NoSuchTopic) if named.is_none() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The beginning of a text, as a quote that nobody chose; none where there is no text.
fn all_words(content: &Content) -> Option<Quote> {
    let mut units = 0;
    let told = content.text.chars().take_while(|character| {
        units += character.len_utf16();
        units <= QUOTE_CHARS_MAX
    });
    let told: String = told.collect();
    if told.is_empty() {
        return None;
    }
    let entities = content.entities.as_deref().and_then(|bytes| tl::decode(bytes).ok()).unwrap_or_default();
    let entities = text::quoted(&told, entities);
    let entities = (!entities.is_empty()).then(|| tl::encode(&entities, Layer::NEWEST));
    Some(Quote { text: told, entities, offset: None })
}

fn quote(reply: &types::InputReplyToMessage, words: &str, text: &str) -> Result<Quote, Error> {
    if text::units(words) > QUOTE_CHARS_MAX {
        return Err(QUOTE_TEXT_INVALID);
    }
    let wanted = i64::from(reply.quote_offset.unwrap_or(0));
    // The place nearest to where the client saw the words: the message may have been edited since.
    let offset = text
        .match_indices(words)
        .filter_map(|(at, _)| i32::try_from(text::units(text.get(..at)?)).ok())
        .min_by_key(|at| (i64::from(*at) - wanted).abs())
        .ok_or(QUOTE_TEXT_INVALID)?;
    let entities = text::quoted(words, reply.quote_entities.clone().unwrap_or_default());
    let entities = (!entities.is_empty()).then(|| tl::encode(&entities, Layer::NEWEST));
    Ok(Quote { text: words.to_owned(), entities, offset: Some(offset) })
}
