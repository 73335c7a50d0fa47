//! What the server has asked and waits for one answer to: halves of password proofs (demand L-7), and what passkeys are
//! to sign. Each is its owner's, good once and for a while, and in memory alone: a client that meets a restart asks for
//! the next one.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// How many wait, and for how long.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// How long one can be answered.
    pub(super) life: Duration,
    /// Of one owner at a time: clients ask anew whenever they show the question.
    pub(super) of_owner: usize,
    /// Of all; those that were asked first go first.
    pub(super) all: usize,
}

/// Questions by their names `N`, each with its owner `O` and what is needed to judge the answer, `W`.
pub(super) struct Challenges<N, O, W> {
    limits: Limits,
    state: Mutex<State<N, O, W>>,
}

struct Asked<O, W> {
    owner: O,
    what: W,
    until: Duration,
}

struct State<N, O, W> {
    asked: BTreeMap<N, Asked<O, W>>,
    of_owner: BTreeMap<O, VecDeque<N>>,
    /// Oldest first.
    order: VecDeque<N>,
}

impl<N: Copy + Ord, O: Copy + Ord, W> Challenges<N, O, W> {
    pub(super) fn new(limits: Limits) -> Self {
        let state = State { asked: BTreeMap::new(), of_owner: BTreeMap::new(), order: VecDeque::new() };
        Challenges { limits, state: Mutex::new(state) }
    }

    /// Keeps a challenge under a name that is not in use.
    pub(super) fn put(&self, now: Duration, name: N, owner: O, what: W) {
        let mut state = self.lock();
        state.forget_old(now, self.limits.all);
        let of_owner = state.of_owner.entry(owner).or_default();
        of_owner.push_back(name);
        let crowded = (of_owner.len() > self.limits.of_owner).then(|| of_owner.pop_front()).flatten();
        crowded.and_then(|oldest| state.asked.remove(&oldest));
        state.order.push_back(name);
        state.asked.insert(name, Asked { owner, what, until: now + self.limits.life });
    }

    /// Takes an owner's challenge away for the one answer that it is good for.
    pub(super) fn take(&self, now: Duration, name: N, owner: O) -> Option<W> {
        let mut state = self.lock();
        if state.asked.get(&name)?.owner != owner {
            return None;
        }
        let asked = state.asked.remove(&name)?;
        state.forget_of_owner(owner, name);
        (now < asked.until).then_some(asked.what)
    }

    fn lock(&self) -> MutexGuard<'_, State<N, O, W>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<N: Copy + Ord, O: Copy + Ord, W> State<N, O, W> {
    fn forget_old(&mut self, now: Duration, all: usize) {
        while let Some(oldest) = self.order.front() {
            let good = self.asked.get(oldest).is_some_and(|asked| now < asked.until);
            if good && self.order.len() < all {
                return;
            }
            let Some(name) = self.order.pop_front() else { return };
            if let Some(asked) = self.asked.remove(&name) {
                self.forget_of_owner(asked.owner, name);
            }
        }
    }

    fn forget_of_owner(&mut self, owner: O, name: N) {
        if let Some(of_owner) = self.of_owner.get_mut(&owner) {
            of_owner.retain(|other| *other != name);
            if of_owner.is_empty() {
                self.of_owner.remove(&owner);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIFE: Duration = Duration::from_secs(600);
    const LIMITS: Limits = Limits { life: LIFE, of_owner: 8, all: 30 };
    const NOW: Duration = Duration::ZERO;

    #[test]
    fn l7_a_challenge_is_taken_once_by_its_owner_while_it_is_good() {
        let challenges = Challenges::new(LIMITS);
        let (ayu, budi) = (1, 2);
        challenges.put(NOW, 5, ayu, "five");
        challenges.put(NOW, 6, ayu, "six");
        challenges.put(NOW, 7, ayu, "seven");
        assert!(challenges.take(NOW, 5, budi).is_none() && challenges.take(NOW, 4, ayu).is_none());
        assert_eq!(challenges.take(NOW, 5, ayu), Some("five"));
        assert!(challenges.take(NOW, 5, ayu).is_none());
        assert_eq!(challenges.take(LIFE - Duration::from_millis(1), 6, ayu), Some("six"));
        assert!(challenges.take(LIFE, 7, ayu).is_none());
        assert!(challenges.lock().of_owner.is_empty() && challenges.lock().asked.is_empty());
    }

    #[test]
    fn one_owner_does_not_crowd_others_out() {
        let challenges = Challenges::new(LIMITS);
        challenges.put(NOW, 1000, 2, ());
        for name in 0..20 {
            challenges.put(NOW, name, 1, ());
        }
        assert!(challenges.take(NOW, 11, 1).is_none());
        assert!(challenges.take(NOW, 12, 1).is_some());
        assert!(challenges.take(NOW, 1000, 2).is_some());
    }

    #[test]
    fn the_oldest_go_when_there_are_too_many_or_their_time_is_over() {
        let challenges = Challenges::new(LIMITS);
        for name in 0..100 {
            challenges.put(NOW, name, name, ());
        }
        assert_eq!(challenges.lock().order.len(), LIMITS.all);
        assert!(challenges.take(NOW, 69, 69).is_none() && challenges.take(NOW, 70, 70).is_some());
        challenges.put(LIFE, 100, 100, ());
        let state = challenges.lock();
        assert_eq!((state.order.len(), state.asked.len(), state.of_owner.len()), (1, 1, 1));
    }
}
