//! Server salts: 64-bit values that change every half hour and that a client must name in every packet.
//!
//! They follow from the time, the auth key's id and a secret that is drawn at each start, so nothing is stored;
//! a packet recorded before a restart names a salt that no longer holds (demand W-22).

use std::sync::{Arc, Mutex, PoisonError};

use world::UnixMillis;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// What all salts of one server start follow from.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct SaltSecret([u8; 32]);

impl SaltSecret {
    /// From 32 fresh bytes, drawn at each start and never stored.
    pub fn new(bytes: [u8; 32]) -> Arc<Self> {
        Arc::new(Self(bytes))
    }
}

/// The salts of one auth key. Small; made when the key is first used after a start.
pub struct Salts {
    secret: Arc<SaltSecret>,
    auth_key_id: i64,
    first: Option<First>,
    /// The last ones that were asked for: every packet asks, and a hash for each would be the larger part.
    kept: Mutex<Option<Kept>>,
}

/// The salts of a slot.
#[derive(Clone, Copy)]
struct Kept {
    slot: i64,
    current: i64,
    before: i64,
}

/// The salt that both sides know from the key exchange, good in the slot in which the key was made.
#[derive(Clone, Copy)]
struct First {
    salt: i64,
    slot: i64,
}

/// One salt as get_future_salts tells it; times in unix seconds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct FutureSalt {
    /// From when it may be used.
    pub valid_since: i32,
    /// Until when it may be used.
    pub valid_until: i32,
    /// The salt.
    pub salt: i64,
}

/// How long a salt is the current one, in seconds; after that it stays good as long again.
pub const SALT_SECONDS: i64 = 1800;

/// The most salts that one get_future_salts is given.
pub const FUTURE_SALTS_MAX: usize = 64;

impl Salts {
    /// The salts of the key `auth_key_id`.
    pub fn new(secret: Arc<SaltSecret>, auth_key_id: i64) -> Self {
        Self { secret, auth_key_id, first: None, kept: Mutex::new(None) }
    }

    /// Also accepts `salt` (new_nonce XOR server_nonce of the key exchange that ended at `now`) as the salt
    /// of the current slot.
    pub fn with_first(mut self, salt: i64, now: UnixMillis) -> Self {
        self.first = Some(First { salt, slot: self.slot(now) });
        self
    }

    /// The salt that is current at `now`.
    pub fn current(&self, now: UnixMillis) -> i64 {
        self.kept(self.slot(now)).current
    }

    /// Whether a packet received at `now` may name `salt`: the current one, or the one before it.
    pub fn accepts(&self, salt: i64, now: UnixMillis) -> bool {
        let slot = self.slot(now);
        let kept = self.kept(slot);
        if salt == kept.current || salt == kept.before {
            return true;
        }
        self.first.is_some_and(|first| salt == first.salt && (slot - 1..=slot).contains(&first.slot))
    }

    /// The current salt and those that follow, as many as asked for but between 1 and [`FUTURE_SALTS_MAX`].
    pub fn future(&self, now: UnixMillis, count: i32) -> impl ExactSizeIterator<Item = FutureSalt> {
        let count = i64::from(count).clamp(1, FUTURE_SALTS_MAX as i64) as usize;
        let slot = self.slot(now);
        (0..count).map(move |ahead| {
            let slot = slot + ahead as i64;
            let since = slot * SALT_SECONDS - self.offset();
            FutureSalt {
                valid_since: UnixMillis::from_seconds(since).seconds(),
                valid_until: UnixMillis::from_seconds(since + 2 * SALT_SECONDS).seconds(),
                salt: self.of_slot(slot),
            }
        })
    }

    /// Keys change their salts at different moments, so that not all clients are refused at once.
    fn offset(&self) -> i64 {
        self.auth_key_id.rem_euclid(SALT_SECONDS)
    }

    fn slot(&self, now: UnixMillis) -> i64 {
        (now.0.div_euclid(1000) + self.offset()).div_euclid(SALT_SECONDS)
    }

    fn kept(&self, slot: i64) -> Kept {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = kept.filter(|kept| kept.slot == slot) {
            return kept;
        }
        *kept.insert(Kept { slot, current: self.of_slot(slot), before: self.of_slot(slot - 1) })
    }

    fn of_slot(&self, slot: i64) -> i64 {
        let hash = crypto::sha256(&[&self.secret.0, &self.auth_key_id.to_le_bytes(), &slot.to_le_bytes()]);
        let [a, b, c, d, e, f, g, h, ..] = hash;
        i64::from_le_bytes([a, b, c, d, e, f, g, h])
    }
}

impl Clone for Salts {
    fn clone(&self) -> Self {
        let (secret, kept) = (Arc::clone(&self.secret), Mutex::new(None));
        Salts { secret, auth_key_id: self.auth_key_id, first: self.first, kept }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn salts() -> Salts {
        Salts::new(SaltSecret::new([7; 32]), 0x1234_5678_9abc_def0)
    }

    /// The second in which the salt changes next after `from`.
    fn next_change(salts: &Salts, from: i64) -> i64 {
        (from..from + SALT_SECONDS)
            .find(|second| {
                salts.current(UnixMillis::from_seconds(*second))
                    != salts.current(UnixMillis::from_seconds(second + 1))
            })
            .map_or(i64::MAX, |second| second + 1)
    }

    #[test]
    fn w19_old_salt_is_good_for_1800_seconds_and_refused_after() {
        let salts = salts();
        let change = next_change(&salts, 1_800_000_000);
        let old = salts.current(UnixMillis::from_seconds(change - 1));
        assert_ne!(old, salts.current(UnixMillis::from_seconds(change)));
        for (second, good) in [(change, true), (change + 1799, true), (change + 1800, false)] {
            assert_eq!(salts.accepts(old, UnixMillis::from_seconds(second)), good, "{}", second - change);
        }
        let new = salts.current(UnixMillis::from_seconds(change));
        assert!(!salts.accepts(new, UnixMillis::from_seconds(change - 1)));
    }

    #[test]
    fn w19_future_salts_are_clamped_and_hold_when_their_time_comes() {
        let salts = salts();
        let now = UnixMillis::from_seconds(1_800_000_123);
        for (asked, given) in [(i32::MIN, 1), (0, 1), (1, 1), (65, 64), (i32::MAX, 64)] {
            assert_eq!(salts.future(now, asked).len(), given);
        }
        for future in salts.future(now, 64) {
            let at = |second: i32| UnixMillis::from_seconds(i64::from(second));
            assert_eq!(salts.current(at(future.valid_since)), future.salt);
            assert!(salts.accepts(future.salt, at(future.valid_until - 1)));
            assert!(!salts.accepts(future.salt, at(future.valid_until)));
        }
        assert!(salts.future(now, 1).all(|salt| salt.salt == salts.current(now)));
    }

    #[test]
    fn w19_the_first_salt_holds_in_its_slot_and_the_next() {
        let now = UnixMillis::from_seconds(1_800_000_123);
        let salts = salts().with_first(42, now);
        let change = next_change(&salts, 1_800_000_123);
        for (second, good) in [(change - 1, true), (change + 1799, true), (change + 1800, false)] {
            assert_eq!(salts.accepts(42, UnixMillis::from_seconds(second)), good);
        }
        assert!(!salts.accepts(43, now) && !salts.accepts(0, now));
    }

    #[test]
    fn w22_salts_of_an_earlier_start_are_refused() {
        let now = UnixMillis::from_seconds(1_800_000_123);
        let before = Salts::new(SaltSecret::new([1; 32]), 5).with_first(42, now);
        let after = Salts::new(SaltSecret::new([2; 32]), 5);
        assert!(!after.accepts(before.current(now), now));
        assert!(!after.accepts(42, now));
    }
}
