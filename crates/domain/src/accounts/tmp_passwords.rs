//! Temporary passwords: whoever has proven the two-step password on a device need not do so again there for a while.
//! In memory alone: what a restart forgets is proven again.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use store::ids::UserId;
use subtle::ConstantTimeEq;

use super::{Accounts, PasswordError, PasswordProof};

/// Bytes of a temporary password.
const TMP_PASSWORD_BYTES: usize = 32;
/// Seconds for which one may be good; what is asked beyond takes the nearer end.
const PERIOD_SECONDS: std::ops::RangeInclusive<i32> = 60..=86_400;
/// Of all people; those that were given first go first.
const TMP_PASSWORDS_MAX: usize = 1 << 12;

/// A temporary password as its device is told it. No Debug.
pub struct TmpPassword {
    /// What proves it.
    pub bytes: Vec<u8>,
    /// Seconds since 1970.
    pub valid_until: i32,
}

struct Given {
    bytes: [u8; TMP_PASSWORD_BYTES],
    until: Duration,
}

#[derive(Default)]
struct State {
    /// By person and key: a new one takes the place of the one before.
    given: BTreeMap<(UserId, i64), Given>,
    order: VecDeque<(UserId, i64, Duration)>,
}

/// All of them.
#[derive(Default)]
pub(super) struct TmpPasswords {
    state: Mutex<State>,
}

impl TmpPasswords {
    fn put(
        &self,
        now: Duration,
        (user, key): (UserId, i64),
        bytes: [u8; TMP_PASSWORD_BYTES],
        period: Duration,
    ) {
        let mut state = self.lock();
        state.forget_old(now);
        let until = now + period;
        state.given.insert((user, key), Given { bytes, until });
        state.order.push_back((user, key, until));
    }

    fn holds(&self, now: Duration, user: UserId, key: i64, bytes: &[u8]) -> bool {
        let state = self.lock();
        let given = state.given.get(&(user, key)).filter(|given| now < given.until);
        given.is_some_and(|given| bool::from(given.bytes.ct_eq(bytes)))
    }

    /// None of this person's is good any more.
    pub(super) fn forget_user(&self, user: UserId) {
        self.lock().given.retain(|(of, _), _| *of != user);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn forget_old(&mut self, now: Duration) {
        self.given.retain(|_, given| now < given.until);
        while let Some((user, key, until)) = self.order.front().copied() {
            // One that was replaced stands further behind.
            let current = self.given.get(&(user, key)).is_some_and(|given| given.until == until);
            if current && self.order.len() < TMP_PASSWORDS_MAX {
                return;
            }
            self.order.pop_front();
            if current {
                self.given.remove(&(user, key));
            }
        }
    }
}

impl Accounts {
    /// A temporary password for this device, for who proves the password.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub async fn tmp_password(
        &self,
        user: UserId,
        auth_key_id: i64,
        proof: &PasswordProof,
        period_seconds: i32,
    ) -> Result<TmpPassword, PasswordError> {
        let _lock = self.passwords.locks.of(user).await;
        let record = self.password(user).await?;
        self.prove(user, record, proof).await?;
        let seconds = period_seconds.clamp(*PERIOD_SECONDS.start(), *PERIOD_SECONDS.end());
        let bytes = self.world.chance.bytes::<TMP_PASSWORD_BYTES>();
        let period = Duration::from_secs(u64::from(seconds.unsigned_abs()));
        self.passwords.tmp.put(self.world.clock.elapsed(), (user, auth_key_id), bytes, period);
        let valid_until = self.world.clock.now().seconds().saturating_add(seconds);
        Ok(TmpPassword { bytes: bytes.to_vec(), valid_until })
    }

    /// Whether this device has proven the password lately, and has this to show for it.
    pub fn tmp_password_holds(&self, user: UserId, auth_key_id: i64, bytes: &[u8]) -> bool {
        self.passwords.tmp.holds(self.world.clock.elapsed(), user, auth_key_id, bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_good_on_its_device_until_its_time_or_the_next_one() {
        let all = TmpPasswords::default();
        let (ayu, minute) = (UserId(1), Duration::from_secs(60));
        all.put(Duration::ZERO, (ayu, 5), [1; 32], minute);
        assert!(all.holds(Duration::ZERO, ayu, 5, &[1; 32]));
        assert!(!all.holds(Duration::ZERO, ayu, 6, &[1; 32]));
        assert!(!all.holds(Duration::ZERO, UserId(2), 5, &[1; 32]));
        assert!(!all.holds(Duration::ZERO, ayu, 5, &[1; 31]));
        assert!(!all.holds(minute, ayu, 5, &[1; 32]));
        all.put(Duration::ZERO, (ayu, 5), [2; 32], minute);
        assert!(!all.holds(Duration::ZERO, ayu, 5, &[1; 32]) && all.holds(Duration::ZERO, ayu, 5, &[2; 32]));
        all.forget_user(ayu);
        assert!(!all.holds(Duration::ZERO, ayu, 5, &[2; 32]));
    }

    #[test]
    fn old_ones_make_room() {
        let all = TmpPasswords::default();
        for key in 0..2 * TMP_PASSWORDS_MAX as i64 {
            all.put(Duration::ZERO, (UserId(1), key), [1; 32], Duration::from_secs(60));
        }
        assert!(all.lock().given.len() <= TMP_PASSWORDS_MAX && all.lock().order.len() <= TMP_PASSWORDS_MAX);
        assert!(all.holds(Duration::ZERO, UserId(1), 2 * TMP_PASSWORDS_MAX as i64 - 1, &[1; 32]));
    }
}
