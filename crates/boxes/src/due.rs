//! When the next thing is due: for each shard the time of the first row of its due queue, and who waits for whom
//! to come online. The rows themselves are the truth; this is filled from them at the start and told of each new
//! one once it may be on disk. Who fires what is due is above.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use store::{
    Direction, Rows, Shard,
    ids::{Owner, UserId},
    records::due::{DueAt, WHEN_ONLINE},
    tables,
};
use tokio::sync::Notify;

use crate::{
    boxes::{Boxes, Inner},
    error::BoxError,
};

/// See the top of the file.
#[derive(Default)]
pub struct DueQueue {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Default)]
struct State {
    /// By time; a shard stands here once.
    next: BTreeSet<(i32, Shard)>,
    of: BTreeMap<Shard, i32>,
    /// Who has something for a person once that one is online.
    waiting: BTreeMap<UserId, BTreeSet<UserId>>,
    /// Who has it for whom, that one having come.
    came: BTreeSet<(UserId, UserId)>,
    /// The rows have been read.
    filled: bool,
    /// Who came before that.
    came_early: BTreeSet<UserId>,
}

/// What to see to now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueNow {
    /// Something in this shard's queue; `due_in` says what.
    Shard(Shard),
    /// What `by` has scheduled for when `came` is online.
    Online {
        /// Who scheduled it.
        by: UserId,
        /// Who is online.
        came: UserId,
    },
}

impl DueQueue {
    /// The time of the next thing; none if there is none. Seconds since 1970.
    pub fn next(&self) -> Option<i32> {
        let state = self.lock();
        if !state.came.is_empty() {
            return Some(0);
        }
        state.next.first().map(|(at, _)| *at)
    }

    /// Takes what is due at `now` off the queue. Whoever takes a shard has to end with `due_rest`.
    pub fn take(&self, now: i32) -> Option<DueNow> {
        let mut state = self.lock();
        if let Some((by, came)) = state.came.pop_first() {
            return Some(DueNow::Online { by, came });
        }
        let (at, shard) = *state.next.first().filter(|(at, _)| *at <= now)?;
        state.next.remove(&(at, shard));
        state.of.remove(&shard);
        Some(DueNow::Shard(shard))
    }

    /// Completes when something may have become due earlier than `next` said. A change after this was called
    /// is not missed, however late it is waited for.
    pub fn changed(&self) -> tokio::sync::futures::Notified<'_> {
        self.changed.notified()
    }

    /// A person is online: what waits for him is due.
    pub fn came_online(&self, user: UserId) {
        let mut state = self.lock();
        if !state.filled {
            state.came_early.insert(user);
        }
        let Some(waiting) = state.waiting.remove(&user) else { return };
        state.came.extend(waiting.into_iter().map(|by| (by, user)));
        drop(state);
        self.changed.notify_waiters();
    }

    /// The rows have been read: what waited for those who came meanwhile is due.
    fn filled(&self) {
        let mut state = self.lock();
        state.filled = true;
        let early = std::mem::take(&mut state.came_early);
        drop(state);
        for user in early {
            self.came_online(user);
        }
    }

    /// Something of this shard is due then, or perhaps: the rows have the last word.
    pub fn note(&self, shard: Shard, at: i32) {
        if at >= WHEN_ONLINE {
            return;
        }
        let mut state = self.lock();
        let before = state.of.get(&shard).copied();
        if before.is_some_and(|before| before <= at) {
            return;
        }
        if let Some(before) = before {
            state.next.remove(&(before, shard));
        }
        state.of.insert(shard, at);
        state.next.insert((at, shard));
        let first = state.next.first() == Some(&(at, shard));
        drop(state);
        if first {
            self.changed.notify_waiters();
        }
    }

    /// `by` has something for when `user` is online.
    pub(crate) fn note_waiting(&self, by: UserId, user: UserId) {
        self.lock().waiting.entry(user).or_default().insert(by);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Boxes {
    /// When what is due.
    pub fn due_queue(&self) -> &std::sync::Arc<DueQueue> {
        &self.inner.due
    }

    /// The first rows of a shard's due queue that are due at `now`.
    pub async fn due_in(&self, shard: Shard, now: i32) -> Result<Vec<DueAt>, BoxError> {
        let rows = Rows::<tables::DueQueue>::of_shard(shard);
        let found = self.inner.store.scan(rows, DUE_AT_ONCE, Direction::Forward).await?;
        Ok(found.into_iter().map(|(key, _)| key).filter(|key| key.at <= now).collect())
    }

    /// Puts a shard that was taken back on the queue, for its next row; not before `earliest`.
    pub async fn due_rest(&self, shard: Shard, earliest: i32) {
        let rows = Rows::<tables::DueQueue>::of_shard(shard);
        match self.inner.store.scan(rows, 1, Direction::Forward).await {
            Ok(found) => {
                if let Some((key, _)) = found.first() {
                    self.inner.due.note(shard, key.at.max(earliest));
                }
            }
            // It cannot be read now; it is asked again.
            Err(_) => self.inner.due.note(shard, earliest.saturating_add(UNREADABLE_AGAIN_SECONDS)),
        }
    }
}

impl Inner {
    /// Fills the queue from the rows.
    pub(crate) async fn fill_due(&self) -> Result<(), BoxError> {
        for shard in (0..kv::SHARDS).map(Shard) {
            let rows = Rows::<tables::DueQueue>::of_shard(shard);
            let first = self.store.scan(rows, 1, Direction::Forward).await?;
            let Some((first, _)) = first.into_iter().next() else { continue };
            self.due.note(shard, first.at);
            let mut online = Vec::new();
            store::key::push_int(&mut online, WHEN_ONLINE);
            let rows = Rows::<tables::DueQueue>::starting_with(shard, Owner::System, &online);
            for (key, due) in self.store.scan(rows, usize::MAX, Direction::Forward).await? {
                if let Some(user) = due.waits_for {
                    self.due.note_waiting(key.user, user);
                }
            }
        }
        self.due.filled();
        Ok(())
    }
}

/// Rows of one look.
pub const DUE_AT_ONCE: usize = 200;
const UNREADABLE_AGAIN_SECONDS: i32 = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_comes_first_and_each_shard_once() {
        let queue = DueQueue::default();
        assert_eq!(queue.next(), None);
        queue.note(Shard(7), 50);
        queue.note(Shard(8), 40);
        queue.note(Shard(7), 30);
        queue.note(Shard(7), 60);
        queue.note(Shard(9), WHEN_ONLINE);
        assert_eq!(queue.next(), Some(30));
        assert_eq!(queue.take(29), None);
        assert_eq!(queue.take(100), Some(DueNow::Shard(Shard(7))));
        assert_eq!(queue.take(100), Some(DueNow::Shard(Shard(8))));
        assert_eq!(queue.take(100), None);
    }

    #[test]
    fn what_waits_for_somebody_is_due_when_he_comes() {
        let queue = DueQueue::default();
        queue.note_waiting(UserId(1), UserId(2));
        queue.came_online(UserId(3));
        assert_eq!(queue.take(100), None);
        queue.came_online(UserId(2));
        assert_eq!(queue.next(), Some(0));
        assert_eq!(queue.take(0), Some(DueNow::Online { by: UserId(1), came: UserId(2) }));
        queue.came_online(UserId(2));
        assert_eq!(queue.take(0), None);
    }

    #[test]
    fn who_came_before_the_rows_were_read_gets_what_waited() {
        let queue = DueQueue::default();
        let (by, user) = (UserId(1), UserId(2));
        queue.came_online(user);
        queue.note_waiting(by, user);
        assert_eq!(queue.next(), None);
        queue.filled();
        assert_eq!(queue.take(0), Some(DueNow::Online { by, came: user }));
    }
}
