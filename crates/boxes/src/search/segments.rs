//! Segments of a box's index as they stand in the store: reading and writing them. A segment covers a range of the
//! log and is never changed but for the list of what went since; it is replaced by one made anew.

use std::{collections::BTreeSet, sync::Arc};

use store::{
    Direction, Hold, Rows,
    ids::{MessageId, Owner, Pts, UserId},
    key::ByPts,
    records::search::{OfSegment, SearchSegment},
    tables,
};

use super::{builder::Packed, words::RULES};
use crate::{
    boxes::Inner,
    error::BoxError,
    projection::{read_number, write_number},
};

/// What is known of a segment without its rows.
#[derive(Clone)]
pub(crate) struct Segment {
    pub(crate) from: Pts,
    pub(crate) record: SearchSegment,
    /// Deleted or edited since it was made.
    pub(crate) gone: BTreeSet<MessageId>,
    /// Of these, edited.
    pub(crate) changed: BTreeSet<MessageId>,
}

/// All segments of a box, in order, and rows that are worth nothing.
#[derive(Default)]
pub(crate) struct Segments {
    pub(crate) good: Vec<Segment>,
    pub(crate) stale: Vec<Segment>,
}

impl Segments {
    /// The index holds up to here.
    pub(crate) fn as_of(&self) -> Pts {
        self.good.last().map_or(0, |segment| segment.record.through)
    }

    /// The segment in whose range an id falls.
    pub(crate) fn of(&mut self, id: MessageId) -> Option<&mut Segment> {
        let at = self.good.partition_point(|segment| segment.from <= id).checked_sub(1)?;
        self.good.get_mut(at).filter(|segment| id <= segment.record.through)
    }
}

impl Segment {
    /// How many pts the range has.
    pub(crate) fn span(&self) -> u32 {
        u32::try_from(self.record.through.saturating_sub(self.from)).unwrap_or(0).saturating_add(1)
    }

    fn read(user: UserId, from: Pts, record: SearchSegment) -> Result<Segment, BoxError> {
        let damaged = BoxError::Damaged { user, what: "a segment of the search index" };
        let gone = unpack(&record.gone, from).ok_or_else(|| damaged.clone())?;
        let changed = unpack(&record.changed, from).ok_or(damaged)?;
        Ok(Segment { from, record, gone, changed })
    }

    /// The row.
    pub(crate) fn to_record(&self) -> SearchSegment {
        let (gone, changed) = (pack(&self.gone, self.from), pack(&self.changed, self.from));
        SearchSegment { gone, changed, ..self.record.clone() }
    }
}

impl Inner {
    /// The segments of a box.
    pub(crate) async fn segments(&self, user: UserId) -> Result<Segments, BoxError> {
        let rows = Rows::of(Owner::User(user));
        let found = self.store.scan::<tables::SearchSegments>(rows, SEGMENTS_MAX, Direction::Forward).await?;
        let mut segments = Segments::default();
        for (key, record) in found {
            let fits = segments.stale.is_empty()
                && record.rules == RULES
                && key.pts > segments.as_of()
                && record.through >= key.pts;
            let segment = Segment::read(user, key.pts, record)?;
            if fits { segments.good.push(segment) } else { segments.stale.push(segment) }
        }
        Ok(segments)
    }

    /// The bytes of groups of segments, all parts of each; nothing for a group that is not there.
    pub(crate) async fn search_rows(
        &self,
        user: UserId,
        wanted: &[(i32, i32)],
    ) -> Result<Vec<Vec<Vec<u8>>>, BoxError> {
        let key =
            |(number, group): &(i32, i32), part| OfSegment { user, number: *number, group: *group, part };
        let first: Vec<OfSegment> = wanted.iter().map(|of| key(of, 0)).collect();
        let found = self.store.get_many::<tables::SearchRows>(&first).await?;
        let mut groups = Vec::with_capacity(found.len());
        for (of, first) in wanted.iter().zip(found) {
            let mut parts: Vec<Vec<u8>> = Vec::new();
            if let Some(first) = first {
                parts.push(first.bytes);
                if first.parts > 1 {
                    let last = i32::try_from(first.parts).unwrap_or(i32::MAX);
                    let rest: Vec<OfSegment> = (1..last).map(|part| key(of, part)).collect();
                    let rest = self.store.get_many::<tables::SearchRows>(&rest).await?;
                    parts.extend(rest.into_iter().flatten().map(|row| row.bytes));
                }
            }
            groups.push(parts);
        }
        Ok(groups)
    }

    /// Writes a segment in place of `replaced`, and what is new of others. Readers see it whole: its rows come
    /// first, and stand under a number that nothing speaks of before the last commit.
    pub(crate) async fn write_segment(
        self: &Arc<Self>,
        hold: &Hold,
        user: UserId,
        (segment, packed): (Segment, Packed),
        replaced: &[Segment],
        touched: &[Segment],
    ) -> Result<(), BoxError> {
        let number = segment.record.number;
        let mut batch = self.store.batch();
        batch.under(hold);
        // What a crash left under this number.
        batch.delete_rows::<tables::SearchRows>(rows_of(user, number));
        let (mut bytes, mut rows) = (0, 0);
        for (group, part, row) in packed.rows {
            bytes += row.bytes.len();
            rows += 1;
            batch.put::<tables::SearchRows>(&OfSegment { user, number, group, part }, &row);
            if bytes > COMMIT_BYTES || rows > COMMIT_ROWS {
                self.store.commit(std::mem::take(&mut batch)).await?;
                batch.under(hold);
                (bytes, rows) = (0, 0);
            }
        }
        self.store.commit(batch).await?;
        let mut batch = self.store.batch();
        batch.under(hold);
        let key = |segment: &Segment| ByPts { owner: Owner::User(user), pts: segment.from };
        for old in replaced {
            batch.delete::<tables::SearchSegments>(&key(old));
            batch.delete_rows::<tables::SearchRows>(rows_of(user, old.record.number));
        }
        for segment in touched.iter().chain([&segment]) {
            batch.put::<tables::SearchSegments>(&key(segment), &segment.to_record());
        }
        let _turn = self.index.turn(user);
        self.store.commit(batch).await?;
        Ok(())
    }
}

impl Inner {
    /// Writes what is new of segments that stay.
    pub(crate) async fn write_touched(
        &self,
        hold: &Hold,
        user: UserId,
        touched: &[Segment],
    ) -> Result<(), BoxError> {
        let mut batch = self.store.batch();
        batch.under(hold);
        for segment in touched {
            let key = ByPts { owner: Owner::User(user), pts: segment.from };
            batch.put::<tables::SearchSegments>(&key, &segment.to_record());
        }
        Ok(self.store.commit(batch).await?)
    }
}

fn rows_of(user: UserId, number: i32) -> Rows<tables::SearchRows> {
    let first = |number| OfSegment { user, number, group: i32::MIN, part: i32::MIN };
    Rows::between(&first(number), &first(number.saturating_add(1)))
}

/// A number under which no segment stands.
pub(crate) fn number_after(segments: &Segments) -> i32 {
    let numbers = segments.good.iter().chain(&segments.stale).map(|segment| segment.record.number);
    numbers.max().unwrap_or(0).saturating_add(1)
}

fn pack(ids: &BTreeSet<MessageId>, from: Pts) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut before = from;
    for id in ids {
        write_number(&mut bytes, id.wrapping_sub(before).cast_unsigned());
        before = *id;
    }
    bytes
}

fn unpack(mut bytes: &[u8], from: Pts) -> Option<BTreeSet<MessageId>> {
    let mut ids = BTreeSet::new();
    let mut before = from;
    while !bytes.is_empty() {
        before = before.wrapping_add(read_number(&mut bytes)?.cast_signed());
        ids.insert(before);
    }
    Some(ids)
}

/// Far above what a box's pts allow.
const SEGMENTS_MAX: usize = 1_000_000;
const COMMIT_BYTES: usize = 256 * 1024;
const COMMIT_ROWS: usize = 400;
