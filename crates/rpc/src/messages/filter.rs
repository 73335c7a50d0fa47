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
        Filter::InputMessagesFilterPhotos => of_kinds(&[MessageKind::Photo]),
        Filter::InputMessagesFilterVideo => of_kinds(&[MessageKind::Video]),
        Filter::InputMessagesFilterPhotoVideo => of_kinds(&[MessageKind::Photo, MessageKind::Video]),
        Filter::InputMessagesFilterDocument => of_kinds(&[MessageKind::Document]),
        Filter::InputMessagesFilterGif => of_kinds(&[MessageKind::Gif]),
        Filter::InputMessagesFilterVoice => of_kinds(&[MessageKind::Voice]),
        Filter::InputMessagesFilterMusic => of_kinds(&[MessageKind::Music]),
        Filter::InputMessagesFilterRoundVoice => of_kinds(&[MessageKind::Voice, MessageKind::RoundVideo]),
        Filter::InputMessagesFilterRoundVideo => of_kinds(&[MessageKind::RoundVideo]),
        Filter::InputMessagesFilterChatPhotos
        | Filter::InputMessagesFilterPhoneCalls(_)
        | Filter::InputMessagesFilterMyMentions
        | Filter::InputMessagesFilterPinned => None,
    }
}

fn of_kinds(kinds: &[MessageKind]) -> Option<SearchQuery> {
    Some(SearchQuery { kinds: kinds.to_vec(), ..SearchQuery::default() })
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
