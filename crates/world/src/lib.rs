//! What a program takes from the world: the time, chance, tasks that run by themselves, and threads for heavy work.
//!
//! Everything above takes these as arguments, so that a simulation can own them and repeat a run from its
//! seed. The real ones stand at the edge, in `server`.

pub mod heavy;

use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

/// A future that can be sent between threads and owns or borrows for `'a`.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixMillis(pub i64);

impl UnixMillis {
    /// Whole seconds since 1970, as the protocol writes dates.
    pub fn seconds(self) -> i32 {
        i32::try_from(self.0.div_euclid(1000)).unwrap_or(i32::MAX)
    }

    /// The moment `seconds` after 1970.
    pub fn from_seconds(seconds: i64) -> Self {
        UnixMillis(seconds.saturating_mul(1000))
    }

    /// This moment, moved by `by` into the future.
    pub fn after(self, by: Duration) -> Self {
        UnixMillis(self.0.saturating_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)))
    }

    /// How long ago `earlier` was; zero if it lies ahead.
    pub fn since(self, earlier: UnixMillis) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

/// Tells the time and waits for it.
pub trait Clock: Send + Sync {
    /// The time of day. It may jump, also backwards.
    fn now(&self) -> UnixMillis;

    /// Time since some fixed moment; it never goes backwards. For deadlines and durations.
    fn elapsed(&self) -> Duration;

    /// Completes once `elapsed()` has reached `deadline`.
    fn sleep_until(&self, deadline: Duration) -> BoxFuture<'static, ()>;
}

/// Bytes that nobody can foretell (in a simulation: bytes of the seed).
pub trait Chance: Send + Sync {
    /// Fills `bytes` whole.
    fn fill(&self, bytes: &mut [u8]);
}

impl dyn Chance + '_ {
    /// `N` fresh bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// A fresh number over the whole range of `i64`.
    pub fn long(&self) -> i64 {
        i64::from_le_bytes(self.bytes())
    }

    /// A number in `0..bound`, each equally likely. `bound` of 0 gives 0.
    pub fn below(&self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        // Draws above the last whole multiple of `bound` would favour small numbers.
        let limit = u64::MAX - u64::MAX % bound;
        loop {
            let drawn = u64::from_le_bytes(self.bytes());
            if drawn < limit {
                return drawn % bound;
            }
        }
    }
}

/// Starts tasks that run by themselves until they end.
pub trait Spawn: Send + Sync {
    /// Runs `task` to its end, whoever started it.
    fn spawn(&self, task: BoxFuture<'static, ()>);
}

/// The three together, cheap to clone.
#[derive(Clone)]
pub struct World {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub chance: Arc<dyn Chance>,
    /// Tasks.
    pub spawn: Arc<dyn Spawn>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts up: enough to see that `below` stays below.
    struct Counting(std::sync::atomic::AtomicU64);

    impl Chance for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            for byte in bytes {
                *byte = self.0.fetch_add(37, std::sync::atomic::Ordering::Relaxed) as u8;
            }
        }
    }

    #[test]
    fn below_stays_below() {
        let chance: &dyn Chance = &Counting(0.into());
        assert!((0..1000).all(|_| chance.below(7) < 7));
        assert_eq!(chance.below(0), 0);
    }

    #[test]
    fn seconds_round_down_also_before_1970() {
        assert_eq!(UnixMillis(1999).seconds(), 1);
        assert_eq!(UnixMillis(-1).seconds(), -1);
    }
}
