//! Keys whose person has entered the right code, or was let in by another device, and still owes the two-step
//! password (demand L-9). In memory alone: what a restart forgets begins with a new code.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use store::ids::UserId;

/// How long a key may wait.
const AWAITED_LIFE: Duration = Duration::from_secs(24 * 60 * 60);
/// Keys that wait; the oldest go first.
const AWAITED_MAX: usize = 1 << 14;

/// Who is awaited on a key.
#[derive(Clone)]
pub(super) struct Awaited {
    /// Whose password.
    pub(super) user: UserId,
    /// The mail address that the sign-in has proven, if it has.
    pub(super) mail: Option<String>,
    pub(super) until: Duration,
}

#[derive(Default)]
struct State {
    by_key: BTreeMap<i64, Awaited>,
    /// Keys and until when they wait, oldest first; a key that came again stands here again.
    order: VecDeque<(i64, Duration)>,
}

/// All keys that wait.
#[derive(Default)]
pub(super) struct AwaitedKeys {
    state: Mutex<State>,
}

impl AwaitedKeys {
    /// From now on, the key waits for this person's password.
    pub(super) fn put(&self, now: Duration, key: i64, user: UserId, mail: Option<String>) {
        let mut state = self.lock();
        state.forget_old(now);
        let until = now + AWAITED_LIFE;
        state.by_key.insert(key, Awaited { user, mail, until });
        state.order.push_back((key, until));
    }

    /// Whose password the key waits for.
    pub(super) fn get(&self, now: Duration, key: i64) -> Option<Awaited> {
        self.lock().by_key.get(&key).filter(|awaited| now < awaited.until).cloned()
    }

    /// The key waits no more.
    pub(super) fn forget(&self, key: i64) {
        self.lock().by_key.remove(&key);
    }

    /// No key waits for this person any more.
    pub(super) fn forget_user(&self, user: UserId) {
        self.lock().by_key.retain(|_, awaited| awaited.user != user);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn forget_old(&mut self, now: Duration) {
        while let Some((key, until)) = self.order.front().copied() {
            // One that came again waits for longer, and stands further behind.
            let waits = self.by_key.get(&key).is_some_and(|awaited| awaited.until == until);
            if waits && now < until && self.order.len() < AWAITED_MAX {
                return;
            }
            self.order.pop_front();
            if waits {
                self.by_key.remove(&key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_waits_for_a_day_and_old_ones_make_room() {
        let keys = AwaitedKeys::default();
        keys.put(Duration::ZERO, 1, UserId(5), None);
        assert!(keys.get(AWAITED_LIFE - Duration::from_secs(1), 1).is_some());
        assert!(keys.get(AWAITED_LIFE, 1).is_none());
        for key in 0..2 * AWAITED_MAX as i64 {
            keys.put(AWAITED_LIFE, key, UserId(6), None);
        }
        assert!(keys.lock().by_key.len() <= AWAITED_MAX && keys.lock().order.len() <= AWAITED_MAX);
        keys.forget_user(UserId(6));
        assert!(keys.lock().by_key.is_empty());
    }
}
