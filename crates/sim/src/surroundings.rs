//! The world of a simulation: a clock that jumps to the next moment at which something is due, dice of the
//! seed, and tasks that die with their process.

use std::{
    future::Future,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::task::AbortHandle;
use world::{BoxFuture, Chance, Clock, Spawn, UnixMillis, World};

use crate::Finding;

/// Runs a simulation in this thread, on a clock of its own.
pub(crate) fn block_on<T>(run: impl Future<Output = Result<T, Finding>>) -> Result<T, Finding> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.map_err(|error| Finding::Unexpected(error.to_string()))?.block_on(run)
}

/// The time of a run.
pub(crate) struct RunClock {
    start: tokio::time::Instant,
    day: i64,
}

impl RunClock {
    /// `day` counts the days since the town was founded.
    #[expect(clippy::disallowed_methods, reason = "the runtime's clock is the simulation's own")]
    pub(crate) fn start(day: i64) -> Self {
        RunClock { start: tokio::time::Instant::now(), day }
    }
}

impl Clock for RunClock {
    fn now(&self) -> UnixMillis {
        let passed = i64::try_from(self.elapsed().as_millis()).unwrap_or(i64::MAX);
        UnixMillis(FOUNDED_MILLIS + self.day * 86_400_000 + passed)
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep_until(&self, deadline: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep_until(self.start + deadline))
    }
}

/// All chance of a run (SplitMix64).
pub(crate) struct Dice(AtomicU64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Dice(AtomicU64::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x6d65_7270_6174_6921))
    }

    pub(crate) fn next(&self) -> u64 {
        let step = 0x9e37_79b9_7f4a_7c15u64;
        let mut mixed = self.0.fetch_add(step, Ordering::Relaxed).wrapping_add(step);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// In `0..bound`.
    pub(crate) fn below(&self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    /// True once in `times`.
    pub(crate) fn one_in(&self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of several.
    pub(crate) fn pick<'a, T>(&self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }
}

impl Chance for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(8) {
            part.iter_mut().zip(self.next().to_le_bytes()).for_each(|(to, from)| *to = from);
        }
    }
}

/// Tasks of one process.
#[derive(Default)]
pub(crate) struct Tasks(Mutex<Vec<AbortHandle>>, AtomicBool);

impl Tasks {
    /// The process dies.
    pub(crate) fn kill(&self) {
        self.1.store(true, Ordering::Relaxed);
        for task in self.0.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            task.abort();
        }
    }
}

impl Spawn for Tasks {
    fn spawn(&self, task: BoxFuture<'static, ()>) {
        if self.1.load(Ordering::Relaxed) {
            return;
        }
        let task = tokio::runtime::Handle::current().spawn(task);
        let mut tasks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tasks.len() > TASKS_KEPT {
            tasks.retain(|task| !task.is_finished());
        }
        tasks.push(task.abort_handle());
    }
}

/// A world with these dice and tasks.
pub(crate) fn world(clock: Arc<RunClock>, dice: Arc<Dice>, tasks: Arc<Tasks>) -> World {
    World { clock, chance: dice, spawn: tasks }
}

const FOUNDED_MILLIS: i64 = 1_790_000_000_000;
const TASKS_KEPT: usize = 1_000;
