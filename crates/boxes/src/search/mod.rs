//! Searching: the words of a box's messages stand in an index, in segments that follow from the log as histories
//! do; the newest entries are looked through. Every message that the index names is read and held against the
//! query before it is shown, so an edit or a delete is obeyed at once.

mod builder;
mod find;
mod postings;
mod segments;
mod terms;
mod wanted;
mod words;
mod worker;

use store::{
    Direction, Rows,
    ids::{MessageId, Owner, Peer, UserId},
    records::log::LogRecord,
    tables,
};
use wanted::Wanted;
pub(crate) use worker::Index;

use crate::{
    boxes::Boxes,
    error::BoxError,
    queries::{HistoryPage, SearchQuery},
    rows,
    types::Message,
    view,
};

impl Boxes {
    /// Messages of one dialog, or of all, that fit a query, newest first. `count` is exact unless thousands fit
    /// and a few of them changed just now; it is never below what is shown, and above it as long as there is
    /// more.
    pub async fn search(
        &self,
        user: UserId,
        peer: Option<Peer>,
        query: SearchQuery,
    ) -> Result<HistoryPage, BoxError> {
        let wanted = Wanted::new(user, peer, &query);
        if wanted.asked.hopeless {
            return Ok(HistoryPage { messages: Vec::new(), count: 0, offset_id_offset: 0 });
        }
        let found = self.inner.find(&wanted).await?;
        let limit = usize::try_from(query.limit.clamp(0, crate::history::HISTORY_MAX)).unwrap_or(0);
        let newer = if query.offset_id > 0 { found.at_or_above(query.offset_id) } else { 0 };
        let start = i64::try_from(newer).unwrap_or(0).saturating_add(i64::from(query.add_offset));
        let start = usize::try_from(start.max(0)).unwrap_or(0).min(found.count());
        let mut ids = found.ids_from(start);
        let (mut messages, mut dropped, mut read) = (Vec::new(), 0, 0);
        let mut ended = false;
        while messages.len() < limit && read < READ_MAX {
            let part: Vec<MessageId> = ids.by_ref().take(limit - messages.len()).collect();
            if part.is_empty() {
                ended = true;
                break;
            }
            read += part.len();
            let bodies = self.inner.bodies(user, &part).await?;
            for (id, body) in part.into_iter().zip(bodies) {
                match wanted.fitting(id, body) {
                    Some(record) => messages.push(view::message(user, id, &record)),
                    None => dropped += 1,
                }
            }
        }
        ended = ended || ids.next().is_none();
        let shown = start + messages.len();
        // A client that is told of more than it has asks on, and stops when nothing comes.
        let count = if ended { shown } else { (found.count() - dropped).max(shown + 1) };
        let number = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
        Ok(HistoryPage { messages, count: number(count), offset_id_offset: number(start) })
    }

    /// Messages at chosen places among those of one dialog that fit a query, newest first, each with its place. `choose`
    /// gets how many there are and how many are not older than `query.offset_id`, and gives places, rising.
    pub async fn search_places(
        &self,
        user: UserId,
        peer: Peer,
        query: &SearchQuery,
        choose: impl FnOnce(usize, usize) -> Vec<usize>,
    ) -> Result<Places, BoxError> {
        let wanted = Wanted::new(user, Some(peer), query);
        if wanted.asked.hopeless {
            return Ok(Places::default());
        }
        let found = self.inner.find(&wanted).await?;
        let newer = if query.offset_id > 0 { found.at_or_above(query.offset_id) } else { 0 };
        let mut chosen = choose(found.count(), newer).into_iter().peekable();
        let mut ids: Vec<(usize, MessageId)> = Vec::new();
        for one in found.ids_from(0).enumerate() {
            match chosen.peek() {
                Some(place) if *place == one.0 => {
                    chosen.next();
                    ids.push(one);
                }
                Some(_) => {}
                None => break,
            }
        }
        let mut places = Places { count: found.count(), newer, found: Vec::with_capacity(ids.len()) };
        for part in ids.chunks(PLACES_READ) {
            let named: Vec<MessageId> = part.iter().map(|(_, id)| *id).collect();
            let bodies = self.inner.bodies(user, &named).await?;
            for ((place, id), body) in part.iter().zip(bodies) {
                if let Some(record) = wanted.fitting(*id, body) {
                    places.found.push((*place, view::message(user, *id, &record)));
                }
            }
        }
        Ok(places)
    }

    /// As `search`, by reading every message: what the index is held against in tests.
    #[doc(hidden)]
    pub async fn search_by_reading(
        &self,
        user: UserId,
        peer: Option<Peer>,
        query: SearchQuery,
    ) -> Result<HistoryPage, BoxError> {
        let wanted = Wanted::new(user, peer, &query);
        let log = self.inner.store.scan::<tables::Log>(
            Rows::before(&rows::log(user, MessageId::MAX)),
            usize::MAX,
            Direction::Backward,
        );
        let mut found: Vec<Message> = Vec::new();
        for (key, mut record) in log.await? {
            debug_assert!(key.owner == Owner::User(user));
            self.inner.resolve(user, std::iter::once(&mut record)).await?;
            if let LogRecord::Message(record) = record
                && wanted.fits(key.pts, &record)
                && !wanted.asked.hopeless
            {
                found.push(view::message(user, key.pts, &record));
            }
        }
        let newer = found.iter().take_while(|message| query.offset_id > 0 && message.id >= query.offset_id);
        let from = i64::try_from(newer.count()).unwrap_or(0) + i64::from(query.add_offset);
        let from = usize::try_from(from.max(0)).unwrap_or(0).min(found.len());
        let limit = usize::try_from(query.limit.clamp(0, crate::history::HISTORY_MAX)).unwrap_or(0);
        let number = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
        let (count, offset_id_offset) = (number(found.len()), number(from));
        Ok(HistoryPage {
            messages: found.into_iter().skip(from).take(limit).collect(),
            count,
            offset_id_offset,
        })
    }
}

/// Some of the messages that fit a query, by their places among all of them.
#[derive(Default)]
pub struct Places {
    /// How many there are.
    pub count: usize,
    /// How many are not older than where it begins.
    pub newer: usize,
    /// The newest has place 0.
    pub found: Vec<(usize, Message)>,
}

/// Messages that are read at a time where places are asked for.
const PLACES_READ: usize = 100;
/// Messages that one search reads after the index; only conditions that it does not know come near.
const READ_MAX: usize = 5_000;
