//! What a search looks for, and whether a message as it is now fits. The index only says where to look: whatever
//! it finds is held against this before anybody sees it.

use store::{
    ids::{MessageId, Peer, UserId},
    records::log::{Content, LogRecord, MessageKind, MessageRecord},
};

use super::{
    terms::Mark,
    words::{Asked, Word, each_word},
};
use crate::{
    queries::{LINK_MARKS, SearchQuery},
    view,
};

pub(crate) struct Wanted<'a> {
    pub(crate) user: UserId,
    pub(crate) peer: Option<Peer>,
    pub(crate) asked: Asked,
    pub(crate) query: &'a SearchQuery,
}

/// A message has to have one of each of these sets of marks, and none of the last.
#[derive(Default)]
pub(crate) struct Marks {
    pub(crate) any_of: Vec<Vec<Mark>>,
    pub(crate) none_of: Vec<Mark>,
}

impl<'a> Wanted<'a> {
    pub(crate) fn new(user: UserId, peer: Option<Peer>, query: &'a SearchQuery) -> Self {
        Wanted { user, peer, asked: Asked::new(&query.text), query }
    }

    /// Whether this message fits, by everything that was asked.
    pub(crate) fn fits(&self, id: MessageId, record: &MessageRecord) -> bool {
        let query = self.query;
        let kind = record.content.listed_kind();
        let of_kind = match query.kinds.as_slice() {
            [] => self.asked.is_empty() || kind != MessageKind::Action,
            kinds => kinds.contains(&kind),
        };
        of_kind
            && self.peer.is_none_or(|peer| record.peer == peer)
            && (query.min_id <= 0 || id > query.min_id)
            && (query.max_id <= 0 || id < query.max_id)
            && (query.min_date <= 0 || record.date >= query.min_date)
            && (query.max_date <= 0 || record.date <= query.max_date)
            && query.from.is_none_or(|from| view::author(self.user, record) == from)
            && (query.entity_marks.is_empty() || entity_words(&record.content, &query.entity_marks) > 0)
            && self.asked.fit(&record.content.text)
    }

    /// The record, if it is a message that fits.
    pub(crate) fn fitting(&self, id: MessageId, record: Option<LogRecord>) -> Option<MessageRecord> {
        match record {
            Some(LogRecord::Message(record)) if self.fits(id, &record) => Some(record),
            _ => None,
        }
    }

    /// The marks that all that fits has in the index. Where this says less than `fits`, reading tells.
    pub(crate) fn marks(&self) -> Marks {
        let query = self.query;
        let mut marks = Marks::default();
        marks.any_of.extend(self.peer.map(|peer| vec![Mark::In(peer)]));
        marks.any_of.extend(query.from.map(|from| vec![Mark::From(from)]));
        match query.kinds.as_slice() {
            [] if !self.asked.is_empty() => marks.none_of.push(Mark::Kind(MessageKind::Action.code())),
            [] => {}
            kinds => marks.any_of.push(kinds.iter().map(|kind| Mark::Kind(kind.code())).collect()),
        }
        let entities = &query.entity_marks;
        if !entities.is_empty() && entities.iter().all(|entity| LINK_MARKS.contains(entity)) {
            marks.any_of.push(entities.iter().map(|entity| Mark::Entity(*entity)).collect());
        }
        if self.asked.is_empty() && marks.any_of.is_empty() {
            marks.any_of.push(vec![Mark::AnyKind]);
        }
        marks
    }
}

/// The marks that a message has in the index.
pub(crate) fn marks_of(user: UserId, record: &MessageRecord, mut each: impl FnMut(Mark)) {
    each(Mark::In(record.peer));
    each(Mark::From(view::author(user, record)));
    each(Mark::Kind(record.content.listed_kind().code()));
    for mark in &LINK_MARKS {
        if entity_words(&record.content, std::slice::from_ref(mark)) > 0 {
            each(Mark::Entity(*mark));
        }
    }
}

/// The words that a message has in the index.
pub(crate) fn words_of(record: &MessageRecord, each: impl FnMut(Word<'_>)) {
    each_word(&record.content.text, each);
}

fn entity_words(content: &Content, marks: &[[u8; 4]]) -> usize {
    let entities = content.entities.as_deref().unwrap_or_default();
    entities.as_chunks::<4>().0.iter().filter(|word| marks.contains(*word)).count()
}
