//! The real world behind `world`'s traits: the machine's clock, the system's random numbers, tokio's tasks, and
//! the threads for heavy work. The one place where the bans on ambient time and chance are lifted.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use world::{BoxFuture, Chance, Clock, Spawn, UnixMillis, World};

use crate::node::heavy::{Busy, Heavy, Job};

/// The world of a real server.
pub fn world() -> World {
    World { clock: Arc::new(SystemClock::start()), chance: Arc::new(OsChance), spawn: Arc::new(TokioSpawn) }
}

/// The machine's clock.
pub struct SystemClock {
    start: Instant,
}

impl SystemClock {
    /// A clock whose `elapsed` starts at zero now.
    #[expect(clippy::disallowed_methods, reason = "this is the clock that is handed in")]
    pub fn start() -> Self {
        SystemClock { start: Instant::now() }
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that is handed in")]
    fn now(&self) -> UnixMillis {
        let millis = match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_millis()).unwrap_or(i64::MAX),
            Err(before) => {
                i64::try_from(before.duration().as_millis()).map(|millis| -millis).unwrap_or(i64::MIN)
            }
        };
        UnixMillis(millis)
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep_until(&self, deadline: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep_until((self.start + deadline).into()))
    }
}

/// The system's random numbers.
pub struct OsChance;

impl Chance for OsChance {
    #[expect(clippy::disallowed_methods, reason = "this is the chance that is handed in")]
    fn fill(&self, bytes: &mut [u8]) {
        if getrandom::fill(bytes).is_err() {
            // Keys drawn from anything else would be worse than no server.
            tracing::error!("the system gives no random numbers; stopping");
            std::process::abort();
        }
    }
}

/// Tasks of tokio's current runtime.
pub struct TokioSpawn;

impl Spawn for TokioSpawn {
    #[expect(clippy::disallowed_methods, reason = "this is the spawn that is handed in")]
    fn spawn(&self, task: BoxFuture<'static, ()>) {
        tokio::spawn(task);
    }
}

/// A few threads for work that would hold up a task for milliseconds, with a bounded queue before them.
pub struct HeavyThreads {
    queue: SyncSender<Job>,
}

impl HeavyThreads {
    /// Starts `threads` threads that take from a queue of at most `waiting_max` jobs. They end with the pool.
    #[expect(clippy::disallowed_methods, reason = "this is the pool that is handed in")]
    pub fn start(threads: usize, waiting_max: usize) -> Self {
        let (queue, jobs) = sync_channel::<Job>(waiting_max);
        let jobs = Arc::new(Mutex::new(jobs));
        for _ in 0..threads.max(1) {
            let jobs = Arc::clone(&jobs);
            std::thread::spawn(move || {
                while let Some(job) = next(&jobs) {
                    // A job that panics has answered nobody; whoever waits for it sees its answer missing.
                    let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(job));
                }
            });
        }
        HeavyThreads { queue }
    }
}

impl Heavy for HeavyThreads {
    fn run(&self, job: Job) -> Result<(), Busy> {
        self.queue.try_send(job).map_err(|_| Busy)
    }
}

fn next(jobs: &Mutex<Receiver<Job>>) -> Option<Job> {
    jobs.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}
