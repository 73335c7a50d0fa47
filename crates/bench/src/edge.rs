//! The clock, the chance and the tasks of this program.

use std::{
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};
use world::{BoxFuture, Chance, Clock, Spawn, UnixMillis, World};

/// The world for what this program does to a store by itself.
pub fn world() -> World {
    World {
        clock: Arc::new(Machine(Instant::now())),
        chance: Arc::new(LoadChance::new()),
        spawn: Arc::new(Tasks),
    }
}

struct Machine(Instant);

impl Clock for Machine {
    fn now(&self) -> UnixMillis {
        now()
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep_until(&self, deadline: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep_until((self.0 + deadline).into()))
    }
}

struct Tasks;

impl Spawn for Tasks {
    fn spawn(&self, task: BoxFuture<'static, ()>) {
        tokio::spawn(task);
    }
}

/// The time of day.
pub fn now() -> UnixMillis {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    UnixMillis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Fast numbers that differ from run to run and from one to the next. They guard nothing: the people of a bench
/// have no secrets.
pub struct LoadChance(std::sync::atomic::AtomicU64);

impl LoadChance {
    /// Seeded by the time.
    pub fn new() -> Self {
        LoadChance::seeded(now().0.unsigned_abs().rotate_left(20))
    }

    /// The same numbers for the same seed.
    pub fn seeded(seed: u64) -> Self {
        LoadChance(std::sync::atomic::AtomicU64::new(seed))
    }
}

impl Default for LoadChance {
    fn default() -> Self {
        Self::new()
    }
}

impl Chance for LoadChance {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            // SplitMix64, whose state is a counter and so can be shared.
            let step = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, std::sync::atomic::Ordering::Relaxed);
            let mut mixed = step;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^= mixed >> 31;
            chunk.iter_mut().zip(mixed.to_le_bytes()).for_each(|(to, from)| *to = from);
        }
    }
}
