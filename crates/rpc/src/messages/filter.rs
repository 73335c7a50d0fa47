//! `MessagesFilter`: which messages are looked for.

use boxes::{LINK_MARKS, MessageKind, SearchQuery};
use tl::enums;

/// The part of a query that a filter is; none where messages of that kind cannot be sent yet, so that nothing
/// fits.
pub(crate) fn query(filter: &enums::MessagesFilter) -> Option<SearchQuery> {
    use enums::MessagesFilter as Filter;
    let any = SearchQuery::default();
    match filter {
        Filter::InputMessagesFilterEmpty => Some(any),
        Filter::InputMessagesFilterGeo => Some(SearchQuery { kinds: vec![MessageKind::Geo], ..any }),
        Filter::InputMessagesFilterPoll => Some(SearchQuery { kinds: vec![MessageKind::Poll], ..any }),
        Filter::InputMessagesFilterContacts => Some(SearchQuery { kinds: vec![MessageKind::Contact], ..any }),
        Filter::InputMessagesFilterUrl => Some(SearchQuery { entity_marks: LINK_MARKS.to_vec(), ..any }),
        Filter::InputMessagesFilterPhotos
        | Filter::InputMessagesFilterVideo
        | Filter::InputMessagesFilterPhotoVideo
        | Filter::InputMessagesFilterDocument
        | Filter::InputMessagesFilterGif
        | Filter::InputMessagesFilterVoice
        | Filter::InputMessagesFilterMusic
        | Filter::InputMessagesFilterChatPhotos
        | Filter::InputMessagesFilterPhoneCalls(_)
        | Filter::InputMessagesFilterRoundVoice
        | Filter::InputMessagesFilterRoundVideo
        | Filter::InputMessagesFilterMyMentions
        | Filter::InputMessagesFilterPinned => None,
    }
}

#[cfg(test)]
mod tests {
    use tl::{Layer, types};

    use super::*;

    #[test]
    fn the_marks_of_links_are_those_that_stored_entities_begin_with() {
        let url: enums::MessageEntity = types::MessageEntityUrl::new(0, 1).into();
        let text_url: enums::MessageEntity =
            types::MessageEntityTextUrl::new(0, 1, "https://a".into()).into();
        for (entity, id) in [(url, LINK_MARKS[0]), (text_url, LINK_MARKS[1])] {
            assert_eq!(tl::encode(&entity, Layer::NEWEST).first_chunk(), Some(&id));
        }
    }
}
