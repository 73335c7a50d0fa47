//! What clients drew for their sends, so that a repeated one finds the first one's result: exact since the last
//! checkpoint, and as 32-bit prints of what the rows on disk hold, which settle nearly every question unread.

use std::collections::{BTreeMap, VecDeque};

use rustc_hash::{FxHashMap, FxHashSet};
use store::{
    ids::{MessageId, Pts},
    records::box_index::RandomIds,
};

/// A repeated send finds the first one for at least so long.
pub(crate) const RANDOM_IDS_KEPT_SECONDS: i32 = 8 * 24 * 3600;

/// What is known of a client's number without reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// Nobody sent with it lately.
    New,
    /// It was this message.
    Sent(MessageId),
    /// Only the rows tell.
    Unsure,
}

/// See the top of the file.
#[derive(Default)]
pub(crate) struct Randoms {
    recent: BTreeMap<i64, MessageId>,
    prints: FxHashSet<u32>,
    /// Numbers that the rows were asked for.
    settled: FxHashMap<i64, Option<MessageId>>,
    /// The rows on disk: where, and the date of the newest send in each.
    rows: VecDeque<(Pts, i32)>,
}

impl Randoms {
    pub(crate) fn find(&self, random_id: i64) -> Known {
        if let Some(id) = self.recent.get(&random_id) {
            return Known::Sent(*id);
        }
        if !self.prints.contains(&print(random_id)) {
            return Known::New;
        }
        match self.settled.get(&random_id) {
            Some(Some(id)) => Known::Sent(*id),
            Some(None) => Known::New,
            None => Known::Unsure,
        }
    }

    /// A message was sent with this number.
    pub(crate) fn note(&mut self, random_id: i64, id: MessageId) {
        self.recent.insert(random_id, id);
    }

    /// The number that a message since the last checkpoint was sent with.
    pub(crate) fn of_message(&self, id: MessageId) -> Option<i64> {
        self.recent.iter().find(|(_, of)| **of == id).map(|(random_id, _)| *random_id)
    }

    /// The rows have been asked for a number.
    pub(crate) fn settle(&mut self, random_id: i64, id: Option<MessageId>) {
        self.settled.insert(random_id, id);
    }

    /// A row stands on disk.
    pub(crate) fn load(&mut self, pts: Pts, row: &RandomIds) {
        self.prints.extend(row.sends.iter().map(|(random_id, _)| print(*random_id)));
        self.rows.push_back((pts, row.date));
    }

    /// The row to write at a checkpoint, and the rows that are too old to keep.
    pub(crate) fn checkpoint(&mut self, pts: Pts, date: i32, now: i32) -> (Option<RandomIds>, Vec<Pts>) {
        let sends: Vec<_> = std::mem::take(&mut self.recent).into_iter().collect();
        let row = (!sends.is_empty()).then_some(RandomIds { date, sends });
        if let Some(row) = &row {
            self.load(pts, row);
        }
        self.settled.clear();
        let mut expired = Vec::new();
        while let Some((pts, date)) = self.rows.front().copied()
            && date < now.saturating_sub(RANDOM_IDS_KEPT_SECONDS)
            && expired.len() < EXPIRED_AT_ONCE
        {
            self.rows.pop_front();
            expired.push(pts);
        }
        (row, expired)
    }
}

fn print(random_id: i64) -> u32 {
    // Clients draw all 64 bits, but some only count up: both halves take part.
    (random_id ^ (random_id >> 32)) as u32
}

/// A checkpoint stays far below the engine's limit of writes.
const EXPIRED_AT_ONCE: usize = 50;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_known_before_and_after_a_checkpoint_and_gone_when_old() {
        let mut randoms = Randoms::default();
        randoms.note(77, 5);
        assert_eq!((randoms.find(77), randoms.find(78)), (Known::Sent(5), Known::New));
        let (row, expired) = randoms.checkpoint(9, 1000, 1000);
        assert!(row.is_some_and(|row| row.sends == [(77, 5)]) && expired.is_empty());
        assert_eq!((randoms.find(77), randoms.find(78)), (Known::Unsure, Known::New));
        randoms.settle(77, Some(5));
        assert_eq!(randoms.find(77), Known::Sent(5));
        let (row, expired) = randoms.checkpoint(12, 0, 1001 + RANDOM_IDS_KEPT_SECONDS);
        assert!(row.is_none());
        assert_eq!(expired, [9]);
    }
}
