//! Challenges that passkeys are to sign, in memory alone: one that a restart forgets is asked for again. Each is bound
//! to the key that asked, and for a new passkey to its person, and is good once.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use store::ids::UserId;

/// Seconds for which clients are told that they may ask their person.
pub(super) const ASKED_SECONDS: u32 = 5 * 60;
/// How long one can be answered: an answer at the last moment still has its way to go.
const CHALLENGE_LIFE: Duration = Duration::from_secs(ASKED_SECONDS as u64 + 30);
/// Of all keys; those that were asked for first go first.
const CHALLENGES_MAX: usize = 1 << 14;
/// Of one key at a time.
const OF_KEY_MAX: usize = 4;

/// The keyed hash of a challenge, so that the time of a look tells nothing about those that are there.
pub(super) type ChallengeHash = [u8; 16];

struct Asked {
    auth_key_id: i64,
    /// Who adds a passkey; none for a sign-in.
    user: Option<UserId>,
    until: Duration,
}

#[derive(Default)]
struct State {
    asked: BTreeMap<ChallengeHash, Asked>,
    of_key: BTreeMap<i64, VecDeque<ChallengeHash>>,
    /// Oldest first.
    order: VecDeque<ChallengeHash>,
}

/// All challenges.
#[derive(Default)]
pub(super) struct PasskeyChallenges {
    state: Mutex<State>,
}

impl PasskeyChallenges {
    /// Keeps a fresh challenge.
    pub(super) fn put(&self, now: Duration, hash: ChallengeHash, auth_key_id: i64, user: Option<UserId>) {
        let mut state = self.lock();
        state.forget_old(now);
        let of_key = state.of_key.entry(auth_key_id).or_default();
        of_key.push_back(hash);
        let crowded = (of_key.len() > OF_KEY_MAX).then(|| of_key.pop_front()).flatten();
        crowded.and_then(|oldest| state.asked.remove(&oldest));
        state.order.push_back(hash);
        state.asked.insert(hash, Asked { auth_key_id, user, until: now + CHALLENGE_LIFE });
    }

    /// Takes a challenge away for the one answer that it is good for; whether it was there, for this key and end.
    pub(super) fn take(
        &self,
        now: Duration,
        hash: &ChallengeHash,
        auth_key_id: i64,
        user: Option<UserId>,
    ) -> bool {
        let mut state = self.lock();
        let is_theirs =
            state.asked.get(hash).is_some_and(|asked| asked.auth_key_id == auth_key_id && asked.user == user);
        if !is_theirs {
            return false;
        }
        let taken = state.asked.remove(hash);
        state.forget_of_key(auth_key_id, hash);
        taken.is_some_and(|asked| now < asked.until)
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
            let Some(hash) = self.order.pop_front() else { return };
            if let Some(asked) = self.asked.remove(&hash) {
                self.forget_of_key(asked.auth_key_id, &hash);
            }
        }
    }

    fn forget_of_key(&mut self, auth_key_id: i64, hash: &ChallengeHash) {
        if let Some(of_key) = self.of_key.get_mut(&auth_key_id) {
            of_key.retain(|other| other != hash);
            if of_key.is_empty() {
                self.of_key.remove(&auth_key_id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Duration = Duration::ZERO;

    #[test]
    fn a_challenge_is_good_once_for_the_key_and_the_end_that_it_was_asked_for() {
        let challenges = PasskeyChallenges::default();
        let ayu = Some(UserId(1));
        challenges.put(NOW, [1; 16], 5, None);
        challenges.put(NOW, [2; 16], 5, ayu);
        assert!(!challenges.take(NOW, &[1; 16], 6, None), "another key's");
        assert!(!challenges.take(NOW, &[1; 16], 5, ayu), "asked for a sign-in");
        assert!(!challenges.take(NOW, &[2; 16], 5, None), "asked for a new passkey");
        assert!(!challenges.take(NOW, &[2; 16], 5, Some(UserId(2))), "another person's");
        assert!(!challenges.take(NOW, &[3; 16], 5, None), "never issued");
        assert!(challenges.take(NOW, &[1; 16], 5, None) && challenges.take(NOW, &[2; 16], 5, ayu));
        assert!(!challenges.take(NOW, &[1; 16], 5, None), "again");
        assert!(challenges.lock().of_key.is_empty());
    }

    #[test]
    fn a_challenge_is_good_for_minutes() {
        let challenges = PasskeyChallenges::default();
        challenges.put(NOW, [1; 16], 5, None);
        challenges.put(NOW, [2; 16], 5, None);
        let asked = Duration::from_secs(ASKED_SECONDS.into());
        assert!(challenges.take(asked, &[1; 16], 5, None));
        assert!(!challenges.take(CHALLENGE_LIFE, &[2; 16], 5, None));
        challenges.put(CHALLENGE_LIFE, [3; 16], 6, None);
        assert_eq!(challenges.lock().order.len(), 1);
    }

    #[test]
    fn one_key_does_not_crowd_others_out() {
        let challenges = PasskeyChallenges::default();
        challenges.put(NOW, [255; 16], 1, None);
        for number in 0..9 {
            challenges.put(NOW, [number; 16], 2, None);
        }
        assert!(!challenges.take(NOW, &[4; 16], 2, None) && challenges.take(NOW, &[5; 16], 2, None));
        assert!(challenges.take(NOW, &[255; 16], 1, None));
        assert_eq!(challenges.lock().asked.len(), 3);
    }
}
