//! Searching by looking through messages, newest first, up to a bound. An index of words comes with its own
//! issue.

use store::{
    Direction, Rows,
    ids::{MessageId, Owner, Peer, UserId},
    records::log::{LogRecord, MessageKind, MessageRecord},
    tables,
};

use crate::{
    boxes::Boxes,
    error::BoxError,
    queries::{HistoryPage, HistoryQuery, SearchQuery},
    rows,
    types::Message,
    view,
};

impl Boxes {
    /// Messages of one dialog, or of all, that fit a query. Looks at the newest [`SEARCHED_MAX`] messages that
    /// are in question; `count` counts what fits among these.
    pub async fn search(
        &self,
        user: UserId,
        peer: Option<Peer>,
        query: SearchQuery,
    ) -> Result<HistoryPage, BoxError> {
        let wanted = Wanted { words: query.text.to_lowercase(), query: &query };
        let found = match peer {
            Some(peer) => self.search_dialog(user, peer, &wanted).await?,
            None => self.search_log(user, &wanted).await?,
        };
        let newer = found.iter().take_while(|message| query.offset_id > 0 && message.id >= query.offset_id);
        let from = i64::try_from(newer.count()).unwrap_or(0) + i64::from(query.add_offset);
        let from = usize::try_from(from.max(0)).unwrap_or(0);
        let limit = usize::try_from(query.limit.clamp(0, crate::history::HISTORY_MAX)).unwrap_or(0);
        let count = i32::try_from(found.len()).unwrap_or(i32::MAX);
        let messages: Vec<Message> = found.into_iter().skip(from).take(limit).collect();
        let offset_id_offset = i32::try_from(from).unwrap_or(i32::MAX).min(count);
        Ok(HistoryPage { messages, count, offset_id_offset })
    }

    async fn search_dialog(
        &self,
        user: UserId,
        peer: Peer,
        wanted: &Wanted<'_>,
    ) -> Result<Vec<Message>, BoxError> {
        let mut found = Vec::new();
        let mut add_offset = 0;
        while add_offset < SEARCHED_MAX {
            let part = HistoryQuery { limit: PART, add_offset, ..HistoryQuery::default() };
            let page = self.history(user, peer, part).await?;
            found.extend(page.messages.into_iter().filter(|message| wanted.fits(message)));
            add_offset += PART;
            if add_offset >= page.count {
                break;
            }
        }
        Ok(found)
    }

    async fn search_log(&self, user: UserId, wanted: &Wanted<'_>) -> Result<Vec<Message>, BoxError> {
        let mut found = Vec::new();
        let mut below = MessageId::MAX;
        let mut searched = 0;
        while searched < SEARCHED_MAX {
            let range = Rows::before(&rows::log(user, below));
            let part =
                self.inner.store.scan::<tables::Log>(range, PART as usize, Direction::Backward).await?;
            for (key, record) in &part {
                debug_assert!(key.owner == Owner::User(user));
                if let LogRecord::Message(record) = record
                    && wanted.fits_record(record)
                {
                    let message = view::message(user, key.pts, record);
                    found.extend(Some(message).filter(|message| wanted.fits(message)));
                }
            }
            searched += PART;
            match part.last() {
                Some((key, _)) if part.len() == PART as usize => below = key.pts,
                _ => break,
            }
        }
        Ok(found)
    }
}

struct Wanted<'a> {
    words: String,
    query: &'a SearchQuery,
}

impl Wanted<'_> {
    /// The cheap part, before the message is made.
    fn fits_record(&self, record: &MessageRecord) -> bool {
        let query = self.query;
        (query.min_date <= 0 || record.date >= query.min_date)
            && (query.max_date <= 0 || record.date <= query.max_date)
    }

    fn is_marked(&self, message: &Message) -> bool {
        let marks = &self.query.entity_marks;
        let entities = message.content.entities.as_deref().unwrap_or_default();
        entities.as_chunks::<4>().0.iter().any(|word| marks.contains(word))
    }

    fn fits(&self, message: &Message) -> bool {
        let query = self.query;
        let kind = message.content.kind();
        let of_kind = match query.kinds.as_slice() {
            [] => self.words.is_empty() || kind != MessageKind::Action,
            kinds => kinds.contains(&kind),
        };
        of_kind
            && (query.min_id <= 0 || message.id > query.min_id)
            && (query.max_id <= 0 || message.id < query.max_id)
            && (query.min_date <= 0 || message.date >= query.min_date)
            && (query.max_date <= 0 || message.date <= query.max_date)
            && query.from.is_none_or(|from| message.from == from)
            && (query.entity_marks.is_empty() || self.is_marked(message))
            && (self.words.is_empty() || message.content.text.to_lowercase().contains(&self.words))
    }
}

/// Messages that one search looks at.
pub const SEARCHED_MAX: i32 = 5_000;
const PART: i32 = 100;
