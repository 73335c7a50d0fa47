//! The server's halves of password proofs that wait for the client's (demand L-7): one guess each, and in memory
//! alone, since a client that meets a restart asks for the next one.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use crypto::srp::Challenge;
use store::ids::UserId;

/// How long one can be answered.
const CHALLENGE_LIFE: Duration = Duration::from_secs(10 * 60);
/// Of one person at a time: clients ask anew whenever they show the question.
const OF_PERSON_MAX: usize = 8;
/// Of all people; those that were asked first go first.
const CHALLENGES_MAX: usize = 1 << 12;

struct Asked {
    user: UserId,
    /// Of the password that it is about.
    generation: u32,
    challenge: Challenge,
    until: Duration,
}

#[derive(Default)]
struct State {
    asked: BTreeMap<i64, Asked>,
    of_person: BTreeMap<UserId, VecDeque<i64>>,
    order: VecDeque<i64>,
}

/// All challenges.
#[derive(Default)]
pub(super) struct Challenges {
    state: Mutex<State>,
}

impl Challenges {
    /// Keeps a challenge under `id`.
    pub(super) fn put(
        &self,
        now: Duration,
        id: i64,
        (user, generation): (UserId, u32),
        challenge: Challenge,
    ) {
        let mut state = self.lock();
        state.forget_old(now);
        let of_person = state.of_person.entry(user).or_default();
        of_person.push_back(id);
        let crowded = (of_person.len() > OF_PERSON_MAX).then(|| of_person.pop_front()).flatten();
        crowded.and_then(|oldest| state.asked.remove(&oldest));
        state.order.push_back(id);
        state.asked.insert(id, Asked { user, generation, challenge, until: now + CHALLENGE_LIFE });
    }

    /// Takes a person's challenge away for the one guess that it is good for.
    pub(super) fn take(&self, now: Duration, id: i64, user: UserId) -> Option<(u32, Challenge)> {
        let mut state = self.lock();
        if state.asked.get(&id)?.user != user {
            return None;
        }
        let asked = state.asked.remove(&id)?;
        state.forget_of_person(user, id);
        (now < asked.until).then_some((asked.generation, asked.challenge))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn forget_old(&mut self, now: Duration) {
        while let Some(oldest) = self.order.front() {
            let good = self.asked.get(oldest).is_some_and(|asked| now < asked.until);
            if good && self.order.len() < CHALLENGES_MAX {
                return;
            }
            let Some(id) = self.order.pop_front() else { return };
            if let Some(asked) = self.asked.remove(&id) {
                self.forget_of_person(asked.user, id);
            }
        }
    }

    fn forget_of_person(&mut self, user: UserId, id: i64) {
        if let Some(of_person) = self.of_person.get_mut(&user) {
            of_person.retain(|other| *other != id);
            if of_person.is_empty() {
                self.of_person.remove(&user);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn challenge() -> Challenge {
        let mut next = 0u8;
        let mut fill = |bytes: &mut [u8]| {
            for byte in bytes {
                next = next.wrapping_mul(5).wrapping_add(113);
                *byte = next;
            }
        };
        Challenge::new(&crypto::srp::Claim::verifier(&[7; 32]), &mut fill)
    }

    #[test]
    fn l7_a_challenge_is_taken_once_by_its_person_within_ten_minutes() {
        let challenges = Challenges::default();
        let (ayu, budi) = (UserId(1), UserId(2));
        challenges.put(Duration::ZERO, 5, (ayu, 3), challenge());
        challenges.put(Duration::ZERO, 6, (ayu, 3), challenge());
        assert!(challenges.take(Duration::ZERO, 5, budi).is_none());
        assert!(challenges.take(Duration::ZERO, 5, ayu).is_some_and(|(generation, _)| generation == 3));
        assert!(challenges.take(Duration::ZERO, 5, ayu).is_none());
        assert!(challenges.take(CHALLENGE_LIFE, 6, ayu).is_none());
        assert!(challenges.lock().of_person.is_empty());
    }

    #[test]
    fn one_person_does_not_crowd_others_out() {
        let challenges = Challenges::default();
        challenges.put(Duration::ZERO, 1000, (UserId(2), 0), challenge());
        for id in 0..20 {
            challenges.put(Duration::ZERO, id, (UserId(1), 0), challenge());
        }
        assert!(challenges.take(Duration::ZERO, 11, UserId(1)).is_none());
        assert!(challenges.take(Duration::ZERO, 12, UserId(1)).is_some());
        assert!(challenges.take(Duration::ZERO, 1000, UserId(2)).is_some());
    }
}
