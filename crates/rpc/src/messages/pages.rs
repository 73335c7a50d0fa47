//! Links in texts, and the pages behind them.

use boxes::{Content, PageRef, Peer};
use store::records::log::page_flag;
use tl::{enums, types};

use crate::{
    Call,
    errors::{CHAT_SEND_WEBPAGE_FORBIDDEN, Error, WEBPAGE_NOT_FOUND, WEBPAGE_URL_INVALID},
    messages::text,
};

/// The page to which a text links first, if pages are looked at; and whether whoever gets it is to hear of it later.
///
/// # Errors
/// Where a record cannot be read.
pub(crate) async fn linked(
    call: &Call<'_>,
    chat: Peer,
    words: &str,
    entities: &[enums::MessageEntity],
    no_webpage: bool,
) -> Result<Option<(PageRef, bool)>, Error> {
    let pages = &call.domain().pages;
    if no_webpage || !pages.on() {
        return Ok(None);
    }
    match first_link(words, entities) {
        Some(link) if may_embed(call, chat).await? => Ok(pages.refer(call.me()?, &link, 0).await?),
        _ => Ok(None),
    }
}

/// Whether the caller may show pages in a chat: groups and supergroups can keep members from it.
async fn may_embed(call: &Call<'_>, chat: Peer) -> Result<bool, Error> {
    let me = call.me()?;
    match chat {
        Peer::Group(group) => Ok(call.domain().groups.may_embed(me, group).await?),
        Peer::Channel(channel) => Ok(call.domain().channels.may_embed(me, channel).await?),
        Peer::User(_) => Ok(true),
    }
}

/// The text of a message whose page its author has chosen.
///
/// # Errors
/// `WEBPAGE_URL_INVALID`, `CHAT_SEND_WEBPAGE_FORBIDDEN`, and `WEBPAGE_NOT_FOUND` where there is nothing to show and
/// something has to be.
pub(crate) async fn chosen(
    call: &Call<'_>,
    chat: Peer,
    media: &types::InputMediaWebPage,
    words: &str,
    entities: Vec<enums::MessageEntity>,
) -> Result<Content, Error> {
    if domain::pages::readable(&media.url).is_none() {
        return Err(WEBPAGE_URL_INVALID);
    }
    if !may_embed(call, chat).await? {
        return Err(CHAT_SEND_WEBPAGE_FORBIDDEN);
    }
    let bit = |set: bool, bit: u32| if set { bit } else { 0 };
    let flags = page_flag::MANUAL
        | bit(media.force_large_media, page_flag::FORCE_LARGE)
        | bit(media.force_small_media, page_flag::FORCE_SMALL);
    let text = text::checked(call, words, entities).await?;
    // Whoever chooses a page has seen it, or waits for it: a message without it is not what he wants.
    let asked = call.domain().pages.ask_and_wait(call.me()?, &media.url).await?;
    let found = asked.filter(|asked| !asked.pending);
    if found.is_none() && !media.optional {
        return Err(WEBPAGE_NOT_FOUND);
    }
    let page = found.map(|asked| PageRef { id: asked.id, flags });
    Ok(Content { page, ..text.into_content() })
}

/// The page that is looked at while the message leaves.
pub(crate) fn pending(page: Option<(PageRef, bool)>) -> Option<i64> {
    page.filter(|(_, pending)| *pending).map(|(page, _)| page.id)
}

/// A message with a page that was pending stands in a chat.
///
/// # Errors
/// Where nobody is signed in.
pub(crate) async fn stands_at(call: &Call<'_>, peer: Peer, pending: Option<i64>) -> Result<(), Error> {
    if let Some(id) = pending {
        call.domain().pages.stands_at(call.by()?, peer, id).await;
    }
    Ok(())
}

/// The first address that a text leads to.
pub(crate) fn first_link(words: &str, entities: &[enums::MessageEntity]) -> Option<String> {
    entities.iter().find_map(|entity| match entity {
        enums::MessageEntity::MessageEntityTextUrl(link) => Some(link.url.clone()),
        enums::MessageEntity::MessageEntityUrl(link) => {
            let (from, length) = (usize::try_from(link.offset).ok()?, usize::try_from(link.length).ok()?);
            let units: Vec<u16> = words.encode_utf16().skip(from).take(length).collect();
            String::from_utf16(&units).ok()
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_link_is_taken_by_its_place_in_units() {
        let at = |offset, length| types::MessageEntityUrl::new(offset, length).into();
        let words = "\u{1f54a} example.org b.id";
        assert_eq!(first_link(words, &[at(3, 11), at(15, 4)]).as_deref(), Some("example.org"));
        let hidden = types::MessageEntityTextUrl::new(0, 2, "https://c.id/".to_owned()).into();
        assert_eq!(first_link(words, &[hidden, at(3, 11)]).as_deref(), Some("https://c.id/"));
        assert_eq!(first_link(words, &[types::MessageEntityBold::new(0, 2).into()]), None);
        assert_eq!(first_link(words, &[at(-1, 5)]), None);
    }
}
