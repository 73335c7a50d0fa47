//! Text that a person sends: trimmed, measured in UTF-16, its entities checked as the protocol wants them,
//! and those found that nobody marked.

use boxes::{Content, UserId};
use tl::{Layer, enums, types};

use crate::{
    Call,
    errors::{Error, MESSAGE_EMPTY, MESSAGE_TOO_LONG},
    input,
    messages::found,
};

/// As `config.message_length_max` tells clients, in UTF-16 units.
pub(crate) const MESSAGE_TEXT_CHARS_MAX: usize = 4096;
/// What lies beyond is dropped, as the protocol does.
const MESSAGE_ENTITIES_MAX: usize = 100;
/// Longer addresses are dropped with their entity.
const ENTITY_URL_BYTES_MAX: usize = 4096;

/// Text as it is stored.
pub(crate) struct Text {
    /// Without white space around it.
    pub(crate) text: String,
    /// Sorted by offset, within `text`, in UTF-16 units.
    pub(crate) entities: Vec<enums::MessageEntity>,
}

impl Text {
    /// The entities as they are stored: TL of the newest layer; none if there are none.
    pub(crate) fn stored_entities(&self) -> Option<Vec<u8>> {
        (!self.entities.is_empty()).then(|| tl::encode(&self.entities, Layer::NEWEST))
    }

    /// A message's content without media.
    pub(crate) fn into_content(self) -> Content {
        Content { entities: self.stored_entities(), text: self.text, ..Content::default() }
    }
}

/// Checks the text of a message.
///
/// Entities that are out of bounds, cut a character, or may not come from people are dropped.
///
/// # Errors
/// `MESSAGE_EMPTY`, `MESSAGE_TOO_LONG`.
pub(crate) async fn checked(
    call: &Call<'_>,
    text: &str,
    entities: Vec<enums::MessageEntity>,
) -> Result<Text, Error> {
    // Measured before anything is done with it.
    let all = units(text);
    if all > 2 * MESSAGE_TEXT_CHARS_MAX {
        return Err(MESSAGE_TOO_LONG);
    }
    let start = text.trim_start();
    let cut = units(text.get(..text.len() - start.len()).unwrap_or_default());
    let kept = start.trim_end();
    let length = all - cut - units(start.get(kept.len()..).unwrap_or_default());
    if length == 0 {
        return Err(MESSAGE_EMPTY);
    }
    if length > MESSAGE_TEXT_CHARS_MAX {
        return Err(MESSAGE_TOO_LONG);
    }
    let edges = if entities.is_empty() { Vec::new() } else { character_edges(kept, length) };
    let mut checked = Vec::new();
    for mut entity in entities.into_iter().take(MESSAGE_ENTITIES_MAX) {
        if !fit(&mut entity, cut, length, &edges) {
            continue;
        }
        if let Some(entity) = Box::pin(admitted(call, entity)).await {
            checked.push(entity);
        }
    }
    for entity in found::entities(kept) {
        let (start, length) = span(&entity);
        let taken = checked.iter().any(|given| {
            let (given_start, given_length) = span(given);
            is_exclusive(given) && given_start < start + length && start < given_start + given_length
        });
        if !taken {
            checked.push(entity);
        }
    }
    // The outer of two that start together comes first.
    checked.sort_by_key(|entity| (span(entity).0, std::cmp::Reverse(span(entity).1)));
    Ok(Text { text: kept.to_owned(), entities: checked })
}

/// The entities of a text that nobody marks, as they are stored; none if there are none. For what is written without a
/// call (`domain::Chats::find_entities_by`).
pub fn find_entities(text: &str) -> Option<Vec<u8>> {
    let entities = found::entities(text);
    (!entities.is_empty()).then(|| tl::encode(&entities, Layer::NEWEST))
}

/// Checks a text that is not sent yet: nothing is trimmed, looked for or asked for.
///
/// # Errors
/// `MESSAGE_TOO_LONG`.
pub(crate) async fn untouched(
    call: &Call<'_>,
    text: String,
    entities: Vec<enums::MessageEntity>,
) -> Result<Text, Error> {
    // Measured before anything is done with it.
    let length = units(&text);
    if length > MESSAGE_TEXT_CHARS_MAX {
        return Err(MESSAGE_TOO_LONG);
    }
    let edges = if entities.is_empty() { Vec::new() } else { character_edges(&text, length) };
    let mut checked = Vec::new();
    for mut entity in entities.into_iter().take(MESSAGE_ENTITIES_MAX) {
        if fit(&mut entity, 0, length, &edges) {
            checked.extend(admitted(call, entity).await);
        }
    }
    Ok(Text { text, entities: checked })
}

/// The entities of a quote: those that only style, within its words.
pub(crate) fn quoted(words: &str, entities: Vec<enums::MessageEntity>) -> Vec<enums::MessageEntity> {
    use enums::MessageEntity as E;
    let length = units(words);
    let edges = character_edges(words, length);
    let styles = |entity: &E| {
        matches!(
            entity,
            E::MessageEntityBold(_)
                | E::MessageEntityItalic(_)
                | E::MessageEntityUnderline(_)
                | E::MessageEntityStrike(_)
                | E::MessageEntitySpoiler(_)
        )
    };
    let mut kept: Vec<_> = entities.into_iter().take(MESSAGE_ENTITIES_MAX).filter(styles).collect();
    kept.retain_mut(|entity| fit(entity, 0, length, &edges));
    kept
}

/// Length in UTF-16 units: one for each byte that begins a character, and a second for one of four bytes. Counted by
/// bytes, which the processor does many at a time.
pub(crate) fn units(text: &str) -> usize {
    text.bytes().map(|byte| usize::from(byte & 0xC0 != 0x80) + usize::from(byte >= 0xF0)).sum()
}

/// For each unit and the end: whether a character starts there.
fn character_edges(text: &str, length: usize) -> Vec<bool> {
    let mut edges = Vec::with_capacity(length + 1);
    for character in text.chars() {
        edges.push(true);
        if character.len_utf16() == 2 {
            edges.push(false);
        }
    }
    edges.push(true);
    edges
}

/// Moves an entity by what was trimmed and cuts it to the text; false if nothing of it is left.
fn fit(entity: &mut enums::MessageEntity, cut: usize, length: usize, edges: &[bool]) -> bool {
    let (offset, span_length) = span_mut(entity);
    if *offset < 0 || *span_length <= 0 {
        return false;
    }
    let (cut, end_of_text) = (cut as i64, length as i64);
    let start = (i64::from(*offset) - cut).max(0);
    let end = (i64::from(*offset) + i64::from(*span_length) - cut).min(end_of_text);
    let edge = |at: i64| usize::try_from(at).ok().and_then(|at| edges.get(at)).copied().unwrap_or(false);
    if start >= end || !edge(start) || !edge(end) {
        return false;
    }
    // Both lie within a text of at most 4096 units.
    *offset = start as i32;
    *span_length = (end - start) as i32;
    true
}

/// The entity as it is stored, or none where a person may not send it.
async fn admitted(call: &Call<'_>, entity: enums::MessageEntity) -> Option<enums::MessageEntity> {
    use enums::MessageEntity as E;
    match entity {
        E::InputMessageEntityMentionName(mention) => {
            let UserId(user_id) = input::user(call, &mention.user_id).await.ok()?;
            Some(types::MessageEntityMentionName::new(mention.offset, mention.length, user_id).into())
        }
        E::MessageEntityTextUrl(link) if link.url.is_empty() || link.url.len() > ENTITY_URL_BYTES_MAX => None,
        // Whoever knows a custom emoji may send it; what is none stays a plain one.
        E::MessageEntityCustomEmoji(emoji) => {
            let known = call.domain().stickers.is_emoji(emoji.document_id).await;
            known.unwrap_or(false).then_some(E::MessageEntityCustomEmoji(emoji))
        }
        // A bare id proves nothing; differences belong to other methods.
        E::MessageEntityMentionName(_)
        | E::MessageEntityUnknown(_)
        | E::MessageEntityDiffInsert(_)
        | E::MessageEntityDiffReplace(_)
        | E::MessageEntityDiffDelete(_) => None,
        other => Some(other),
    }
}

/// Whether nothing is looked for inside: code, and what is a link already.
fn is_exclusive(entity: &enums::MessageEntity) -> bool {
    use enums::MessageEntity as E;
    !matches!(
        entity,
        E::MessageEntityBold(_)
            | E::MessageEntityItalic(_)
            | E::MessageEntityUnderline(_)
            | E::MessageEntityStrike(_)
            | E::MessageEntitySpoiler(_)
            | E::MessageEntityBlockquote(_)
    )
}

macro_rules! spans {
    ($($name:ident),* $(,)?) => {
        /// Where an entity stands: offset and length.
        fn span(entity: &enums::MessageEntity) -> (i32, i32) {
            match entity {
                $(enums::MessageEntity::$name(entity) => (entity.offset, entity.length),)*
            }
        }

        /// As [`span`], to be moved.
        fn span_mut(entity: &mut enums::MessageEntity) -> (&mut i32, &mut i32) {
            match entity {
                $(enums::MessageEntity::$name(entity) => (&mut entity.offset, &mut entity.length),)*
            }
        }
    };
}

spans!(
    MessageEntityUnknown,
    MessageEntityMention,
    MessageEntityHashtag,
    MessageEntityBotCommand,
    MessageEntityUrl,
    MessageEntityEmail,
    MessageEntityBold,
    MessageEntityItalic,
    MessageEntityCode,
    MessageEntityPre,
    MessageEntityTextUrl,
    MessageEntityMentionName,
    InputMessageEntityMentionName,
    MessageEntityPhone,
    MessageEntityCashtag,
    MessageEntityUnderline,
    MessageEntityStrike,
    MessageEntityBankCard,
    MessageEntitySpoiler,
    MessageEntityCustomEmoji,
    MessageEntityBlockquote,
    MessageEntityFormattedDate,
    MessageEntityDiffInsert,
    MessageEntityDiffReplace,
    MessageEntityDiffDelete,
    MessageEntityTonAddress,
);
