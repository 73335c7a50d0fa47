//! What a message answers: `InputReplyTo` checked against what the caller sees of the chat.

use boxes::{Peer, Quote, ReplyTo};
use tl::{Layer, enums, types};

use crate::{
    Call,
    errors::{Error, QUOTE_TEXT_INVALID, REPLY_MESSAGE_ID_INVALID, REPLY_TO_INVALID, STORY_ID_INVALID},
    input,
    messages::text,
};

/// As `config.quote_length_max` tells clients, in UTF-16 units.
const QUOTE_CHARS_MAX: usize = 1024;

/// The message of this chat that is answered, with the part of it that is meant.
///
/// # Errors
/// `REPLY_MESSAGE_ID_INVALID` for a message that is not in this chat, `QUOTE_TEXT_INVALID` for words that are not
/// in the message, and errors for what is not served yet (stories, messages of other chats).
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
    if let Some(named) = &reply.reply_to_peer_id
        && input::peer(call, named).await? != peer
    {
        return Err(REPLY_TO_INVALID);
    }
    let found = call.domain().chats.of_chat(call.me()?, peer, &[reply.reply_to_msg_id]).await?;
    let answered = found.into_iter().flatten().next();
    let answered = answered.ok_or(REPLY_MESSAGE_ID_INVALID)?;
    let quote = match &reply.quote_text {
        Some(words) if !words.is_empty() => Some(quote(reply, words, &answered.content.text)?),
        _ => None,
    };
    Ok(Some(ReplyTo { id: reply.reply_to_msg_id, quote }))
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
