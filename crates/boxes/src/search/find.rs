//! Where the messages are that a search looks for: in segments by the index, above them by reading the log's tail.
//! What comes out is exact but for words whose hashes meet, and for conditions that the index does not know; who
//! shows a message reads it first.

use std::{collections::BTreeSet, sync::Arc};

use store::{
    ids::{MessageId, Pts, UserId},
    records::log::LogRecord,
};

use super::{
    builder::{DATES, mark_row, word_row},
    postings::{Bits, collect},
    segments::{Segment, Segments},
    terms::{Mark, Terms, group_of},
    wanted::Wanted,
};
use crate::{boxes::Inner, error::BoxError, projection::read_number};

/// Messages that fit, newest last in each part, the parts newest first.
#[derive(Default)]
pub(crate) struct Found {
    parts: Vec<Part>,
}

/// Those of a range.
struct Part {
    from: Pts,
    bits: Bits,
    count: usize,
}

impl Part {
    fn new(from: Pts, bits: Bits) -> Part {
        let count = bits.count() as usize;
        Part { from, bits, count }
    }

    fn backward(&self) -> impl Iterator<Item = MessageId> + '_ {
        self.bits.backward().map(|offset| self.from.saturating_add(offset.cast_signed()))
    }
}

impl Found {
    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.parts.iter().map(|part| part.count).sum()
    }

    /// How many have this id or one above.
    pub(crate) fn at_or_above(&self, id: MessageId) -> usize {
        let above = |part: &Part| match u32::try_from(id.saturating_sub(part.from)) {
            Ok(offset) => part.bits.count_from(offset) as usize,
            Err(_) => part.count,
        };
        self.parts.iter().map(above).sum()
    }

    /// The ids from a position on, counted from the newest.
    pub(crate) fn ids_from(&self, position: usize) -> impl Iterator<Item = MessageId> + '_ {
        let mut skip = position;
        self.parts.iter().flat_map(move |part| {
            let here = skip.min(part.count);
            skip -= here;
            let left = part.count - here;
            part.backward().skip(here).take(left)
        })
    }
}

/// What the log says above the index.
#[derive(Default)]
struct Tail {
    hits: BTreeSet<MessageId>,
    deleted: Vec<MessageId>,
    edited: Vec<MessageId>,
}

impl Inner {
    /// All messages that fit.
    pub(crate) async fn find(self: &Arc<Self>, wanted: &Wanted<'_>) -> Result<Found, BoxError> {
        let user = wanted.user;
        let mut indexed = false;
        for _ in 0..TRIES_MAX {
            let turn = self.index.reading(user);
            let segments = self.segments(user).await?;
            let Some(tail) = self.tail(wanted, segments.as_of(), indexed).await? else {
                // Nobody has indexed this box yet, or its index was thrown away.
                self.index_now(user).await?;
                indexed = true;
                continue;
            };
            let found = self.find_in(wanted, segments, tail).await?;
            if turn.is_multiple_of(2) && self.index.reading(user) == turn {
                return Ok(found);
            }
        }
        // The worker is faster than the search: it has to wait for once.
        let _lock = self.index.lock(user).await;
        let segments = self.segments(user).await?;
        let tail = self.tail(wanted, segments.as_of(), true).await?.unwrap_or_default();
        self.find_in(wanted, segments, tail).await
    }

    /// Reads the log above the index; none when that is more than a search should read, unless it has to.
    async fn tail(
        &self,
        wanted: &Wanted<'_>,
        as_of: Pts,
        however_long: bool,
    ) -> Result<Option<Tail>, BoxError> {
        let mut tail = Tail::default();
        let (mut above, mut pts) = (as_of, 0);
        loop {
            let part = self.log(wanted.user, above, Pts::MAX, ROWS_AT_ONCE).await?;
            let last = part.last().filter(|_| part.len() == ROWS_AT_ONCE).map(|(pts, _)| *pts);
            for (id, record) in part {
                pts += if matches!(record, LogRecord::Step(_)) { 1 } else { record.pts_count() };
                match record {
                    LogRecord::Message(record) if wanted.fits(id, &record) => {
                        tail.hits.insert(id);
                    }
                    LogRecord::Edited(edited) if edited.id <= as_of => tail.edited.push(edited.id),
                    LogRecord::Deleted(deleted) => {
                        for id in deleted.dialogs.iter().flat_map(|dialog| &dialog.ids) {
                            tail.hits.remove(id);
                            tail.deleted.extend(Some(*id).filter(|id| *id <= as_of));
                        }
                    }
                    _ => {}
                }
            }
            if pts > self.segment_pts().saturating_mul(TAIL_SEGMENTS_MAX) && !however_long {
                return Ok(None);
            }
            match last {
                Some(last) => above = last,
                None => return Ok(Some(tail)),
            }
        }
    }

    async fn find_in(
        self: &Arc<Self>,
        wanted: &Wanted<'_>,
        mut segments: Segments,
        tail: Tail,
    ) -> Result<Found, BoxError> {
        for (ids, edited) in [(&tail.deleted, false), (&tail.edited, true)] {
            for id in ids {
                if let Some(segment) = segments.of(*id) {
                    segment.gone.insert(*id);
                    segment.changed.extend(Some(*id).filter(|_| edited));
                }
            }
        }
        let mut found = Found::default();
        if let (Some(first), Some(last)) = (tail.hits.first(), tail.hits.last()) {
            found.parts.extend(tail_parts(&tail.hits, *first, *last));
        }
        let terms = Question::new(wanted, &Terms::new(&self.store, wanted.user));
        let concerned: Vec<&Segment> =
            segments.good.iter().rev().filter(|segment| may_hold(wanted, segment)).collect();
        for batch in concerned.chunks(SEGMENTS_AT_ONCE) {
            let bits = self.indexed(wanted.user, &terms, batch).await?;
            for (segment, bits) in batch.iter().zip(bits) {
                let bits = self.settle(wanted, segment, bits).await?;
                if !bits.is_empty() {
                    found.parts.push(Part::new(segment.from, bits));
                }
            }
        }
        Ok(found)
    }

    /// What the rows of segments say.
    async fn indexed(
        &self,
        user: UserId,
        terms: &Question,
        segments: &[&Segment],
    ) -> Result<Vec<Bits>, BoxError> {
        let mut bits: Vec<Option<Bits>> = vec![None; segments.len()];
        for term in terms.words.iter().map(Term::word).chain(terms.marks.iter().map(Term::mark)) {
            // Segments in which nothing is left are not asked further.
            let asked: Vec<usize> = (0..segments.len())
                .filter(|at| {
                    bits.get(*at).is_none_or(|bits| bits.as_ref().is_none_or(|bits| !bits.is_empty()))
                })
                .collect();
            let mut rows = Vec::new();
            for segment in asked.iter().filter_map(|at| segments.get(*at)) {
                rows.extend(
                    term.chains.iter().map(|chain| (segment.record.number, term.row(segment, chain))),
                );
            }
            let mut groups = self.search_rows(user, &rows).await?.into_iter();
            for at in asked {
                let Some(segment) = segments.get(at) else { continue };
                let mut any = Bits::none(segment.span());
                for chain in term.chains {
                    for part in groups.next().unwrap_or_default() {
                        let damaged = BoxError::Damaged { user, what: "a group of the search index" };
                        collect(&part, chain, &mut any).ok_or(damaged)?;
                    }
                }
                match bits.get_mut(at) {
                    Some(Some(bits)) if term.not => bits.and_not(&any),
                    Some(Some(bits)) => bits.and(&any),
                    Some(bits) => *bits = Some(any),
                    None => {}
                }
            }
        }
        let none = |segment: &&Segment| Bits::none(segment.span());
        Ok(bits
            .into_iter()
            .zip(segments)
            .map(|(bits, segment)| bits.unwrap_or_else(|| none(segment)))
            .collect())
    }

    /// Takes out what has gone, keeps to the bounds of ids and dates, and reads what the index cannot tell.
    async fn settle(&self, wanted: &Wanted<'_>, segment: &Segment, mut bits: Bits) -> Result<Bits, BoxError> {
        let query = wanted.query;
        let offset = |id: MessageId| u32::try_from(id.saturating_sub(segment.from)).unwrap_or(0);
        segment.gone.iter().for_each(|id| bits.remove(offset(*id)));
        let first = if query.min_id > 0 { offset(query.min_id.saturating_add(1)) } else { 0 };
        let behind = if query.max_id > 0 { offset(query.max_id) } else { segment.span() };
        bits.keep(first, behind);
        let mut doubtful: Vec<MessageId> = segment.changed.iter().copied().collect();
        let cut_by_date = (query.min_date > 0 && segment.record.first_date < query.min_date)
            || (query.max_date > 0 && segment.record.last_date > query.max_date);
        if cut_by_date && !bits.is_empty() {
            doubtful.extend(self.cut_by_date(wanted, segment, &mut bits).await?);
        }
        if !doubtful.is_empty() {
            let bodies = self.bodies(wanted.user, &doubtful).await?;
            for (id, body) in doubtful.into_iter().zip(bodies) {
                if wanted.fitting(id, body).is_some() {
                    bits.add(offset(id));
                } else {
                    bits.remove(offset(id));
                }
            }
        }
        Ok(bits)
    }

    /// Takes out what is surely too old or too new; gives what perhaps is.
    async fn cut_by_date(
        &self,
        wanted: &Wanted<'_>,
        segment: &Segment,
        bits: &mut Bits,
    ) -> Result<Vec<MessageId>, BoxError> {
        let user = wanted.user;
        let rows = self.search_rows(user, &[(segment.record.number, DATES)]).await?;
        let bytes = rows.into_iter().flatten().next().unwrap_or_default();
        let damaged = BoxError::Damaged { user, what: "the dates of the search index" };
        let dates = dates(&bytes, segment.record.first_date).ok_or(damaged)?;
        let (min, max) = (wanted.query.min_date, wanted.query.max_date);
        // Blocks between one dated message and the next: dates rise with ids.
        let mut sure = bits.clone();
        for (at, (offset, date)) in dates.iter().enumerate() {
            let next = dates.get(at + 1);
            let end = next.map_or(segment.span(), |(offset, _)| *offset);
            let last = next.map_or(segment.record.last_date, |(_, date)| *date);
            let out = (min > 0 && last < min) || (max > 0 && *date > max);
            let within = (min <= 0 || *date >= min) && (max <= 0 || last <= max);
            if !within {
                let mut block = bits.clone();
                block.keep(*offset, end);
                sure.and_not(&block);
                if out {
                    bits.and_not(&block);
                }
            }
        }
        let mut doubtful = bits.clone();
        doubtful.and_not(&sure);
        Ok(Part::new(segment.from, doubtful).backward().collect())
    }
}

/// The chains of what is asked.
struct Question {
    words: Vec<Vec<u8>>,
    marks: Vec<(Vec<Vec<u8>>, bool)>,
}

/// One condition: any of these chains, or none of them.
struct Term<'a> {
    chains: &'a [Vec<u8>],
    not: bool,
    is_mark: bool,
}

impl Question {
    fn new(wanted: &Wanted<'_>, terms: &Terms) -> Question {
        let marks = wanted.marks();
        let chains = |marks: &[Mark]| marks.iter().map(|mark| terms.mark(*mark)).collect::<Vec<_>>();
        let mut found: Vec<_> = marks.any_of.iter().map(|any| (chains(any), false)).collect();
        if !marks.none_of.is_empty() {
            found.push((chains(&marks.none_of), true));
        }
        Question { words: wanted.asked.words().map(|word| terms.word(word)).collect(), marks: found }
    }
}

impl<'a> Term<'a> {
    fn word(chain: &'a Vec<u8>) -> Term<'a> {
        Term { chains: std::slice::from_ref(chain), not: false, is_mark: false }
    }

    fn mark((chains, not): &'a (Vec<Vec<u8>>, bool)) -> Term<'a> {
        Term { chains, not: *not, is_mark: true }
    }

    fn row(&self, segment: &Segment, chain: &[u8]) -> i32 {
        if self.is_mark {
            mark_row(group_of(chain, segment.record.mark_groups))
        } else {
            word_row(group_of(chain, segment.record.word_groups))
        }
    }
}

/// Whether anything of a segment can fit.
fn may_hold(wanted: &Wanted<'_>, segment: &Segment) -> bool {
    let (query, record) = (wanted.query, &segment.record);
    record.messages > 0
        && (query.min_id <= 0 || record.through > query.min_id)
        && (query.max_id <= 0 || segment.from < query.max_id)
        && (query.min_date <= 0 || record.last_date >= query.min_date)
        && (query.max_date <= 0 || record.first_date <= query.max_date)
}

/// The tail's hits as parts of bounded width: a new life of the store leaves a wide gap between numbers.
fn tail_parts(hits: &BTreeSet<MessageId>, first: MessageId, last: MessageId) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut to = last;
    while to >= first {
        let from = to.saturating_sub(TAIL_PART_PTS - 1).max(first);
        let mut bits = Bits::none(TAIL_PART_PTS.cast_unsigned());
        hits.range(from..=to).for_each(|id| bits.add((id - from).cast_unsigned()));
        parts.push(Part::new(from, bits));
        match hits.range(..from).next_back() {
            Some(next) => to = *next,
            None => break,
        }
    }
    parts
}

fn dates(mut bytes: &[u8], first_date: i32) -> Option<Vec<(u32, i32)>> {
    let mut dates = Vec::new();
    let (mut offset, mut date) = (0u32, first_date);
    while !bytes.is_empty() {
        offset = offset.wrapping_add(read_number(&mut bytes)?);
        date = date.wrapping_add(read_number(&mut bytes)?.cast_signed());
        dates.push((offset, date));
    }
    Some(dates)
}

/// A tail that is twice as long as one that is due: then the worker is late or has never been.
const TAIL_SEGMENTS_MAX: Pts = 2;
const TAIL_PART_PTS: Pts = 8192;
const ROWS_AT_ONCE: usize = 512;
const SEGMENTS_AT_ONCE: usize = 64;
const TRIES_MAX: usize = 8;
