//! The msg_ids that a session has received: what makes a replay a replay, and the order of seqnos.
//!
//! Entries younger than the time window of msg_ids are kept up to a bound; whatever lies below the last
//! forgotten one is refused, so nothing is ever taken twice (demand W-21).

/// What became of a received message.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// It is no request: nothing answers it but perhaps a notice.
    Plain,
    /// A request that waits for its predecessors.
    Waiting,
    /// A request that was handed out.
    Running,
    /// A request that was handed out and whose answer nobody wants any more.
    Dropped,
    /// Answered with a result.
    Done,
    /// Answered with an error.
    Failed,
}

/// One received message. 16 bytes: a busy session holds thousands.
pub(super) struct Seen {
    pub(super) msg_id: i64,
    pub(super) seqno: i32,
    pub(super) status: Status,
    /// The answer was let go before the client acknowledged it.
    pub(super) answer_lost: bool,
}

/// Where a msg_id stands among those received.
pub(super) enum Place {
    /// It was received.
    Known(Status),
    /// It lies below everything that is remembered.
    TooOld,
    /// It is new and belongs at this index.
    Fresh(usize),
}

/// How many of the newest msg_ids are always remembered (demand W-21).
pub(super) const REMEMBERED_MIN: usize = 1024;

/// So many of the newest are looked through one by one.
const LOOKED_AT_FIRST: usize = 8;

/// The received messages, by msg_id.
pub(super) struct Window {
    seen: Vec<Seen>,
    /// The highest msg_id that was forgotten.
    floor: i64,
}

impl Window {
    pub(super) fn new() -> Self {
        Self { seen: Vec::new(), floor: i64::MIN }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    pub(super) fn place(&self, msg_id: i64) -> Place {
        if msg_id <= self.floor {
            return Place::TooOld;
        }
        match self.seen.last() {
            Some(last) if last.msg_id >= msg_id => {}
            Some(_) | None => return Place::Fresh(self.seen.len()),
        }
        match self.seen.binary_search_by_key(&msg_id, |seen| seen.msg_id) {
            Ok(at) => self.seen.get(at).map_or(Place::TooOld, |seen| Place::Known(seen.status)),
            Err(at) => Place::Fresh(at),
        }
    }

    /// Whether `seqno` may stand at index `at`; otherwise the code of the bad_msg_notification.
    pub(super) fn fits(&self, at: usize, seqno: i32) -> Result<(), i32> {
        let odd = seqno & 1 == 1;
        let before = at.checked_sub(1).and_then(|before| self.seen.get(before));
        if before.is_some_and(|seen| seen.seqno > seqno || odd && seen.seqno == seqno) {
            return Err(super::SEQNO_TOO_LOW);
        }
        let after = self.seen.get(at);
        if after.is_some_and(|seen| seen.seqno < seqno || odd && seen.seqno == seqno) {
            return Err(super::SEQNO_TOO_HIGH);
        }
        Ok(())
    }

    /// Remembers a message at the index that [`place`](Self::place) gave.
    pub(super) fn insert(&mut self, at: usize, msg_id: i64, seqno: i32, status: Status) {
        self.seen.insert(at.min(self.seen.len()), Seen { msg_id, seqno, status, answer_lost: false });
        if self.seen.len() >= 2 * REMEMBERED_MIN {
            self.forget(self.seen.len() - REMEMBERED_MIN);
        }
    }

    pub(super) fn get_mut(&mut self, msg_id: i64) -> Option<&mut Seen> {
        // What is asked for has nearly always come just before, and a search would look all over the memory.
        let newest = self.seen.len().saturating_sub(LOOKED_AT_FIRST);
        if self.seen.get(newest).is_some_and(|seen| seen.msg_id <= msg_id) {
            return self.seen.get_mut(newest..)?.iter_mut().rev().find(|seen| seen.msg_id == msg_id);
        }
        let at = self.seen.binary_search_by_key(&msg_id, |seen| seen.msg_id).ok()?;
        self.seen.get_mut(at)
    }

    pub(super) fn status(&self, msg_id: i64) -> Option<Status> {
        match self.place(msg_id) {
            Place::Known(status) => Some(status),
            // What was forgotten had its time; nobody waits for it.
            Place::TooOld => Some(Status::Done),
            Place::Fresh(_) => None,
        }
    }

    /// Forgets msg_ids below `msg_id`, which are too old to be accepted anyway, and gives memory back.
    pub(super) fn forget_below(&mut self, msg_id: i64) {
        let count = self.seen.partition_point(|seen| seen.msg_id < msg_id);
        self.forget(count);
        self.seen.shrink_to(self.seen.len() * 2);
    }

    /// The byte of msgs_state_info about `msg_id`.
    pub(super) fn state(&self, msg_id: i64) -> u8 {
        if msg_id <= self.floor {
            return UNKNOWN;
        }
        match self.seen.binary_search_by_key(&msg_id, |seen| seen.msg_id) {
            Ok(at) => match self.seen.get(at) {
                Some(Seen { answer_lost: true, .. }) | None => UNKNOWN,
                Some(Seen { status: Status::Plain, .. }) => RECEIVED,
                Some(Seen { status: Status::Waiting | Status::Running | Status::Dropped, .. }) => {
                    RECEIVED | BEING_ANSWERED
                }
                Some(Seen { status: Status::Done | Status::Failed, .. }) => RECEIVED | ANSWERED,
            },
            Err(at) if at == self.seen.len() => NOT_YET_RECEIVED,
            Err(_) => NOT_RECEIVED,
        }
    }

    fn forget(&mut self, count: usize) {
        if let Some(last) = self.seen.drain(..count.min(self.seen.len())).next_back() {
            self.floor = self.floor.max(last.msg_id);
        }
    }
}

/// Bits of msgs_state_info, from core.telegram.org/mtproto/service_messages_about_messages.
const UNKNOWN: u8 = 1;
const NOT_RECEIVED: u8 = 2;
const NOT_YET_RECEIVED: u8 = 3;
const RECEIVED: u8 = 4;
const BEING_ANSWERED: u8 = 32;
const ANSWERED: u8 = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn w21_the_newest_1024_are_remembered_and_what_lies_below_is_too_old() {
        let mut window = Window::new();
        for msg_id in 1..=10_000 {
            let Place::Fresh(at) = window.place(msg_id * 4) else { panic!("{msg_id} is new") };
            window.insert(at, msg_id * 4, 0, Status::Plain);
            assert!(window.seen.len() < 2 * REMEMBERED_MIN);
            let oldest = (msg_id - REMEMBERED_MIN as i64 + 1).max(1);
            assert!(matches!(window.place(oldest * 4), Place::Known(Status::Plain)));
        }
        assert!(matches!(window.place(window.floor), Place::TooOld));
        assert!(matches!(window.place(4), Place::TooOld));
    }

    #[test]
    fn each_of_them_is_found_wherever_it_stands() {
        let mut window = Window::new();
        for msg_id in 1..=40 {
            window.insert(usize::MAX, msg_id * 4, 0, Status::Plain);
            for other in 1..=msg_id {
                assert!(window.get_mut(other * 4).is_some_and(|seen| seen.msg_id == other * 4));
                assert!(window.get_mut(other * 4 + 2).is_none());
            }
            assert!(window.get_mut(0).is_none());
        }
    }

    #[test]
    fn what_was_forgotten_by_age_stays_refused() {
        let mut window = Window::new();
        for msg_id in [4, 8, 16] {
            window.insert(usize::MAX, msg_id, 0, Status::Plain);
        }
        window.forget_below(16);
        assert!(matches!(window.place(6), Place::TooOld) && matches!(window.place(8), Place::TooOld));
        assert!(matches!(window.place(12), Place::Fresh(0)) && matches!(window.place(16), Place::Known(_)));
    }
}
