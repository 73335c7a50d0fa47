//! `MessagesFilter`: which kinds of messages are looked for.

use boxes::MessageKind;
use tl::enums;

use crate::errors::{Error, INPUT_FILTER_INVALID};

/// The kinds that are meant (none for all of them); nothing where messages of that kind cannot be sent yet.
///
/// # Errors
/// `INPUT_FILTER_INVALID` for what cannot be told from the index yet.
pub(crate) fn kinds(filter: &enums::MessagesFilter) -> Result<Option<Vec<MessageKind>>, Error> {
    use enums::MessagesFilter as Filter;
    match filter {
        Filter::InputMessagesFilterEmpty => Ok(Some(Vec::new())),
        Filter::InputMessagesFilterContacts => Ok(Some(vec![MessageKind::Contact])),
        Filter::InputMessagesFilterUrl => Err(INPUT_FILTER_INVALID),
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
        | Filter::InputMessagesFilterGeo
        | Filter::InputMessagesFilterPinned
        | Filter::InputMessagesFilterPoll => Ok(None),
    }
}
